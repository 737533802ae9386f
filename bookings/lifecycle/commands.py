"""Every change of a booking's state. Nothing else writes Booking.state."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from bookings.lifecycle import attendees, limits
from bookings.lifecycle.attendees import Person
from bookings.lifecycle.refusals import (
    AlreadyBooked,
    NothingAdded,
    NotOpen,
    SessionCancelled,
    TooLate,
    WrongChoice,
)
from bookings.mail import notices
from bookings.models import Attendee, Booking
from events import audit, capacity, throttle
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
    caller_address: str = "",
) -> Attendee:
    """Book a person's place at each of these sessions, all of them or none.

    The same form sent twice returns the attendee of the first time. `caller_address` is the
    network address that the limiter counts. Raises AlreadyBooked, NotOpen, SessionCancelled,
    WrongChoice, capacity.SessionFull and SentOften.
    """
    event = capacity.lock_event(event.pk)
    pks = [session.pk for session in sessions]
    sessions = capacity.lock_sessions_of(event, *pks)
    sent_before = attendees.booked_with_form(form_uuid)
    if sent_before is not None:
        if attendees.is_same_booking(sent_before, person, sessions):
            return sent_before
        form_uuid = uuid.uuid4()
    _check_choice(event, sessions, at)
    known = _check_not_booked(event, person.email)
    attendee = _make_attendee(event, person, known, form_uuid, at, at=at)
    bookings = [_book(attendee, session, at=at) for session in sessions]
    audit.record("place_booked", attendee, at=at)
    notices.tell_booked(attendee, bookings, at=at)
    throttle.count(limits.BOOKINGS_FROM, caller_address, at=at)
    return attendee


@command
def book_more(attendee: Attendee, *, sessions: Sequence[Session], at: datetime) -> list[Booking]:
    """Book further sessions for somebody who has booked, where any may be attended.

    Those that are held already stay as they are. Raises NothingAdded.
    """
    event = capacity.lock_event(attendee.event_id)
    attendee.refresh_from_db(fields=["replaced_at"])
    if event.attendance != Event.Attendance.ANY or attendee.is_replaced:
        raise NothingAdded
    held = set(Booking.objects.holding_a_place().of(attendee).values_list("session_id", flat=True))
    wanted = [session.pk for session in sessions if session.pk not in held]
    locked = capacity.lock_sessions_of(event, *wanted)
    if any(session.is_full or not session.is_open_for_booking(at) for session in locked):
        raise NothingAdded
    new = [_book(attendee, session, at=at) for session in locked]
    if new:
        audit.record("place_booked", attendee, at=at)
        notices.tell_booked(attendee, new, at=at)
    return new


@command
def cancel_bookings(
    attendee: Attendee, *, at: datetime, only: Collection[str] | None = None
) -> list[Booking]:
    """Cancel an attendee's places, all or those of the bookings with these public ids.

    A course is cancelled as a whole.
    Cancelling again changes nothing and tells nobody. Raises TooLate once all have started.
    """
    bookings = _lock_held(attendee)
    everything = only is None or attendee.event.attendance == Event.Attendance.ALL
    chosen = [booking for booking in bookings if everything or booking.public_id in (only or ())]
    still_to_come = [booking for booking in chosen if not booking.session.has_started(at)]
    if chosen and not still_to_come:
        raise TooLate
    if still_to_come:
        _cancel(attendee, still_to_come, at=at)
        notices.tell_cancelled(attendee, still_to_come, at=at)
    return still_to_come


@command
def replace_attendee(attendee: Attendee, person: Person, *, at: datetime) -> Attendee:
    """Hand an attendee's places to another address: a new link, and new invitations.

    The old address is sent a CANCEL for each place. Raises AlreadyBooked, TooLate and
    limits.SentOften.
    """
    event = capacity.lock_event(attendee.event_id)
    old = _lock_held(attendee)
    if not old or any(booking.session.has_started(at) for booking in old):
        raise TooLate
    known = _check_not_booked(event, person.email)
    limits.check_mails(limits.CORRECTED, f"{event.pk}:{attendee.created_at}", at=at)
    sessions = [booking.session for booking in old]
    _cancel(attendee, old, at=at)
    notices.tell_moved(attendee, old, at=at)
    successor = _make_attendee(event, person, known, uuid.uuid4(), attendee.created_at, at=at)
    attendees.mark_replaced(attendee, at=at)
    attendees.set_replaced_by(attendee, successor)
    new = [_book(successor, session, at=at) for session in sessions]
    audit.record("attendee_replaced", attendee, at=at)
    notices.tell_booked(successor, new, at=at)
    return successor


def check_open(session: Session, at: datetime) -> None:
    """Return if booking for a session is open. Raises NotOpen, SessionCancelled."""
    if session.is_cancelled:
        raise SessionCancelled(session)
    if not session.is_open_for_booking(at):
        raise NotOpen(session)


def _check_choice(event: Event, sessions: Sequence[Session], at: datetime) -> None:
    if not sessions or not _is_choice_allowed(event, sessions):
        raise WrongChoice
    for session in sessions:
        check_open(session, at)


def _is_choice_allowed(event: Event, sessions: Sequence[Session]) -> bool:
    if event.attendance == Event.Attendance.ONE:
        return len(sessions) == 1
    if event.attendance == Event.Attendance.ALL:
        return len(sessions) == event.sessions.not_cancelled().count()
    return True


def _check_not_booked(event: Event, email: str) -> Attendee | None:
    """Who had this address at the event and holds no place any more, if anybody."""
    known = attendees.find(event, email)
    if known is not None and known.bookings.holding_a_place().exists():
        raise AlreadyBooked(known)
    return known


def _make_attendee(
    event: Event,
    person: Person,
    known: Attendee | None,
    form_uuid: uuid.UUID,
    created_at: datetime,
    *,
    at: datetime,
) -> Attendee:
    if known is not None:
        limits.check_mails(limits.BOOKED_AGAIN, known.email_key, at=at)
        attendees.mark_replaced(known, at=at)
    attendee = attendees.make(event, person, form_uuid=form_uuid, at=created_at)
    if known is not None:
        attendees.set_replaced_by(known, attendee)
    return attendee


def _book(attendee: Attendee, session: Session, *, at: datetime) -> Booking:
    capacity.take_place(session, at=at)
    return Booking.objects.create(
        attendee=attendee,
        session=session,
        state=Booking.State.BOOKED,
        booked_at=at,
        exclusive=attendee.event.attendance == Event.Attendance.ONE,
    )


def _lock_held(attendee: Attendee) -> list[Booking]:
    """The places that an attendee holds, with their sessions locked."""
    held = Booking.objects.holding_a_place().of(attendee)
    locked = {
        session.pk: session
        for session in capacity.lock_sessions(*held.values_list("session_id", flat=True))
    }
    bookings = list(held.filter(session_id__in=locked).order_by("session_id"))
    for booking in bookings:
        booking.session = locked[booking.session_id]
    return bookings


def _cancel(attendee: Attendee, bookings: Sequence[Booking], *, at: datetime) -> None:
    for booking in bookings:
        capacity.release_place(booking.session, at=at)
        booking.state, booking.cancelled_at = Booking.State.CANCELLED, at
        booking.sequence += 1
        booking.save(update_fields=["state", "cancelled_at", "sequence"])
    audit.record("booking_cancelled", attendee, at=at, changed=["state"])
