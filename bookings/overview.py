"""The first page of an event's workspace: its state, its sessions, what to do about it."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse

from bookings import who_waits
from bookings.dashboard import needs
from bookings.dashboard.days import Days, by_day
from bookings.dashboard.needs import Reader, Sentence
from bookings.models import Booking
from events import publication_checks
from events.cards import Card, describe_place, event_tags
from events.models import Event, Session


@dataclass(frozen=True)
class Row:
    """One session with how full it is, and how many people are on its waiting list."""

    card: Card
    waiting: int

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
    """Of an event that was loaded for display, at one moment.

    `waiting` are the people on the waiting list of a course as a whole.
    """

    event: Event
    waiting: int
    rows: list[Row]
    attention: list[Sentence]
    next_step: Step
    by_day: Days | None

    @property
    def tags(self) -> list[dict[str, str]]:
        return event_tags(self.event)

    @property
    def places_heading(self) -> str:
        """What is offered to those who wait counts as taken too."""
        somebody_waits = self.waiting or any(row.waiting for row in self.rows)
        return "Booked or offered" if somebody_waits else "Booked"


def overview(event: Event, reader: Reader, at: datetime) -> Overview:
    sessions = sorted(event.sessions.all(), key=lambda session: (session.sort_at, session.pk))
    waiting = who_waits.numbers_of_lists(event)
    rows = [Row(Card.of(session, at), waiting.get(session.pk, 0)) for session in sessions]
    return Overview(
        event=event,
        waiting=waiting.get(None, 0),
        rows=rows,
        attention=_attention(event, reader, at),
        next_step=_next_step(event, rows),
        by_day=None if event.is_draft else by_day(Booking.objects.of_event(event), at),
    )


def _attention(event: Event, reader: Reader, at: datetime) -> list[Sentence]:
    """As the first page of organisers says it, and what is odd; nothing leads to this page."""
    if event.is_cancelled:
        return []
    unreached = needs.undelivered(Event.objects.filter(pk=event.pk), at)[event.pk]
    known = [reader.sentence(event, one) for one in needs.of_event(event, unreached, at)]
    checked = publication_checks.checks(event, event.sessions.all(), at)
    here = reverse("event_overview", args=[event.public_id])
    return [
        *(Sentence(text) for text in [*checked.stops, *checked.warnings]),
        *(replace(one, address="") if one.address == here else one for one in known),
    ]


def _next_step(event: Event, rows: list[Row]) -> Step:
    if event.is_draft:
        return PUBLISH
    is_over = rows and all(row.card.is_over or row.session.is_cancelled for row in rows)
    return WRAP_UP if is_over and not event.is_cancelled else WATCH
