"""Booking for several colleagues at once: all of them have places or none has."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from bookings.lifecycle import attendees, bookers, eligibility, limits, settling, steps
from bookings.lifecycle.attendees import Person
from bookings.lifecycle.refusals import NotEnoughPlaces, WrongChoice
from bookings.mail import notices
from bookings.mail.queue import queue
from bookings.models import Attendee, Booker, Booking
from events import audit, capacity
from events.command import command, step
from events.email_addresses import email_key
from events.models import Event, Session


@dataclass(frozen=True)
class BookedBy:
    """Who books: somebody who says who they are, an attendee on their own page, or a booker."""

    name: str = ""
    email: str = ""
    attendee: Attendee | None = None
    booker: Booker | None = None

    @step
    def row(self, event: Event, *, at: datetime) -> Booker:
        """As it is now. Raises LinkReplaced where the attendee has been replaced meanwhile."""
        if self.booker is not None:
            return Booker.objects.get(pk=self.booker.pk)
        if self.attendee is not None:
            return bookers.of_attendee(steps.lock_attendee(self.attendee), at=at)
        return bookers.make(event, self.name, self.email, at=at)


@command
def book_for_colleagues(
    *,
    event: Event,
    sessions: Sequence[Session],
    people: Sequence[Person],
    by: BookedBy,
    form_uuid: uuid.UUID,
    at: datetime,
    caller_network: str = "",
) -> Booker:
    """Book the same sessions for each of these people of one school, with different addresses.

    The same form sent twice returns the booker of the first time. Raises AlreadyBooked with the
    address as typed, LinkReplaced, NotEnoughPlaces, NotOpen, OutsideAudience, SchoolLimitReached,
    SessionCancelled, TooManyBookings, TooManyMails, and WrongChoice for too many people too.
    """
    event = capacity.lock_event(event.pk)
    sessions = capacity.lock_sessions(event, *(session.pk for session in sessions))
    sent_before = _sent_before(people, form_uuid)
    if _is_same_booking(sent_before, people, sessions):
        return cast(Booker, sent_before[0].booker)
    if sent_before:
        form_uuid = uuid.uuid4()
    known = _check(event, sessions, people, at)
    booker = by.row(event, at=at)
    booked, invited = [], []
    for person, before in zip(people, known, strict=True):
        own_uuid = _one_of(form_uuid, person)
        attendee = steps.make_attendee(
            event, person, before, form_uuid=own_uuid, booked_at=at, at=at, booker=booker
        )
        places = [steps.book(attendee, session, at=at) for session in sessions]
        audit.record("place_booked", attendee, at=at)
        booked.append(attendee)
        invited += notices.invited(attendee, places, at=at)
    queue([*notices.colleagues_booked(booker, at=at), *invited], at=at)
    eligibility.tell_organisers(booked[0], people=len(people), at=at)
    limits.count_booking(caller_network, len(people), at=at)
    settling.settle(event, at=at)
    return booker


def _one_of(form_uuid: uuid.UUID, person: Person) -> uuid.UUID:
    """The same for each time that this form is sent with this person, and for no other."""
    return uuid.uuid5(form_uuid, repr((person.full_name, email_key(person.email))))


def _sent_before(people: Sequence[Person], form_uuid: uuid.UUID) -> list[Attendee]:
    """Whom this very form has booked already."""
    sent = Attendee.objects.filter(form_uuid__in=[_one_of(form_uuid, one) for one in people])
    return list(sent.select_related("booker"))


def _is_same_booking(
    sent: Sequence[Attendee], people: Sequence[Person], sessions: Sequence[Session]
) -> bool:
    """Whether all of these people were booked by it, for just these sessions."""
    booked = Booking.objects.of_attendees(sent).values_list("attendee_id", "session_id")
    wanted = {(one.pk, session.pk) for one in sent for session in sessions}
    return len(sent) == len(people) and set(booked) == wanted


def _check(
    event: Event, sessions: Sequence[Session], people: Sequence[Person], at: datetime
) -> list[Attendee | None]:
    """Refuse what cannot be booked for all of them; who has had each one's address before."""
    _check_people(event, people)
    steps.check_choice(event, sessions, at)
    _check_room(sessions, len(people))
    eligibility.check_audience(event, people)
    known = [_known(event, person) for person in people]
    eligibility.check_limit(event, people)
    return known


def _check_people(event: Event, people: Sequence[Person]) -> None:
    addresses = {email_key(person.email) for person in people}
    if not 1 <= len(people) == len(addresses) <= event.places_per_booking:
        raise WrongChoice


def _check_room(sessions: Sequence[Session], wanted: int) -> None:
    for session in sessions:
        if session.places_left is not None and session.places_left < wanted:
            raise NotEnoughPlaces(session, wanted)


def _known(event: Event, person: Person) -> Attendee | None:
    known = attendees.find(event, person.email)
    steps.check_holds_no_place(known, typed=person.email)
    steps.check_waits_for_nothing(known, typed=person.email)
    return known
