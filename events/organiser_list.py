"""What organisers see of their team's events: one row each, without a query per row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from events.attention import is_nearly_full
from events.cards import FEW, FULL, event_tags
from events.dates import format_session_when
from events.models import Event, Session


@dataclass(frozen=True)
class Row:
    """One event in the organisers' list."""

    event: Event
    tags: list[dict[str, str]]
    when: str
    booked: int
    capacity: int | None

    @property
    def places(self) -> str:
        of = f" of {self.capacity:,}" if self.capacity else ""
        return f"{self.booked:,}{of}"

    @property
    def percentage(self) -> int:
        return self.booked * 100 // self.capacity if self.capacity else 0


def rows(events: Iterable[Event], at: datetime) -> list[Row]:
    return [_row(event, at) for event in events]


def _tags(event: Event, booked: int, capacity: int | None, at: datetime) -> list[dict[str, str]]:
    """Its state; or how full it is, while that matters."""
    is_filling = event.state == Event.State.PUBLISHED and capacity is not None
    is_over = all(session.is_over(at) for session in event.sessions.all())
    if not is_filling or is_over or event.booking_by != Event.BookingBy.HERE:
        return event_tags(event)
    if booked == capacity:
        return [FULL]
    return [FEW] if is_nearly_full(booked, capacity or 0) else []


def _row(event: Event, at: datetime) -> Row:
    held = [session for session in event.sessions.all() if not session.is_cancelled]
    limits = [session.capacity for session in held]
    booked = sum(session.places_taken for session in held)
    capacity = None if None in limits else sum(limit or 0 for limit in limits)
    tags = _tags(event, booked, capacity, at)
    return Row(event=event, tags=tags, when=_when(held, at), booked=booked, capacity=capacity)


def _when(sessions: list[Session], at: datetime) -> str:
    """The next session, and how many there are besides; the last, where all are over."""
    in_order = sorted(sessions, key=lambda session: (session.sort_at, session.pk))
    coming = [session for session in in_order if not session.is_over(at)]
    if not coming:
        return format_session_when(in_order[-1]) if in_order else "None to come"
    more = len(coming) - 1
    return format_session_when(coming[0]) + (f", and {more} more" if more else "")
