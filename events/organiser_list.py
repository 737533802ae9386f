"""What organisers see of their team's events: one row each, without a query per row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from events.cards import event_tags
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
        return f"{self.booked} of {self.capacity}" if self.capacity else str(self.booked)

    @property
    def percentage(self) -> int:
        return self.booked * 100 // self.capacity if self.capacity else 0


def rows(events: Iterable[Event], at: datetime) -> list[Row]:
    return [_row(event, at) for event in events]


def _row(event: Event, at: datetime) -> Row:
    held = [session for session in event.sessions.all() if not session.is_cancelled]
    limits = [session.capacity for session in held]
    return Row(
        event=event,
        tags=event_tags(event),
        when=_when(held, at),
        booked=sum(session.places_taken for session in held),
        capacity=None if None in limits else sum(limit or 0 for limit in limits),
    )


def _when(sessions: list[Session], at: datetime) -> str:
    """The next session, and how many there are besides."""
    in_order = sorted(sessions, key=lambda session: (session.sort_at, session.pk))
    coming = [session for session in in_order if not session.is_over(at)]
    if not coming:
        return "None to come"
    more = len(coming) - 1
    return format_session_when(coming[0]) + (f", and {more} more" if more else "")
