"""People who wait, by the real commands, and what became of them in a few words."""

import uuid
from datetime import timedelta

from bookings.lifecycle import commands, offers, waiting_list
from bookings.models import Attendee, Booking, Message, WaitingPlace
from events.models import Event, Session
from tests.factories import NOON, make_booking, make_event, make_person, plan


def make_full(*sessions, booked=1, at=NOON, **fields) -> list[Session]:
    """The sessions of a new event, with so many places each, all of them booked."""
    event = make_event(*(sessions or [plan(capacity=booked)]), **fields)
    found = list(event.sessions.with_place().order_by("pk"))
    for number in range(booked):
        for one in [found] if event.attendance == "all" else [[one] for one in found]:
            make_booking(*one, email=f"booked{number}.{one[0].pk}@school.example", at=at)
    return sessions_of(event)


def sessions_of(event: Event) -> list[Session]:
    return list(event.sessions.with_place().order_by("pk"))


def two(**fields):
    """The plans of two sessions with one place each, a day apart."""
    return [plan(starts_at=NOON + timedelta(days=28 + day), capacity=1, **fields) for day in (0, 1)]


def holder(session: Session) -> Attendee:
    """Whoever has held a place of the session for longest."""
    held = Booking.objects.holding_a_place().at_sessions([session.pk])
    return held.earliest("pk").attendee


def give_up(session: Session, *, at=NOON) -> None:
    """One of those who hold a place there cancels it."""
    commands.cancel_bookings(holder(session), at=at)


def join(*sessions: Session, at=NOON, form_uuid=None, **person) -> Attendee:
    """Somebody who waits for these, and would rather have the first."""
    return waiting_list.join_waiting_list(
        event=sessions[0].event,
        sessions=list(sessions),
        person=make_person(**person),
        form_uuid=form_uuid or uuid.uuid4(),
        at=at,
    )


def join_all(session: Session, number: int, *, at=NOON, **person) -> list[Attendee]:
    return [join(session, at=at, **person) for _ in range(number)]


def line_of(attendee: Attendee, session: Session | None = None) -> WaitingPlace:
    """Their last one, for this session."""
    lines = WaitingPlace.objects.filter(attendee__email_key=attendee.email_key)
    return (lines.filter(session=session) if session else lines).order_by("pk").last()


def take(attendee: Attendee, session: Session | None = None, *, at=NOON):
    offer = line_of(attendee, session).public_id
    return offers.take_offer(attendee, offer=offer, at=at)


def decline(attendee: Attendee, session: Session | None = None, *, at=NOON):
    offer = line_of(attendee, session).public_id
    return offers.decline_offer(attendee, offer=offer, at=at)


def states(*attendees: Attendee, session: Session | None = None) -> list[str]:
    return [line_of(attendee, session).state for attendee in attendees]


def count(session: Session) -> tuple[int | None, int, int]:
    """(capacity, places taken, of these to claim)."""
    now = Session.objects.get(pk=session.pk)
    return now.capacity, now.places_taken, now.places_to_claim


def told(attendee: Attendee) -> list[str]:
    """The kinds of what was queued about them, in order."""
    messages = Message.objects.filter(to=attendee.email).order_by("pk")
    return list(messages.values_list("kind", flat=True))
