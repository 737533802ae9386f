"""An extra session for those who wait: offered to all of them first, then open for everybody."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from bookings.lifecycle import lists, settling, waiting_steps
from bookings.lifecycle.refusals import CourseIsBooked
from bookings.models import Booking, WaitingPlace
from events import amending, audit, capacity, dates, planning
from events.command import command, step
from events.lifecycle import NotPublished
from events.models import AuditEntry, Event, Organiser, Session
from events.plans import SessionPlan

State = WaitingPlace.State


@dataclass(frozen=True)
class Outcome:
    """How many of those who waited were offered a place, and what has become of it."""

    waiting: int
    offered: int
    accepted: int
    declined: int
    lapsed: int
    by_the_public: int


@command
def open_extra_session(
    event: Event,
    plan: SessionPlan,
    *,
    waiting_first_until: datetime,
    at: datetime,
    by: Organiser | None,
) -> Session:
    """Add a session to a published event, and offer it to everybody who waits, in their order.

    Until then nobody else can book it; never longer than until the last day before it begins.
    Opening the same again returns the first, and changes nothing. Raises CourseIsBooked, since a
    course has no session that one could attend instead, and NotPublished.
    """
    event = capacity.lock_event(event.pk)
    if event.attendance == Event.Attendance.ALL:
        raise CourseIsBooked
    if event.state != Event.State.PUBLISHED:
        raise NotPublished
    others = capacity.lock_all_sessions(event)
    before = _opened_before(event, plan)
    if before is not None:
        return before
    session = amending.add_session(event, others, plan, at=at, by=by)
    until = min(waiting_first_until, session.sort_at - lists.LAST_DAY)
    if until > at:
        capacity.keep_for_the_waiting(session, until, at=at)
    waiting_steps.add(_lines_of_each(event), session, at=at)
    audit.record("extra_session_opened", session, at=at, by=by)
    settling.settle(event, at=at)
    session.refresh_from_db()
    session.event = event
    return session


def opened_at(event: Event) -> list[Session]:
    """The extra sessions of an event, in the order of their times. Two queries."""
    sessions = {one.public_id: one for one in event.sessions.with_place().in_order()}
    entries = AuditEntry.objects.of("session", sessions).filter(action="extra_session_opened")
    extra = set(entries.values_list("object_id", flat=True))
    return [session for public_id, session in sessions.items() if public_id in extra]


@step
def open_by_the_last_day(sessions: Iterable[Session], *, at: datetime) -> None:
    """Let no locked session that may have been moved be for those who wait longer than that."""
    for session in sessions:
        last, until = session.sort_at - lists.LAST_DAY, session.waiting_first_until
        if until is not None and until > last:
            capacity.keep_for_the_waiting(session, last, at=at)


def who_waits(event: Event) -> int:
    """How many people an extra session would be offered to now."""
    return len(_lines_of_each(event))


def proposed_end(starts_at: datetime, at: datetime) -> datetime:
    """Until when its places could be for those who wait: as long as an offer stands."""
    end = dates.working_hours_after(at, settings.OFFER_WORKING_HOURS)
    return max(min(end, starts_at - lists.LAST_DAY), at)


def outcome(session: Session) -> Outcome:
    """What has come of an extra session by now."""
    lines = WaitingPlace.objects.for_session(session)
    states = Counter(lines.values_list("state", flat=True))
    accepted = lines.filter(state=State.ACCEPTED).values("attendee")
    booked = Booking.objects.holding_a_place().at_sessions([session.pk])
    return Outcome(
        waiting=states[State.WAITING],
        offered=states[State.OFFERED],
        accepted=states[State.ACCEPTED],
        declined=states[State.DECLINED],
        lapsed=states[State.LAPSED],
        by_the_public=booked.exclude(attendee__in=accepted).count(),
    )


def _opened_before(event: Event, plan: SessionPlan) -> Session | None:
    """One that says the same: the form was sent twice."""
    values = planning.session_values(plan, event)
    for session in opened_at(event):
        said = {name: getattr(session, name) for name in planning.SESSION_FIELDS}
        if not session.is_cancelled and said.items() <= values.items():
            return session
    return None


def _lines_of_each(event: Event) -> list[Sequence[WaitingPlace]]:
    """The open lines of everybody who waits, and not only has offers to answer."""
    lines: dict[int, list[WaitingPlace]] = defaultdict(list)
    for line in WaitingPlace.objects.open().of_event(event).select_related("attendee").in_order():
        lines[line.attendee_id].append(line)
    return [theirs for theirs in lines.values() if any(line.is_waiting for line in theirs)]
