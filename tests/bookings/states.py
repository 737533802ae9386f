"""One person's place at one session: how it comes into each state, and in which one it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bookings.lifecycle import absence, commands, substitution
from bookings.models import Attendee, Booking, WaitingPlace
from events.email_addresses import email_key
from events.models import Document, Event, Organiser, Session, Venue
from tests.bookings.waiting import join
from tests.factories import (
    NOON,
    amend_event,
    attach_document,
    make_booking,
    make_event,
    make_organiser,
    make_person,
    make_venue,
    plan,
)

LATER, START = NOON + timedelta(hours=1), NOON + timedelta(days=28)
UNDER_WAY = START + timedelta(minutes=10)
OVER = START + timedelta(days=1)
ANN, BEN = "ann@school.example", "ben@school.example"


@dataclass
class Place:
    """Ann's at `this` session; somebody else has a place there and at the other, a week later."""

    event: Event
    this: Session
    other: Session
    venue: Venue
    document: Document
    somebody: Attendee
    organiser: Organiser
    at: datetime = LATER
    attendee: Attendee | None = None


def fill(place: Place) -> None:
    leave(place, 0)


def leave(place: Place, left: int) -> None:
    """So many places at this session, whoever they are for."""
    taken = Session.objects.get(pk=place.this.pk).places_taken
    amend_event(place.event, sessions=[{"capacity": taken + left}])


def new_place() -> Place:
    venue = make_venue()
    event = make_event(
        plan(starts_at=START, mode="in_person", venue=venue, join_link=""),
        plan(starts_at=START + timedelta(days=7)),
        attendance="any",
    )
    this, other = event.sessions.with_place().order_by("pk")
    document, somebody = attach_document(event), make_booking(this, other)
    return Place(event, this, other, venue, document, somebody, make_organiser())


def not_booked(place: Place) -> None:
    """As it is."""


def elsewhere(place: Place) -> None:
    place.attendee = make_booking(place.other, email=ANN)


def booked(place: Place) -> None:
    place.attendee = make_booking(place.this, email=ANN)


def started(place: Place) -> None:
    booked(place)
    place.at = UNDER_WAY


def could_not_come(place: Place) -> None:
    started(place)
    absence.report_absence(place.attendee, at=place.at)


def cancelled(place: Place) -> None:
    booked(place)
    commands.cancel_bookings(place.attendee, at=NOON)


def corrected(place: Place) -> None:
    booked(place)
    commands.replace_attendee(place.attendee, make_person(), at=NOON)


def handed_over(place: Place) -> None:
    booked(place)
    substitution.substitute_attendee(place.attendee, "Ben Example", BEN, at=NOON)


def waiting(place: Place) -> None:
    """Everybody who has a place here keeps it."""
    fill(place)
    place.attendee = join(place.this, email=ANN)


def offered(place: Place) -> None:
    """There is one place more, and nobody before them."""
    waiting(place)
    leave(place, 1)


STATES = {
    "not booked": not_booked,
    "waiting": waiting,
    "offered": offered,
    "elsewhere": elsewhere,
    "booked": booked,
    "started": started,
    "could not come": could_not_come,
    "cancelled": cancelled,
    "corrected": corrected,
    "handed over": handed_over,
}
REPLACED = {"correction": "corrected", "colleague": "handed over"}


def in_state(state: str) -> Place:
    place = new_place()
    STATES[state](place)
    if place.attendee:
        place.attendee = Attendee.objects.get(pk=place.attendee.pk)
    return place


def state_of(place: Place) -> str:
    """Of whoever has Ann's address now, or had it last."""
    with_address = Attendee.objects.filter(event=place.event, email_key=email_key(ANN))
    attendee = with_address.not_replaced().first() or with_address.order_by("pk").last()
    if attendee is None:
        return "not booked"
    if attendee.is_replaced:
        return REPLACED[attendee.replaced_as]
    held = Booking.objects.holding_a_place().of(attendee).with_session()
    here = [booking for booking in held if booking.session_id == place.this.pk]
    line = WaitingPlace.objects.open().of(attendee).for_session(place.this).first()
    if line is not None:
        return line.state
    if not here:
        return "elsewhere" if held else "cancelled"
    if here[0].absent_at:
        return "could not come"
    return "started" if here[0].session.has_started(place.at) else "booked"
