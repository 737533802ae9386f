"""Which of their events organisers are shown, in which order, page by page, and what needs them."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.core.paginator import Page, Paginator
from django.db.models import TextChoices

from bookings import who_waits
from bookings.dashboard import days, needs
from bookings.dashboard.days import Days
from bookings.dashboard.needs import Reader, Sentence
from bookings.models import Booking
from events import organiser_list
from events.models import Event
from events.models.event import EventQuerySet
from events.organiser_list import Row

EVENTS_ON_A_PAGE = 25
FIRST_FEW = 10


class Show(TextChoices):
    COMING = "coming", "Coming up, and drafts"
    ATTENTION = "attention", "Coming up, and need attention"
    PAST = "past", "Past"
    DRAFTS = "drafts", "Drafts"
    CANCELLED = "cancelled", "Cancelled"


@dataclass(frozen=True)
class Wanted:
    """What an organiser looks for; `words` are folded as titles are."""

    show: str = Show.COMING
    words: tuple[str, ...] = ()

    @property
    def is_everything(self) -> bool:
        return self == Wanted()


@dataclass(frozen=True)
class Line:
    """One event, how many people wait at it, and what needs attention about it."""

    row: Row
    attention: list[Sentence]
    waiting: int

    @property
    def event(self) -> Event:
        return self.row.event


@dataclass(frozen=True)
class Dashboard:
    """One page of the list; before the first of all that is to come, what needs attention.

    `more` are the events that need it and have no room there, `by_day` what was booked and
    cancelled of them.
    """

    page: Page[int]
    lines: list[Line]
    urgent: list[Line]
    more: int
    by_day: Days | None


def dashboard(
    events: EventQuerySet, reader: Reader, wanted: Wanted, number: str | None, at: datetime
) -> Dashboard:
    """Only the keys of all events are read, and the rows of those that are shown."""
    unreached = needs.undelivered(events, at)
    needing = needs.keys_of_events(events, at) | unreached.keys()
    found = _keys(events, wanted, needing, at)
    page: Page[int] = Paginator(found, EVENTS_ON_A_PAGE).get_page(number)
    is_first = wanted.is_everything and page.number == 1
    urgent = [key for key in found if key in needing] if is_first else []
    shown = [*urgent[:FIRST_FEW], *page]
    waiting = who_waits.numbers_of_people(shown)
    lines = {
        event.pk: _line(event, reader, unreached[event.pk], waiting.get(event.pk, 0), at)
        for event in events.with_sessions_and_documents().filter(pk__in=shown)
    }
    return Dashboard(
        page=page,
        lines=[lines[key] for key in page],
        urgent=[lines[key] for key in urgent[:FIRST_FEW]],
        more=len(urgent[FIRST_FEW:]),
        by_day=_by_day(reader, at) if is_first else None,
    )


def _by_day(reader: Reader, at: datetime) -> Days:
    """Of what is to come."""
    opened = Event.objects.announced().filter(team__in=reader.opens)
    return days.by_day(Booking.objects.coming(at).of_events(opened), at)


def _line(event: Event, reader: Reader, unreached: int, waiting: int, at: datetime) -> Line:
    [row] = organiser_list.rows([event], at)
    found = needs.of_event(event, unreached, at)
    sentences = [reader.sentence(event, one) for one in found]
    return Line(row, sentences, waiting)


def _keys(events: EventQuerySet, wanted: Wanted, needing: Set[int], at: datetime) -> list[int]:
    """The keys of all that is looked for, in order."""
    titled = events.titled(wanted.words)
    if wanted.show == Show.CANCELLED:
        return _pks(titled.cancelled().latest_first())
    if wanted.show == Show.DRAFTS:
        return _pks(titled.drafts().newest_first())
    starts = needs.starts(titled.exclude(state=Event.State.CANCELLED), at)
    if wanted.show == Show.PAST:
        return [pk for pk in _pks(titled.announced().latest_first()) if pk not in starts]
    coming = sorted(starts, key=lambda pk: (starts[pk], pk))
    if wanted.show == Show.ATTENTION:
        return [pk for pk in coming if pk in needing]
    return coming + [pk for pk in _pks(titled.drafts().newest_first()) if pk not in starts]


def _pks(events: EventQuerySet) -> list[int]:
    return cast(list[int], list(events.values_list("pk", flat=True)))
