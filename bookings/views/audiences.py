"""Audiences: how many schools each means, and saying which."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from bookings.forms.audiences import AudienceForm
from bookings.models import School
from bookings.schools.audience_changes import change_rule
from bookings.schools.audiences import all_meant, number_meant, rule_of
from events.access import OrganisersRequest, organiser
from events.models import Audience, Membership


@organiser(Membership.Role.ORGANISER)
@require_safe
def audiences(request: OrganisersRequest) -> HttpResponse:
    return TemplateResponse(request, "bookings/audiences.html", {"audiences": all_meant()})


@organiser(Membership.Role.ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_audience(request: OrganisersRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    audience = get_object_or_404(Audience, slug=slug)
    rule, schools = rule_of(audience), list(School.objects.open().with_kinds())
    form = AudienceForm(request.POST or None, schools=schools, rule=rule)
    if form.is_valid():
        change_rule(audience, form.rule(), at=now, by=request.user)
        return redirect("audiences")
    context = {
        "audience": audience,
        "form": form,
        "number": number_meant(rule, schools),
        "schools": len(schools),
    }
    return TemplateResponse(request, "bookings/edit_audience.html", context)
