"""What partners, and who checks people in, see: the sessions that they were given, no others."""

from functools import partial
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from bookings.forms.exporting import KindOfFileForm
from bookings.teams import seeing
from bookings.views.exporting import made_at_once
from events.access import OrganisersRequest, organiser
from events.models import GivenSession, Membership, Session
from events.refusal import Refusal

Role = Membership.Role


@organiser(Role.PARTNER, Role.CHECK_IN)
@require_safe
def your_sessions(request: OrganisersRequest) -> HttpResponse:
    roles = (Role.PARTNER, Role.CHECK_IN)
    given = GivenSession.objects.to(request.user, *roles).with_session().in_order()
    return TemplateResponse(request, "bookings/your_sessions.html", {"given": given})


@organiser(Role.PARTNER)
@require_safe
def given_session(request: OrganisersRequest, session_id: str) -> HttpResponse:
    session = _given(request, session_id, Role.PARTNER)
    context = {
        "session": session,
        "event": session.event,
        "numbers": seeing.numbers_of(session),
        "lines": seeing.lines(session, seeing.FOR_PARTNERS),
    }
    return TemplateResponse(request, "bookings/given_session.html", context)


@organiser(Role.PARTNER)
@require_http_methods(["GET", "HEAD", "POST"])
def export_given_session(request: OrganisersRequest, session_id: str) -> HttpResponseBase:
    now = timezone.now()
    session = _given(request, session_id, Role.PARTNER)
    form = KindOfFileForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"session": session, "event": session.event, "form": form}
        return TemplateResponse(request, "bookings/export_given_session.html", context)
    kind = form.cleaned_data["kind"]
    seeing.record_export(session, at=now, by=request.user)
    return made_at_once(
        seeing.file_name(session, kind), kind, partial(seeing.write_file, session, kind)
    )


@organiser(Role.CHECK_IN)
@require_safe
def check_in_list(request: OrganisersRequest, session_id: str) -> HttpResponse:
    now = timezone.now()
    session = _given(request, session_id, Role.CHECK_IN)
    context: dict[str, Any] = {"session": session, "event": session.event}
    try:
        seeing.check_its_day(session, now)
    except Refusal as refusal:
        context |= {"refusal": refusal}
        return TemplateResponse(request, refusal.template, context, status=refusal.status)
    context |= {"lines": seeing.lines(session, seeing.FOR_CHECK_IN)}
    return TemplateResponse(request, "bookings/check_in_list.html", context)


def _given(request: OrganisersRequest, session_id: str, role: str) -> Session:
    """One that they were given in this role; any other is a 404."""
    given = GivenSession.objects.to(request.user, role).with_session()
    return get_object_or_404(given, session__public_id=session_id).session
