"""The first page of an event's workspace: its state, its sessions, what to do about it."""

from dataclasses import dataclass
from datetime import datetime

from bookings.models import Booking
from events import publication_checks
from events.cards import Card, describe_place, event_tags
from events.counting import count
from events.models import Event, Session


@dataclass(frozen=True)
class Row:
    """One session with how full it is."""

    card: Card

    @property
    def session(self) -> Session:
        return self.card.session

    @property
    def name(self) -> str:
        return describe_place(self.session)

    @property
    def places(self) -> str:
        taken, capacity = self.session.places_taken, self.session.capacity
        return f"{taken:,}" if capacity is None else f"{taken:,} of {capacity:,}"

    @property
    def percentage(self) -> int:
        return self.session.places_taken * 100 // (self.session.capacity or 1)

    @property
    def can_be_cancelled(self) -> bool:
        return not (self.card.is_over or self.session.is_cancelled)


@dataclass(frozen=True)
class Step:
    """What an organiser most likely does next: the words on the button, and the page's name."""

    text: str
    page: str


PUBLISH = Step("Check and publish", "preview_event")
WATCH = Step("See who is coming", "event_bookings")
WRAP_UP = Step("Add slides or other documents", "event_documents")


@dataclass(frozen=True)
class Overview:
    """Of an event that was loaded for display, at one moment."""

    event: Event
    rows: list[Row]
    attention: list[str]
    next_step: Step

    @property
    def tags(self) -> list[dict[str, str]]:
        return event_tags(self.event)


def overview(event: Event, at: datetime) -> Overview:
    sessions = sorted(event.sessions.all(), key=lambda session: (session.sort_at, session.pk))
    rows = [Row(Card.of(session, at)) for session in sessions]
    return Overview(event, rows, _attention(event, sessions, at), _next_step(event, rows))


def _attention(event: Event, sessions: list[Session], at: datetime) -> list[str]:
    if event.is_cancelled:
        return []
    found = publication_checks.checks(event, sessions, at)
    undelivered = Booking.objects.of_event(event).undelivered().count()
    people = count(undelivered, "person", "people")
    bounced = [f"An email to {people} could not be delivered. See their bookings."]
    return [*found.stops, *found.warnings, *(bounced if undelivered else [])]


def _next_step(event: Event, rows: list[Row]) -> Step:
    if event.is_draft:
        return PUBLISH
    is_over = rows and all(row.card.is_over or row.session.is_cancelled for row in rows)
    return WRAP_UP if is_over and not event.is_cancelled else WATCH
