"""What people do about waiting lists themselves: join them, wait for more, leave them."""

import uuid
from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from bookings.lifecycle import (
    attendees,
    eligibility,
    limits,
    lists,
    settling,
    steps,
    waiting_steps,
)
from bookings.lifecycle.attendees import Person
from bookings.lifecycle.refusals import (
    NothingToWaitFor,
    NotOpen,
    PlaceIsFree,
    SessionCancelled,
    WrongChoice,
)
from bookings.mail import waiting_notices
from bookings.mail.queue import Notice, queue
from bookings.models import Attendee, Booking, WaitingPlace
from events import capacity
from events.command import command, step
from events.email_addresses import email_key
from events.models import Event, Session
from events.refusal import Refusal


@command
def join_waiting_list(
    *,
    event: Event,
    sessions: Sequence[Session],
    person: Person,
    form_uuid: uuid.UUID,
    at: datetime,
    caller_network: str = "",
) -> Attendee:
    """Put somebody without a place at the end of the lists of these sessions, in this order.

    They would rather have the first. A course is waited for as a whole. The same form sent twice
    returns the attendee of the first time. Raises AlreadyBooked, AlreadyWaiting, NotOpen,
    OutsideAudience, PlaceIsFree, SessionCancelled, TooManyBookings, TooManyMails, WrongChoice.
    """
    event = capacity.lock_event(event.pk)
    wanted = _locked(event, sessions)
    sent_before, known = attendees.find_with_form(event, person.email, form_uuid)
    if sent_before is not None:
        if _is_same_line(sent_before, event, person, wanted):
            return sent_before
        form_uuid = uuid.uuid4()
    _check_choice(event, wanted, at)
    eligibility.check_audience(event, [person])
    steps.check_holds_no_place(known)
    steps.check_waits_for_nothing(known)
    attendee = steps.make_attendee(event, person, known, form_uuid=form_uuid, booked_at=at, at=at)
    _join(attendee, wanted, at=at)
    limits.count_booking(caller_network, at=at)
    return attendee


@command
def wait_for_more(
    attendee: Attendee, *, sessions: Sequence[Session], at: datetime
) -> list[WaitingPlace]:
    """Let somebody who has a link wait for these sessions too, after what they chose before.

    Whoever has a place where one session is attended waits for one that they would rather have.
    Those that they wait for already stay as they are. Raises LinkReplaced, NothingToWaitFor,
    PlaceIsFree, TooManyMails, WrongChoice.
    """
    attendee = steps.lock_attendee(attendee)
    event = attendee.event
    wanted = _locked(event, sessions)
    if not _is_choice_allowed(event, wanted):
        raise WrongChoice
    held = set(Booking.objects.holding_a_place().of(attendee).values_list("session_id", flat=True))
    lines = set(WaitingPlace.objects.open().of(attendee).values_list("session_id", flat=True))
    if None in lines:
        return []
    new = [session for session in wanted if session.pk not in held | lines]
    if any(_why_not(session, at) for session in new) or not (new or lines):
        raise NothingToWaitFor
    _check_full(event, new, at)
    return _join(attendee, new, at=at) if new else []


@command
def leave_waiting_list(
    attendee: Attendee, *, at: datetime, only: Collection[str] | None = None
) -> list[WaitingPlace]:
    """Take somebody out of all lists, or of those of the lines with these public ids.

    What was offered to them is offered to the next. Leaving again changes nothing and tells
    nobody. Raises LinkReplaced.
    """
    attendee = steps.lock_attendee(attendee)
    found = lists.lock(attendee.event)
    theirs = [line for line in found.lines if line.attendee_id == attendee.pk]
    leaving = [line for line in theirs if only is None or line.public_id in only]
    if leaving:
        waiting_steps.end_all(found, leaving, WaitingPlace.State.LEFT, at=at)
        told = [waiting_notices.left(one, found.of(one).sessions, at=at) for one in leaving]
        queue(told, at=at)
        settling.settle_lists(attendee.event, at=at)
    return leaving


@step
def wait_after_all(attendee: Attendee, session: Session, *, at: datetime) -> bool:
    """Let somebody wait for a locked session that is full, who has accepted it after declining it.

    False where they wait for it already, or nobody can.
    """
    lines = WaitingPlace.objects.open().of(attendee)
    if _why_not(session, at) or lines.for_session(session).exists():
        return False
    _join(attendee, [session], told=waiting_notices.joined_after_all, at=at)
    return True


@step
def _join(
    attendee: Attendee,
    sessions: Sequence[Session],
    *,
    told: Callable[..., Notice] = waiting_notices.joined,
    at: datetime,
) -> list[WaitingPlace]:
    """And be offered at once what nobody before them can have."""
    is_course = attendee.event.attendance == Event.Attendance.ALL
    lines = waiting_steps.join(attendee, [None] if is_course else sessions, at=at)
    queue([told(lines[0], sessions, _positions(lines), at=at)], at=at)
    settling.settle_lists(attendee.event, at=at)
    return lines


def _positions(lines: Sequence[WaitingPlace]) -> list[int]:
    """How many come before them in each list, and they themselves; only where that is told."""
    if not lines[0].event.shows_waiting_position:
        return []
    counted = WaitingPlace.objects.named([line.public_id for line in lines]).with_position()
    return list(counted.order_by("preference", "pk").values_list("position", flat=True))


def _locked(event: Event, sessions: Sequence[Session]) -> list[Session]:
    """In the order in which they were chosen."""
    locked = {one.pk: one for one in capacity.lock_sessions(event, *(one.pk for one in sessions))}
    return [locked[pk] for pk in dict.fromkeys(one.pk for one in sessions) if pk in locked]


def _is_same_line(
    attendee: Attendee, event: Event, person: Person, sessions: Sequence[Session]
) -> bool:
    """Whether it is this person that has joined, just these lists."""
    if (attendee.event_id, attendee.email_key) != (event.pk, email_key(person.email)):
        return False
    joined = {line.session_id for line in attendee.waiting_places.all()}
    return joined in ({None}, {session.pk for session in sessions})


def _check_choice(event: Event, sessions: Sequence[Session], at: datetime) -> None:
    if not _is_choice_allowed(event, sessions):
        raise WrongChoice
    refusal = next(filter(None, (_why_not(session, at) for session in sessions)), None)
    if refusal is not None:
        raise refusal
    _check_full(event, sessions, at)


def _is_choice_allowed(event: Event, sessions: Sequence[Session]) -> bool:
    """One or several of the sessions; all of a course."""
    if event.attendance != Event.Attendance.ALL:
        return bool(sessions)
    return bool(sessions) and len(sessions) == event.sessions.not_cancelled().count()


def _why_not(session: Session, at: datetime) -> Refusal | None:
    """Why nobody can wait for a session now; of what is offered to others first, if it has room."""
    if session.is_cancelled:
        return SessionCancelled(session)
    is_kept_back = session.is_for_the_waiting(at) and not session.is_full
    return None if session.can_be_waited_for(at) and not is_kept_back else NotOpen(session)


def _check_full(event: Event, sessions: Sequence[Session], at: datetime) -> None:
    """A course is full if one of its sessions is."""
    free = [session for session in sessions if not session.is_full]
    is_course = event.attendance == Event.Attendance.ALL
    if len(free) == len(sessions) if is_course else free:
        raise PlaceIsFree(free[0])
