"""What organisers are told of a working day: numbers and events, never who has booked.

The message says for whom and of which time; what happened in it is looked up when it is sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.urls import reverse

from bookings.dashboard import changes, needs
from bookings.dashboard.needs import Reader
from bookings.mail.facts import Facts
from bookings.models import Booking, DigestChoice, Message
from bookings.models.booking import BookingQuerySet
from events.attention import Attention
from events.counting import count
from events.models import Event, Organiser
from events.models.event import EventQuerySet

MOST_EVENTS = 20


@dataclass(frozen=True)
class DigestFacts(Facts):
    """Whom it is for, and of which time."""

    organiser: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class EventNews:
    """What is told of one event."""

    event: Event
    booked: int
    cancelled: int
    attention: Sequence[Attention]

    @property
    def has_changed(self) -> bool:
        return bool(self.booked or self.cancelled)

    @property
    def numbers(self) -> str:
        return _in_words(self.booked, self.cancelled)

    @property
    def page(self) -> str:
        return settings.SITE_ADDRESS + reverse("event_overview", args=[self.event.public_id])


@dataclass(frozen=True)
class Digest:
    """All that is told to one organiser: what has changed first, the rest by when it is."""

    since: datetime
    until: datetime
    events: Sequence[EventNews]

    @property
    def shown(self) -> Sequence[EventNews]:
        return self.events[:MOST_EVENTS]

    @property
    def more(self) -> int:
        return len(self.events[MOST_EVENTS:])

    @property
    def numbers(self) -> str:
        """The news in a few words."""
        booked = sum(news.booked for news in self.events)
        cancelled = sum(news.cancelled for news in self.events)
        if booked or cancelled:
            return _in_words(booked, cancelled)
        need = "event needs attention", "events need attention"
        return count(len(self.events), *need)

    @property
    def has_changed(self) -> bool:
        return any(news.has_changed for news in self.events)

    @property
    def keys(self) -> set[str]:
        """Of all that needs attention, whatever it was before."""
        return {found.key for news in self.events for found in news.attention}

    @property
    def home(self) -> str:
        return settings.SITE_ADDRESS + reverse("organiser_home")

    @property
    def email_settings(self) -> str:
        return settings.SITE_ADDRESS + reverse("email_settings")


def digest_of(organiser: Organiser, since: datetime, until: datetime) -> Digest:
    """Of the events whose bookings the organiser may see, as they are by now.

    A constant number of queries; none of whoever is in no team.
    """
    events = Event.objects.announced().filter(team__in=Reader.of(organiser).opens)
    theirs = Booking.objects.of_events(events)
    booked = _by_event(changes.booked(theirs, since, until))
    cancelled = _by_event(changes.cancelled(theirs, since, until))
    unreached = needs.undelivered(events, until)
    needing = needs.keys_of_events(events, until) | unreached.keys()
    told = [
        EventNews(
            event=event,
            booked=booked.get(event.pk, 0),
            cancelled=cancelled.get(event.pk, 0),
            attention=needs.of_event(event, unreached[event.pk], until),
        )
        for event in _loaded(events, booked.keys() | cancelled.keys() | needing, until)
    ]
    return Digest(since, until, sorted(told, key=lambda news: not news.has_changed))


def look_up(told: DigestFacts, message: Message) -> Digest | None:
    """None where nothing of it is true by now, or whoever it is for no longer wants or gets it."""
    wanting = DigestChoice.objects.filter(
        wants_digest=True, organiser__is_active=True, organiser__public_id=told.organiser
    )
    choice = wanting.select_related("organiser").first()
    if choice is None or choice.organiser.email != message.to:
        return None
    digest = digest_of(choice.organiser, told.starts_at, told.ends_at)
    return digest if digest.events else None


def _loaded(events: EventQuerySet, pks: set[int], at: datetime) -> list[Event]:
    """The next first; those without a session to come last."""
    starts = needs.starts(events, at)
    found = list(events.with_sessions_and_documents().filter(pk__in=pks).in_order())
    return sorted(found, key=lambda event: (event.pk not in starts, starts.get(event.pk, at)))


def _by_event(bookings: BookingQuerySet) -> dict[int, int]:
    of_each: Any = bookings.order_by().values("session__event").annotate(number=Count("pk"))
    return dict(of_each.values_list("session__event", "number"))


def _in_words(booked: int, cancelled: int) -> str:
    said = [
        count(booked, "new booking", "new bookings") if booked else "",
        count(cancelled, "cancellation", "cancellations") if cancelled else "",
    ]
    return " and ".join(filter(None, said))
