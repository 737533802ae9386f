"""The waiting lists of a locked event: who is in each, what is free for them, until when."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings

from bookings.models import WaitingPlace
from events import capacity, dates
from events.command import step
from events.models import DATE_TO_BE_CONFIRMED, Event, Session

LAST_DAY = timedelta(hours=24)  # before the start: a place is whose who claims it first
Key = int | None  # primary key of the session; None for a course as a whole


@dataclass(frozen=True)
class WaitingList:
    """Of one session, or of all those that a course consists of; everything in it is locked.

    `lines` are those that are open, in their order.
    """

    event: Event
    key: Key
    sessions: list[Session]
    lines: list[WaitingPlace]

    @property
    def waiting(self) -> list[WaitingPlace]:
        return [line for line in self.lines if line.is_waiting]

    @property
    def offered(self) -> list[WaitingPlace]:
        return [line for line in self.lines if line.is_offered]

    @property
    def free(self) -> float:
        """How many could be given to those who wait: those that are kept to be claimed too."""
        free = [_free(session) for session in self.sessions]
        return min(free, default=0)

    @property
    def to_claim(self) -> int:
        return min((session.places_to_claim for session in self.sessions), default=0)

    @property
    def last_day_begins(self) -> datetime:
        """Where there is no date, it never does."""
        dated = [session.sort_at for session in self.sessions if session.closes_at]
        return min(dated, default=DATE_TO_BE_CONFIRMED) - LAST_DAY

    def is_closed(self, at: datetime) -> bool:
        """Whether nothing of it can be booked any more, by anybody."""
        return not self.sessions or any(_has_ended(session, at) for session in self.sessions)

    def gives(self, at: datetime) -> bool:
        """Whether places are given now: not of a session without a date, or booked elsewhere."""
        return (
            self.event.booking_by == Event.BookingBy.HERE
            and not self.is_closed(at)
            and all(session.closes_at for session in self.sessions)
        )

    def is_to_offer(self, at: datetime) -> bool:
        return self.gives(at) and not self.is_in_last_day(at)

    def is_to_claim(self, at: datetime) -> bool:
        return self.gives(at) and self.is_in_last_day(at)

    def is_in_last_day(self, at: datetime) -> bool:
        return self.last_day_begins <= at

    def no_offer_after(self) -> datetime:
        """What ends an offer, however long it might stand otherwise."""
        closing = [session.closes_at for session in self.sessions if session.closes_at]
        return min([self.last_day_begins, *closing])

    def offer_until(self, at: datetime) -> datetime:
        """Until when an offer that is made now stands."""
        usual = dates.working_hours_after(at, settings.OFFER_WORKING_HOURS)
        first = [one.waiting_first_until for one in self.sessions]
        return min(max([usual, *filter(None, first)]), self.no_offer_after())


@dataclass(frozen=True)
class WaitingLists:
    """All lists of a locked event in which somebody is, or which keep places to be claimed."""

    event: Event
    all: dict[Key, WaitingList] = field(default_factory=dict)

    @property
    def lines(self) -> list[WaitingPlace]:
        return [line for one in self.all.values() for line in one.lines]

    def of(self, line: WaitingPlace) -> WaitingList:
        return self.all[line.session_id]

    def find(self, public_id: str) -> WaitingPlace | None:
        return next((line for line in self.lines if line.public_id == public_id), None)

    def others(self, line: WaitingPlace) -> list[WaitingPlace]:
        """What else the same person waits for."""
        theirs = [one for one in self.lines if one.attendee_id == line.attendee_id]
        return [one for one in theirs if one.pk != line.pk]


@step
def lock(event: Event) -> WaitingLists:
    """The lists of a locked event, with all its sessions locked, as they are now."""
    sessions = capacity.lock_all_sessions(event)
    lines: dict[Key, list[WaitingPlace]] = defaultdict(list)
    for line in WaitingPlace.objects.open().of_event(event).with_people().in_order():
        line.event = line.attendee.event = event
        lines[line.session_id].append(line)
    return WaitingLists(event, dict(_lists(event, sessions, lines)))


def _lists(
    event: Event, sessions: Iterable[Session], lines: dict[Key, list[WaitingPlace]]
) -> Iterable[tuple[Key, WaitingList]]:
    if event.attendance == Event.Attendance.ALL:
        course = [session for session in sessions if not session.is_cancelled]
        yield None, WaitingList(event, None, course, lines[None])
        return
    for session in sessions:
        if lines[session.pk] or session.places_to_claim:
            yield session.pk, WaitingList(event, session.pk, [session], lines[session.pk])


def _free(session: Session) -> float:
    left = session.places_left
    return float("inf") if left is None else left + session.places_to_claim


def _has_ended(session: Session, at: datetime) -> bool:
    is_closed = session.closes_at is not None and session.closes_at <= at
    return session.is_cancelled or is_closed
