"""What attendees do with places: book, book more, cancel, hand over to another address."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from bookings.lifecycle import attendees, eligibility, limits, settling, steps, substitution
from bookings.lifecycle.attendees import Person
from bookings.lifecycle.refusals import NothingAdded, TooLate
from bookings.mail import notices
from bookings.mail.queue import queue
from bookings.models import Attendee, Booking, WaitingPlace
from bookings.models.booking import begun, to_come
from events import audit, capacity
from events.command import command
from events.models import Event, Session


@command
def book_place(
    *,
    event: Event,
    sessions: Sequence[Session],
    person: Person,
    form_uuid: uuid.UUID,
    at: datetime,
    caller_network: str = "",
) -> Attendee:
    """Book a person's place at each of these sessions, all of them or none.

    The same form sent twice returns the attendee of the first time. `caller_network` is the
    network address that the limiter counts. Raises AlreadyBooked, NotOpen, OutsideAudience,
    SchoolLimitReached, SessionCancelled, SessionFull, WrongChoice, TooManyBookings, TooManyMails.
    """
    event = capacity.lock_event(event.pk)
    sessions = capacity.lock_sessions(event, *(session.pk for session in sessions))
    sent_before, known = attendees.find_with_form(event, person.email, form_uuid)
    if sent_before is not None:
        if attendees.is_same_booking(sent_before, person, sessions):
            return sent_before
        form_uuid = uuid.uuid4()
    steps.check_choice(event, sessions, at)
    eligibility.check_audience(event, [person])
    steps.check_holds_no_place(known)
    steps.check_waits_for_nothing(known)
    eligibility.check_limit(event, [person])
    attendee = steps.make_attendee(event, person, known, form_uuid=form_uuid, booked_at=at, at=at)
    bookings = [steps.book(attendee, session, at=at) for session in sessions]
    audit.record("place_booked", attendee, at=at)
    queue(notices.booked(attendee, bookings, at=at), at=at)
    eligibility.tell_organisers(attendee, at=at)
    limits.count_booking(caller_network, at=at)
    settling.settle(event, at=at)
    return attendee


@command
def book_more(attendee: Attendee, *, sessions: Sequence[Session], at: datetime) -> list[Booking]:
    """Book further sessions for somebody who has booked, where any may be attended.

    Those that are held already stay as they are. Whoever holds none by now is looked at like
    anybody who books; where one is attended, whoever only waits books that one. Raises
    LinkReplaced, NothingAdded, OutsideAudience, SchoolLimitReached, TooManyMails.
    """
    attendee = steps.lock_attendee(attendee)
    held = set(Booking.objects.holding_a_place().of(attendee).values_list("session_id", flat=True))
    wanted = [session.pk for session in sessions if session.pk not in held]
    if not _may_book_more(attendee, held, wanted):
        raise NothingAdded
    locked = capacity.lock_sessions(attendee.event, *wanted)
    if any(session.is_full or not session.is_open_for_booking(at) for session in locked):
        raise NothingAdded
    if locked and not held:
        eligibility.check_audience(attendee.event, [attendee])
        eligibility.check_limit(attendee.event, [attendee])
    new = [steps.book(attendee, session, at=at) for session in locked]
    if new:
        audit.record("place_booked", attendee, at=at)
        queue(notices.booked(attendee, new, at=at), at=at)
        settling.settle(attendee.event, at=at)
    return new


def _may_book_more(attendee: Attendee, held: Collection[int], wanted: Sequence[int]) -> bool:
    if attendee.event.attendance != Event.Attendance.ONE:
        return attendee.event.attendance == Event.Attendance.ANY
    waits = WaitingPlace.objects.open().of(attendee).exists()
    return waits and not held and len(wanted) == 1


@command
def cancel_bookings(
    attendee: Attendee, *, at: datetime, only: Collection[str] | None = None
) -> list[Booking]:
    """Cancel an attendee's places, all or those of the bookings with these public ids.

    A course is cancelled as a whole. Cancelling again changes nothing and tells nobody.
    Raises LinkReplaced, and TooLate once all have started.
    """
    attendee = steps.lock_attendee(attendee)
    bookings = steps.lock_held(attendee)
    everything = only is None or attendee.event.attendance == Event.Attendance.ALL
    chosen = [booking for booking in bookings if everything or booking.public_id in (only or ())]
    still_to_come = to_come(chosen, at)
    if chosen and not still_to_come:
        raise TooLate(begun(bookings, at))
    if still_to_come:
        steps.cancel(still_to_come, at=at)
        queue(notices.cancelled(attendee, still_to_come, at=at), at=at)
        settling.settle(attendee.event, at=at)
    return still_to_come


@command
def replace_attendee(attendee: Attendee, person: Person, *, at: datetime) -> Attendee:
    """Hand an attendee's places to another address: a new link, and new invitations.

    The old address is sent a CANCEL for each place. Raises AlreadyBooked, LinkReplaced,
    OutsideAudience, SchoolLimitReached, TooLate, TooManyMails.
    """
    attendee = steps.lock_attendee(attendee)
    old = steps.lock_held(attendee)
    if not old or to_come(old, at) != old:
        raise TooLate(begun(old, at))
    person = replace(person, word_to_organiser=attendee.word_to_organiser)
    if person.is_of_another_school(attendee):
        eligibility.check_change(attendee, person)
    successor, told = substitution.correct_address(attendee, old, person, at=at)
    queue(told, at=at)
    if person.is_of_another_school(attendee):
        eligibility.tell_organisers(successor, at=at)
    settling.settle(attendee.event, at=at)
    return successor
