"""What organisers change of an event that people have booked, and who is told of it.

Events changes what is announced, by its steps; here the change, the bookings that it ends or moves
and the messages about it are one transaction.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from bookings.lifecycle import extra_sessions, settling, steps, telling, waiting_steps
from bookings.lifecycle.refusals import AttendanceSettled, CourseIsBooked, NoRoom
from bookings.mail import notices
from bookings.mail.queue import queue
from bookings.models import Booking, WaitingPlace
from bookings.questions.changes import questions_for_some, withdraw_what_is_for_nobody
from events import amending, audit, capacity, lifecycle
from events.command import command
from events.differences import Differences
from events.meanwhile import Fingerprints
from events.models import Event, Organiser, Session
from events.plans import EventPlan


@command
def amend_event(
    event: Event,
    plan: EventPlan,
    *,
    seen: Fingerprints,
    tell: bool,
    at: datetime,
    by: Organiser | None,
) -> Differences:
    """Make an event what the plan says, and tell whoever has booked what that changes for them.

    Of another time, place or link they are told always, of another name if `tell`. The same plan
    again changes nothing and tells nobody. Raises lifecycle.Discarded, AttendanceSettled,
    CourseIsBooked and what amending.amend_event raises.
    """
    event = lifecycle.lock_existing(event)
    sessions = capacity.lock_all_sessions(event)
    for_some = questions_for_some(event) if event.is_draft else []
    different = amending.amend_event(event, sessions, plan, seen=seen, at=at, by=by)
    withdraw_what_is_for_nobody(for_some, at=at, by=by)
    _check_that_the_rule_stays(event, different)
    changes = different.worth_telling_of(at) if tell else different.to_tell_of(at)
    telling.tell_of_changes(event, sessions, changes, was_title=different.before.title, at=at)
    telling.tell_who_waits(event, changes, at=at)
    extra_sessions.open_by_the_last_day(sessions, at=at)
    settling.settle(event, at=at)
    return different


@command
def cancel_event(event: Event, *, reason: str, at: datetime, by: Organiser | None) -> Event:
    """Cancel a published event with its sessions to come, and tell whoever holds a place there.

    Cancelling again changes nothing and tells nobody. Raises lifecycle.NotPublished.
    """
    event = capacity.lock_event(event.pk)
    sessions = capacity.lock_all_sessions(event)
    cancelled = lifecycle.cancel_event(event, sessions, reason=reason, at=at, by=by)
    _cancel_bookings(_held(cancelled), reason=reason, at=at, by=by)
    waiting_steps.release_offers(event, cancelled, at=at)
    settling.settle(event, at=at)
    return event


@command
def cancel_session(
    session: Session,
    *,
    reason: str,
    at: datetime,
    by: Organiser | None,
    move_to: Session | None = None,
) -> Session:
    """Cancel one session; whoever holds a place is told, and moved to the other one if named.

    All are moved or none. Cancelling again, or what is over, changes nothing and tells nobody.
    Raises lifecycle.NotPublished, and NoRoom.
    """
    event = capacity.lock_event(session.event_id)
    pks = [session.pk, *([move_to.pk] if move_to else [])]
    locked = {one.pk: one for one in capacity.lock_sessions(event, *pks)}
    cancelled = locked[session.pk]
    if not lifecycle.cancel_session(cancelled, reason=reason, at=at, by=by):
        return cancelled
    held = _held([cancelled])
    if move_to is None:
        _cancel_bookings(held, reason=reason, at=at, by=by)
    elif held:
        _move_bookings(held, locked[move_to.pk], reason=reason, at=at, by=by)
    waiting_steps.release_offers(event, [cancelled], at=at)
    settling.settle(event, at=at)
    return cancelled


def _check_that_the_rule_stays(event: Event, different: Differences) -> None:
    """How many sessions one attends is what people have booked by, or wait by."""
    is_course = event.attendance == Event.Attendance.ALL
    if "attendance" not in different.changed and not (is_course and different.added):
        return
    has_bookings = Booking.objects.of_event(event).holding_a_place().exists()
    if has_bookings or WaitingPlace.objects.open().of_event(event).exists():
        raise AttendanceSettled if "attendance" in different.changed else CourseIsBooked


def _held(sessions: Sequence[Session]) -> list[Booking]:
    return telling.held_at({session.pk: session for session in sessions})


def _cancel_bookings(
    held: Sequence[Booking], *, reason: str, at: datetime, by: Organiser | None
) -> None:
    """Each person is told of all of theirs."""
    steps.cancel(held, at=at, by=by)
    told = []
    for attendee, bookings in groupby(held, key=lambda booking: booking.attendee):
        told += notices.session_cancelled(attendee, list(bookings), reason=reason, at=at)
    queue(told, at=at)


def _move_bookings(
    held: Sequence[Booking],
    other: Session,
    *,
    reason: str,
    at: datetime,
    by: Organiser | None,
) -> None:
    """Whoever has a place at the other session already keeps that one alone."""
    there = set(
        Booking.objects.holding_a_place()
        .at_sessions([other.pk])
        .values_list("attendee_id", flat=True)
    )
    to_move = [booking for booking in held if booking.attendee_id not in there]
    if other.is_cancelled or other.has_started(at) or other.closes_at is None:
        raise NoRoom(other, len(to_move))
    if other.places_left is not None and other.places_left < len(to_move):
        raise NoRoom(other, len(to_move))
    steps.cancel(held, at=at, by=by)
    moved = {new.attendee_id: new for new in steps.move(to_move, other, at=at)}
    audit.record("places_moved", other, at=at, by=by)
    told = []
    for old in held:
        new = moved.get(old.attendee_id)
        told += notices.moved(old.attendee, old, new, reason=reason, at=at)
    queue(told, at=at)
