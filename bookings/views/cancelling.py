"""Cancelling what was announced: a session, or the whole event with all its sessions."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bookings import effects
from bookings.forms.cancelling import CancelEventForm, CancelSessionForm
from bookings.lifecycle import event_changes
from bookings.lifecycle.refusals import NoRoom
from bookings.models import Booking
from events.access import OrganisersRequest, organiser
from events.models import Membership

Role = Membership.Role


@organiser(Role.ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel_session(request: OrganisersRequest, public_id: str, session_id: str) -> HttpResponse:
    now = timezone.now()
    event = get_object_or_404(request.events.published(), public_id=public_id)
    session = get_object_or_404(event.sessions.upcoming(now).with_place(), public_id=session_id)
    others = event.sessions.with_place().to_move_to(session, now)
    people = Booking.objects.holding_a_place().at_sessions([session.pk]).count()
    form = CancelSessionForm(request.POST or None, people=people, others=others)
    context = {"event": event, "session": session, "form": form}
    if form.is_valid():
        try:
            event_changes.cancel_session(session, **form.answers(), at=now, by=request.user)
        except NoRoom as refusal:
            context["refusal"] = refusal
            return TemplateResponse(request, refusal.template, context, status=refusal.status)
        return redirect("event_overview", event.public_id)
    context["effects"] = effects.of_cancelling(session, form.with_room, at=now)
    return TemplateResponse(request, "bookings/cancel_session.html", context)


@organiser(Role.ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel_event(request: OrganisersRequest, public_id: str) -> HttpResponse:
    now = timezone.now()
    event = get_object_or_404(request.events.published(), public_id=public_id)
    sessions = event.sessions.with_place().not_cancelled().upcoming(now).in_order()
    form = CancelEventForm(request.POST or None)
    if form.is_valid():
        event_changes.cancel_event(event, **form.answers(), at=now, by=request.user)
        return redirect("event_overview", event.public_id)
    effect = effects.of_cancelling_all(sessions, at=now)
    context = {"event": event, "sessions": sessions, "form": form, "effect": effect}
    return TemplateResponse(request, "bookings/cancel_event.html", context)
