"""An extra session for those who wait: opened on one page, and what has come of it."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from bookings import extra_session_page
from bookings.forms.extra_session import ExtraSessionForm
from bookings.lifecycle import extra_sessions
from bookings.views.organiser import SEE_ATTENDEES
from events.access import OrganisersRequest, organiser
from events.models import Membership, Venue
from events.refusal import Refusal


@organiser(Membership.Role.ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def open_extra_session(request: OrganisersRequest, public_id: str) -> HttpResponse:
    now = timezone.now()
    event = get_object_or_404(request.events.announced(), public_id=public_id)
    waiting = extra_sessions.who_waits(event)
    venues = list(Venue.objects.order_by("name", "pk"))
    form = ExtraSessionForm(request.POST or None, at=now, venues=venues)
    context = {"event": event, "form": form, "waiting": waiting}
    if form.is_valid():
        until = form.waiting_first_until if waiting else now
        try:
            session = extra_sessions.open_extra_session(
                event, form.plan(), waiting_first_until=until, at=now, by=request.user
            )
        except Refusal as refusal:
            return TemplateResponse(request, refusal.template, context, status=refusal.status)
        return redirect("extra_session", event.public_id, session.public_id)
    return TemplateResponse(request, "bookings/open_extra_session.html", context)


@organiser(*SEE_ATTENDEES)
@require_safe
def extra_session(request: OrganisersRequest, public_id: str, session_id: str) -> HttpResponse:
    now = timezone.now()
    event = get_object_or_404(request.events, public_id=public_id)
    opened = {session.public_id: session for session in extra_sessions.opened_at(event)}
    if session_id not in opened:
        raise Http404
    context = {"event": event, "extra": extra_session_page.describe(opened[session_id], now)}
    return TemplateResponse(request, "bookings/extra_session.html", context)
