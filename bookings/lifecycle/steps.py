"""What the stories of bookings share: each a part of a command, over locked rows.

A story locks the event first and then its sessions. These steps decide and write by the locked
rows, never by those that were loaded before.
"""

import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db.models import F

from bookings.lifecycle import attendees, bookers, calendar_versions, waiting_steps
from bookings.lifecycle.attendees import Person
from bookings.lifecycle.refusals import (
    AlreadyBooked,
    AlreadyWaiting,
    LinkReplaced,
    NotOpen,
    SessionCancelled,
    SessionFull,
    TooLate,
    WrongChoice,
)
from bookings.models import Attendee, Booker, Booking, WaitingPlace
from bookings.models.booking import to_come
from events import audit, capacity, joining
from events.command import step
from events.models import Event, Organiser, Session
from events.refusal import Refusal

WhyNot = Callable[[Session, datetime], Refusal | None]


def why_closed(session: Session, at: datetime) -> Refusal | None:
    """Why a session cannot be booked now; None where it can, if it has a place left."""
    if session.is_cancelled:
        return SessionCancelled(session)
    if not session.is_open_for_booking(at):
        return NotOpen(session)
    return None


@step
def lock_attendee(attendee: Attendee) -> Attendee:
    """The attendee as they are now, with their event locked. Raises LinkReplaced."""
    event = capacity.lock_event(attendee.event_id)
    locked = Attendee.objects.select_related("school", "booker").get(pk=attendee.pk)
    if locked.is_replaced:
        raise LinkReplaced
    locked.event = event
    return locked


@step
def lock_held(attendee: Attendee) -> list[Booking]:
    """The places that a locked attendee holds, with their sessions locked."""
    return _lock_held(attendee)[0]


@step
def lock_held_and(attendee: Attendee, session: Session) -> tuple[list[Booking], Session | None]:
    """The same, with another session; None where it is of another event."""
    held, locked = _lock_held(attendee, session.pk)
    return held, locked.get(session.pk)


def _lock_held(attendee: Attendee, *more: int) -> tuple[list[Booking], dict[int, Session]]:
    held = Booking.objects.holding_a_place().of(attendee)
    pks = [*held.values_list("session_id", flat=True), *more]
    locked = {session.pk: session for session in capacity.lock_sessions(attendee.event, *pks)}
    bookings = list(held.order_by("session_id"))
    for booking in bookings:
        booking.attendee, booking.session = attendee, locked[booking.session_id]
    return bookings, locked


def why_over(session: Session, at: datetime) -> Refusal | None:
    """Why nobody can be given a place at a session any more, not even by its organisers."""
    if session.is_over(at):
        return TooLate()
    return SessionCancelled(session) if session.is_cancelled else None


@step
def check_choice(
    event: Event, sessions: Sequence[Session], at: datetime, *, why_not: WhyNot = why_closed
) -> None:
    """Raises WrongChoice, and what `why_not` finds: NotOpen, SessionCancelled."""
    if not sessions or not _is_choice_allowed(event, sessions):
        raise WrongChoice
    for session in sessions:
        refusal = why_not(session, at)
        if refusal is not None:
            raise refusal


def _is_choice_allowed(event: Event, sessions: Sequence[Session]) -> bool:
    if event.attendance == Event.Attendance.ONE:
        return len(sessions) == 1
    if event.attendance == Event.Attendance.ALL:
        return len(sessions) == event.sessions.not_cancelled().count()
    return True


@step
def check_holds_no_place(known: Attendee | None, *, typed: str = "") -> None:
    """Whoever has the address at the event, if anybody, has no place now. Raises AlreadyBooked.

    `typed` is the address as it was typed, where there are several.
    """
    if known is not None and known.bookings.holding_a_place().exists():
        raise AlreadyBooked(known, typed=typed)


@step
def check_waits_for_nothing(known: Attendee | None, *, typed: str = "") -> None:
    """The same of lines in lists, which whoever typed it would take over. Raises AlreadyWaiting."""
    if known is not None and WaitingPlace.objects.open().of(known).exists():
        raise AlreadyWaiting(known, typed=typed)


@step
def make_attendee(
    event: Event,
    person: Person,
    known: Attendee | None,
    *,
    form_uuid: uuid.UUID,
    booked_at: datetime,
    at: datetime,
    booker: Booker | None = None,
) -> Attendee:
    """A new attendee in place of the one who had this address; `booked_at` is the first time."""
    if known is not None:
        attendees.mark_replaced(known, Attendee.Replaced.BOOKED_AGAIN, at=at)
    attendee = attendees.make(event, person, form_uuid=form_uuid, at=booked_at, booker=booker)
    if known is not None:
        attendees.set_note(attendee, known.note)
        attendees.set_replaced_by(known, attendee)
        bookers.pass_on(known, attendee)
        waiting_steps.pass_on(known, attendee, at=at)
    return attendee


