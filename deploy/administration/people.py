"""Everybody who has an account, what was done, and the mails that reached nobody."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings import failed_mails as failed
from bookings.models import Message
from deploy import closing
from events.access import SignedInRequest, administrator
from events.models import AuditEntry, Organiser

ON_A_PAGE = 50


@administrator
@require_safe
def organisers(request: SignedInRequest) -> HttpResponse:
    everybody = Organiser.objects.order_by("full_name", "pk").prefetch_related("memberships__team")
    page = Paginator(everybody, ON_A_PAGE).get_page(request.GET.get("page"))
    return TemplateResponse(request, "administration/organisers.html", {"page": page})


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def close_account(request: SignedInRequest, public_id: str) -> HttpResponse:
    now = timezone.now()
    others = Organiser.objects.exclude(pk=request.user.pk).filter(is_active=True)
    organiser = get_object_or_404(others, public_id=public_id)
    if request.method == "POST":
        closing.close_account(organiser, at=now, by=request.user)
        return redirect("organisers")
    context = {"organiser": organiser, "left_alone": closing.left_alone(organiser)}
    return TemplateResponse(request, "administration/close_account.html", context)


@administrator
@require_POST
def open_account(request: SignedInRequest, public_id: str) -> HttpResponse:
    now = timezone.now()
    organiser = get_object_or_404(Organiser, public_id=public_id)
    closing.open_account(organiser, at=now, by=request.user)
    return redirect("organisers")


@administrator
@require_safe
def failed_mails(request: SignedInRequest) -> HttpResponse:
    page = Paginator(failed.all_failed(), ON_A_PAGE).get_page(request.GET.get("page"))
    return TemplateResponse(request, "administration/failed_mails.html", {"page": page})


@administrator
@require_POST
def retry_mail(request: SignedInRequest, message_id: str) -> HttpResponse:
    now = timezone.now()
    message = get_object_or_404(Message, public_id=message_id)
    failed.try_again(message, at=now, by=request.user)
    return redirect("failed_mails")


@administrator
@require_POST
def put_mail_aside(request: SignedInRequest, message_id: str) -> HttpResponse:
    now = timezone.now()
    message = get_object_or_404(Message, public_id=message_id)
    failed.put_aside(message, at=now, by=request.user)
    return redirect("failed_mails")


@administrator
@require_safe
def audit_trail(request: SignedInRequest) -> HttpResponse:
    entries = AuditEntry.objects.with_actor().newest_first()
    page = Paginator(entries, ON_A_PAGE).get_page(request.GET.get("page"))
    return TemplateResponse(request, "administration/audit_trail.html", {"page": page})
