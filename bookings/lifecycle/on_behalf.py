"""What organisers do for somebody: book, move, cancel, undo, correct; told to them, or not.

Organisers are held neither to when booking closes nor to the limits of strangers. What stands in
the way of an ordinary booking is refused once, and done by an organiser who knows it.
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bookings.lifecycle import (
    attendees,
    details,
    eligibility,
    settling,
    steps,
    substitution,
    taking_back,
    waiting_steps,
)
from bookings.lifecycle.attendees import Person
from bookings.lifecycle.refusals import (
    AlreadyBooked,
    NotMoved,
    OutsideAudience,
    SessionsFull,
    TooLate,
    WrongChoice,
)
from bookings.mail import notices
from bookings.mail.queue import Notice, queue
from bookings.models import Attendee, Booking
from bookings.models.booking import begun, to_come
from events import audit, capacity
from events.command import command, step
from events.email_addresses import email_key
from events.models import Event, Organiser, Session


class Known(StrEnum):
    """What an organiser was told of, and wants all the same."""

    FULL = "full"
    LIMIT = "limit"
    OUTSIDE = "outside"


@dataclass(frozen=True)
class Act:
    """Who does it and when; whether the attendee is told, and what is done knowingly."""

    by: Organiser
    at: datetime
    tells: bool = True
    knowing: Collection[str] = ()


@command
def book_on_behalf(
    *, event: Event, sessions: Sequence[Session], person: Person, form_uuid: uuid.UUID, act: Act
) -> Attendee:
    """Book a person's place at each of these sessions, all of them or none.

    Where any session may be attended, whoever has a place gets the further ones, and what was not
    known of them is added. Of a course those sessions are booked that are not over. The same form
    sent twice returns the attendee of the first time. Raises AlreadyBooked, OutsideAudience,
    SchoolLimitReached, SessionCancelled, SessionsFull, TooLate, WrongChoice.
    """
    event = capacity.lock_event(event.pk)
    sessions = capacity.lock_sessions(event, *(session.pk for session in sessions))
    sent_before, known = attendees.find_with_form(event, person.email, form_uuid)
    if sent_before is not None:
        is_same = attendees.is_same_booking(sent_before, person, sessions)
        if is_same and sent_before.event_id == event.pk:
            return sent_before
        form_uuid = uuid.uuid4()
    _check_choice(event, sessions, act)
    held = _held_sessions(known)
    new = [session for session in sessions if session.pk not in held]
    if known is None or not held:
        _check_school(event, person, act)
        at = act.at
        known = steps.make_attendee(event, person, known, form_uuid=form_uuid, booked_at=at, at=at)
    elif event.attendance != Event.Attendance.ANY or not new:
        raise AlreadyBooked(known)
    else:
        details.write(known, _with_what_was_empty(known, person), at=act.at, by=act.by)
    known.event = event
    _book(known, new, act)
    return known


@command
def move_on_behalf(attendee: Attendee, *, booking: str, to: Session, act: Act) -> Attendee:
    """Exchange the place of the booking with this public id for one at another session.

    Moving there again changes nothing. Raises LinkReplaced, NotMoved, SessionsFull and TooLate.
    """
    attendee = steps.lock_attendee(attendee)
    held, target = steps.lock_held_and(attendee, to)
    old = next((one for one in held if one.public_id == booking), None)
    is_there = any(one.session_id == to.pk for one in held)
    if old is None and is_there:
        return attendee
    if old is None or not old.can_be_changed(act.at):
        raise TooLate(begun(held, act.at))
    if target is None or is_there or attendee.event.attendance == Event.Attendance.ALL:
        raise NotMoved(to)
    if steps.why_over(target, act.at) is not None:
        raise NotMoved(target)
    _make_room(attendee, [target], act)
    steps.cancel([old], at=act.at, by=act.by)
    new = taking_back.take(attendee, target, at=act.at)
    audit.record("booking_moved", attendee, at=act.at, by=act.by)
    _tell(notices.booking_moved(attendee, old, new, at=act.at), act)
    settling.settle(attendee.event, at=act.at)
    return attendee


@command
def cancel_on_behalf(
    attendee: Attendee, *, only: Collection[str], reason: str, act: Act
) -> Attendee:
    """Cancel those places of an attendee that have these public ids; a course as a whole.

    Raises LinkReplaced, and TooLate once all have started or are cancelled.
    """
    attendee = steps.lock_attendee(attendee)
    held = steps.lock_held(attendee)
    is_course = attendee.event.attendance == Event.Attendance.ALL
    chosen = [booking for booking in held if is_course or booking.public_id in only]
    still_to_come = to_come(chosen, act.at)
    if not still_to_come:
        raise TooLate(begun(held, act.at))
    steps.cancel(still_to_come, at=act.at, by=act.by, reason=reason)
    _tell(notices.cancelled(attendee, still_to_come, reason=reason, at=act.at), act)
    settling.settle(attendee.event, at=act.at)
    return attendee


@command
def undo_cancellation(attendee: Attendee, *, booking: str, act: Act) -> Attendee:
    """Give back the place of the cancelled booking with this public id; a course as a whole.

    Its entry in the diary is another one, unless that was not told of the end. Giving it back
    again changes nothing. Raises LinkReplaced, OutsideAudience, SchoolLimitReached,
    SessionCancelled, SessionsFull, TooLate, and WrongChoice where another place is held instead.
    """
    attendee = steps.lock_attendee(attendee)
    cancelled = Booking.objects.of(attendee).filter(public_id=booking).first()
    wanted = _sessions_of(cancelled, attendee.event)
    held = _held_sessions(attendee)
    sessions = capacity.lock_sessions(attendee.event, *wanted)
    if held.issuperset(wanted):
        return attendee
    if held and attendee.event.attendance == Event.Attendance.ONE:
        raise WrongChoice
    lost = [session for session in sessions if session.pk not in held]
    if attendee.event.attendance == Event.Attendance.ALL:
        lost = [session for session in lost if not session.is_over(act.at)]
    refusals = [steps.why_over(session, act.at) for session in lost] or [TooLate()]
    refusal = next(filter(None, refusals), None)
    if refusal is not None:
        raise refusal
    if not held:
        _check_school(attendee.event, attendee, act)
    _book(attendee, lost, act)
    return attendee


@command
def correct_on_behalf(attendee: Attendee, person: Person, *, act: Act) -> Attendee:
    """Change an attendee's details; another mailbox makes another attendee, with a new link.

    Raises AlreadyBooked, LinkReplaced, OutsideAudience, SchoolLimitReached, and TooLate for
    another mailbox once a session has started.
    """
    attendee = steps.lock_attendee(attendee)
    person = replace(person, word_to_organiser=attendee.word_to_organiser)
    if person.is_of_another_school(attendee):
        _check_school(attendee.event, person, act, besides=attendee)
    if email_key(person.email) == attendee.email_key:
        details.write(attendee, person, at=act.at, by=act.by)
        settling.settle(attendee.event, at=act.at)
        return attendee
    held = steps.lock_held(attendee)
    if not held or to_come(held, act.at) != held:
        raise TooLate(begun(held, act.at))
    successor, told = substitution.correct_address(attendee, held, person, at=act.at, by=act.by)
    _tell(told, act)
    settling.settle(attendee.event, at=act.at)
    return successor


@command
def note_attendee(attendee: Attendee, note: str, *, by: Organiser, at: datetime) -> None:
    """Write what organisers tell each other about an attendee, whom nobody shows it to."""
    before = Attendee.objects.select_for_update(no_key=True).get(pk=attendee.pk)
    if before.note != note:
        attendees.set_note(before, note)
        audit.record("attendee_noted", before, at=at, by=by)


def _book(attendee: Attendee, sessions: Sequence[Session], act: Act) -> None:
    _make_room(attendee, sessions, act)
    new = [taking_back.take(attendee, session, at=act.at) for session in sessions]
    audit.record("place_booked", attendee, at=act.at, by=act.by)
    _tell(notices.booked(attendee, new, at=act.at), act)
    settling.settle(attendee.event, at=act.at)


@step
def _make_room(attendee: Attendee, sessions: Sequence[Session], act: Act) -> None:
    """What is offered to them is theirs.

    Raises SessionsFull, unless the organiser knows it and wants a place more at each.
    """
    waiting_steps.use_offers(attendee, sessions, at=act.at)
    full = [session for session in sessions if session.is_full]
    if full and Known.FULL not in act.knowing:
        raise SessionsFull(full)
    for session in full:
        capacity.add_place(session, at=act.at, by=act.by)


def _check_choice(event: Event, sessions: Sequence[Session], act: Act) -> None:
    """Raises WrongChoice, SessionCancelled, TooLate; of a course all that is to come is chosen."""
    if event.attendance != Event.Attendance.ALL:
        steps.check_choice(event, sessions, act.at, why_not=steps.why_over)
        return
    offered = event.sessions.not_cancelled()
    coming = {session.pk for session in offered if not session.is_over(act.at)}
    if not coming or {session.pk for session in sessions} != coming:
        raise WrongChoice


def _with_what_was_empty(known: Attendee, person: Person) -> Person:
    """The attendee as they are, with what the person says where nothing was known."""
    names = ("role", "access_needs", "dietary_needs")
    return replace(
        person,
        full_name=known.full_name,
        email=known.email,
        school=known.school,
        typed_school=known.typed_school,
        word_to_organiser=known.word_to_organiser,
        answers={**person.answers, **known.answers},
        **{name: getattr(known, name) or getattr(person, name) for name in names},
    )


def _check_school(
    event: Event, whose: Person | Attendee, act: Act, *, besides: Attendee | None = None
) -> None:
    """Raises OutsideAudience and SchoolLimitReached, each unless the organiser knows it."""
    was_outside = besides is not None and eligibility.is_outside(event, besides)
    if (
        Known.OUTSIDE not in act.knowing
        and not was_outside
        and eligibility.is_outside(event, whose)
    ):
        raise OutsideAudience(is_asked=False)
    if Known.LIMIT not in act.knowing:
        eligibility.check_limit(event, [whose], besides=besides)


def _held_sessions(attendee: Attendee | None) -> set[int]:
    if attendee is None:
        return set()
    held = Booking.objects.holding_a_place().of(attendee)
    return set(held.values_list("session_id", flat=True))


def _sessions_of(cancelled: Booking | None, event: Event) -> set[int]:
    if cancelled is None:
        return set()
    if event.attendance == Event.Attendance.ALL:
        return set(event.sessions.not_cancelled().values_list("pk", flat=True))
    return {cancelled.session_id}


def _tell(told: Sequence[Notice], act: Act) -> None:
    if act.tells:
        queue(notices.by_organisers(told), at=act.at)