@step
def book(attendee: Attendee, session: Session, *, at: datetime) -> Booking:
    """One place at a locked session of a locked event. Raises SessionFull."""
    if session.is_full:
        raise SessionFull(session)
    capacity.take_places(session, at=at)
    return book_kept(attendee, session, at=at)


@step
def book_kept(attendee: Attendee, session: Session, *, at: datetime) -> Booking:
    """The same where the place was kept for them, so that it counts as taken already."""
    booking = _booked(attendee, session, at=at)
    booking.save(force_insert=True)
    calendar_versions.raise_for([attendee], at=at)
    return booking


@step
def give_back(booking: Booking, *, at: datetime) -> Booking:
    """A cancelled place of a locked attendee at a locked session, of whose end no diary knows.

    It is the same entry there as before. The session has a place left.
    """
    capacity.take_places(booking.session, at=at)
    Booking.objects.filter(pk=booking.pk).update(
        state=Booking.State.BOOKED,
        cancelled_at=None,
        cancel_reason="",
        sequence=F("sequence") + 1,
        partstat=Booking.Answer.NEEDS_ACTION,
    )
    booking.refresh_from_db(fields=["state", "cancelled_at", "sequence", "partstat"])
    calendar_versions.raise_for([booking.attendee], at=at)
    return booking


def _booked(attendee: Attendee, session: Session, *, at: datetime) -> Booking:
    return Booking(
        attendee=attendee,
        session=session,
        state=Booking.State.BOOKED,
        booked_at=at,
        exclusive=session.event.attendance == Event.Attendance.ONE,
    )


@step
def ask_anew(bookings: Sequence[Booking], *, at: datetime) -> None:
    """The time or place of these bookings' locked sessions is another: SEQUENCE goes up.

    What attendees have answered to the former one is forgotten. So is, where a session is now to
    come again, that they could not come, and that they had joined.
    """
    pks = [booking.pk for booking in bookings]
    answer = Booking.Answer.NEEDS_ACTION
    Booking.objects.filter(pk__in=pks).update(sequence=F("sequence") + 1, partstat=answer)
    for booking in bookings:
        booking.sequence += 1
        booking.partstat = answer
    _forget("absent_at", [one for one in to_come(bookings, at) if one.absent_at])
    early = [one for one in bookings if joining.is_too_early(one.session, at)]
    _forget("joined_at", [one for one in early if one.joined_at])
    calendar_versions.raise_for([booking.attendee for booking in bookings], at=at)


def _forget(name: str, bookings: Sequence[Booking]) -> None:
    if bookings:
        Booking.objects.filter(pk__in=[one.pk for one in bookings]).update(**{name: None})
    for booking in bookings:
        setattr(booking, name, None)


@step
def move(bookings: Sequence[Booking], session: Session, *, at: datetime) -> list[Booking]:
    """A place at a locked session for the attendee of each of these, which are cancelled already.

    The session has so many places left: the database forbids one more.
    """
    capacity.take_places(session, len(bookings), at=at)
    new = [_booked(booking.attendee, session, at=at) for booking in bookings]
    calendar_versions.raise_for([booking.attendee for booking in new], at=at)
    return Booking.objects.bulk_create(new)


@step
def cancel(
    bookings: Sequence[Booking],
    *,
    at: datetime,
    by: Organiser | None = None,
    reason: str = "",
    action: str = "booking_cancelled",
) -> None:
    """Cancel these places, of one attendee or of many, whose sessions are locked.

    `reason` is what an organiser tells one attendee; `action` what the audit calls it.
    """
    for session, number in Counter(booking.session for booking in bookings).items():
        capacity.release_places(session, number, at=at)
    pks = [booking.pk for booking in bookings]
    Booking.objects.filter(pk__in=pks).update(
        state=Booking.State.CANCELLED,
        cancelled_at=at,
        cancel_reason=reason,
        sequence=F("sequence") + 1,
    )
    for booking in bookings:
        booking.state, booking.cancelled_at = Booking.State.CANCELLED, at
        booking.sequence += 1
    of_whom = dict.fromkeys(booking.attendee for booking in bookings)
    calendar_versions.raise_for(of_whom, at=at)
    audit.record_all(action, of_whom, at=at, by=by, changed=["state"])
