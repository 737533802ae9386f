"""Booking a place: the form, the refusals that keep its answers, and the way to the booking."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bookings.forms.booking import BookingForm
from bookings.forms.choice import Choice
from bookings.lifecycle import commands, limits, resending
from bookings.lifecycle.refusals import AlreadyBooked
from bookings.models import Attendee
from bookings.schools import options
from events import published, throttle
from events.access import public
from events.cards import Card
from events.models import Session
from events.refusal import Refusal


@public
@require_http_methods(["GET", "HEAD", "POST"])
def book_place(request: HttpRequest, public_id: str, slug: str) -> HttpResponse:
    now = timezone.now()
    shown = published.read(public_id)
    if shown is None:
        raise Http404
    choice, chosen = Choice(shown.event, shown.sessions, now), request.GET.get("session")
    form = BookingForm(request.POST or None, choice=choice, chosen=chosen)
    why_not = choice.refusal(chosen)
    if why_not is not None and (not form.is_bound or form.names_no_session):
        return _refuse(request, form, why_not, now)
    if form.is_bound and "change" not in request.POST and form.is_valid():
        try:
            return redirect(_page_of(_book(request, form, now)))
        except Refusal as refusal:
            return _refuse(request, form, refusal, now)
    context = {"event": shown.event, "form": form, "school_options": options.school_options()}
    return TemplateResponse(request, "bookings/book_place.html", context)


def _page_of(attendee: Attendee) -> str:
    """Whoever booked for a colleague is spoken to as that."""
    page = reverse("your_booking", args=[attendee.link_token])
    return f"{page}?colleague=1" if attendee.booked_by_email else page


def _book(request: HttpRequest, form: BookingForm, now: datetime) -> Attendee:
    answers, caller_network = form.cleaned_data, throttle.caller_network(request)
    limits.check_usual(
        caller_network,
        looks_automatic=form.looks_automatic,
        is_confirmed=answers["confirmed"],
        at=now,
    )
    try:
        return commands.book_place(
            event=form.choice.event,
            sessions=form.chosen_sessions,
            person=form.person(),
            form_uuid=answers["form_uuid"],
            at=now,
            caller_network=caller_network,
        )
    except AlreadyBooked as refusal:
        refusal.is_told = resending.tell_already_booked(refusal.attendee, at=now)
        raise


def _refuse(
    request: HttpRequest, form: BookingForm, refusal: Refusal, now: datetime
) -> HttpResponse:
    session: Session | None = getattr(refusal, "session", None)
    context = {
        "event": form.choice.event,
        "form": form,
        "session": session,
        "card": Card.of(session, now) if session else None,
        "others": form.choice.others_than(session),
        "refusal": refusal,
    }
    return TemplateResponse(request, refusal.template, context, status=refusal.status)
