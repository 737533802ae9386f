"""Which emails organisers want for themselves."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bookings import digests
from bookings.forms.email_settings import EmailSettingsForm
from events.access import OrganisersRequest, organiser
from events.models import Membership

Role = Membership.Role


@organiser(Role.ORGANISER, Role.ASSISTANT)
@require_http_methods(["GET", "HEAD", "POST"])
def email_settings(request: OrganisersRequest) -> HttpResponse:
    now = timezone.now()
    data = request.POST if request.method == "POST" else None
    wants_digest = digests.wants_digest(request.user)
    form = EmailSettingsForm(data, wants_digest=wants_digest)
    if form.is_valid():
        digests.choose_digest(request.user, wanted=form.wants_digest, at=now)
        return redirect(f"{reverse('email_settings')}?saved=1")
    context = {"form": form, "is_saved": "saved" in request.GET, "email": request.user.email}
    return TemplateResponse(request, "bookings/email_settings.html", context)
