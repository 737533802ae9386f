"""What a message records of a session, as it is when the message is queued."""

from collections.abc import Iterable
from typing import Any

from events.models import Session

FIELDS = (
    "label",
    "precision",
    "starts_at",
    "ends_at",
    "arrive_at",
    "on_date",
    "half",
    "mode",
    "join_link",
)


def said_of(session: Session) -> dict[str, Any]:
    """The fields of PlaceFacts that are the session's own."""
    return {
        **{name: getattr(session, name) for name in FIELDS},
        "venue": session.venue.one_line if session.venue else "",
        "venue_name": session.venue.name if session.venue else "",
        "coordinates": session.venue.coordinates if session.venue else "",
        "directions": _lines(session.venue.directions) if session.venue else "",
        "revision": session.feed_sequence,
        "join_by": session.event.join_by,
    }


def _lines(directions: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{name}: {text}" for name, text in directions)
