"""What an event's page shows at a given moment, worked out once and without a query per row."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from events import public_feeds
from events.cards import (
    Card,
    cards,
    describe_place,
    documents_for_everybody,
    event_tags,
    venues,
)
from events.models import Event, Session
from events.places_left import NOW, PlacesLeft
from events.structured_data import describe_session

ATTENDANCE = {
    Event.Attendance.ONE: "Choose one of these sessions.",
    Event.Attendance.ANY: "Choose one or more sessions.",
    Event.Attendance.ALL: "You book all of these sessions together.",
}


def changes_by_itself(event: Event, sessions: Iterable[Session], at: datetime) -> datetime | None:
    """The next moment at which the page says something else: booking opens or closes, an end.

    Or a document is shown.
    """
    moments = [event.opens_at, *(document.shown_from for document in event.documents.all())]
    for session in sessions:
        moments += [session.closes_at, session.over_at, session.waiting_first_until]
    return min((moment for moment in moments if moment and moment > at), default=None)


def describe(
    event: Event, sessions: Iterable[Session], *, at: datetime, left: PlacesLeft = NOW
) -> dict[str, Any]:
    """The context of the page, from an event loaded by `for_display` and its sessions."""
    sessions = sorted(sessions, key=lambda session: (session.sort_at, session.pk))
    shown = cards(sessions, at, left)
    coming = [card for card in shown if not card.is_over]
    address = settings.SITE_ADDRESS + reverse("event", args=[event.public_id, event.slug])
    described = [describe_session(session, address, left) for session in sessions]
    return {
        "event": event,
        "description": event.summary or _sessions_in_words(coming or shown),
        "tags": event_tags(event),
        "coming": coming,
        "past": [card for card in shown if card.is_over],
        "attendance": _attendance(event, coming),
        "is_booked_elsewhere": bool(coming) and _is_booked_elsewhere(event),
        "documents": documents_for_everybody(event, at),
        "venues": venues(shown),
        "also": Event.objects.beside(event) if event.series_id else [],
        "structured_data": [data for data in described if data is not None],
        "subscription": public_feeds.of_event(event),
    }


def _sessions_in_words(shown: list[Card]) -> str:
    """When and where, for whoever has not been told what: a search engine shows this."""
    return "; ".join(describe_place(card.session) for card in shown)


def _attendance(event: Event, coming: list[Card]) -> str:
    """How many sessions one person attends, where there are several to book."""
    if sum(card.can_be_booked for card in coming) < 2:
        return ""
    return ATTENDANCE[Event.Attendance(event.attendance)]


def _is_booked_elsewhere(event: Event) -> bool:
    return event.booking_by != Event.BookingBy.HERE and not event.is_cancelled
