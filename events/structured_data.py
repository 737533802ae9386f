"""What search engines read of an event's sessions: schema.org JSON-LD as plain values."""

from typing import Any

from django.conf import settings

from events.dates import local
from events.models import Session, Venue
from events.places_left import NOW, PlacesLeft

SCHEMA = "https://schema.org"
MODES = {
    Session.Mode.ONLINE: f"{SCHEMA}/OnlineEventAttendanceMode",
    Session.Mode.IN_PERSON: f"{SCHEMA}/OfflineEventAttendanceMode",
}
Described = dict[str, Any]


def describe_session(session: Session, address: str, left: PlacesLeft = NOW) -> Described | None:
    """One session at the address of its event's page; None while it has no date to tell."""
    starts = _starts(session)
    if not starts:
        return None
    return {
        "@context": SCHEMA,
        "@type": "EducationEvent",
        "name": str(session),
        "url": address,
        "startDate": starts,
        "eventStatus": f"{SCHEMA}/{'EventCancelled' if session.is_cancelled else 'EventScheduled'}",
        "organizer": {
            "@type": "Organization",
            "name": settings.COUNCIL_NAME,
            "url": settings.SITE_ADDRESS,
        },
        **({"endDate": local(session.ends_at).isoformat()} if session.ends_at else {}),
        **({"description": session.event.summary} if session.event.summary else {}),
        **_place(session, address),
        **_capacity(session, left),
    }


def _starts(session: Session) -> str:
    if session.starts_at:
        return local(session.starts_at).isoformat()
    if session.on_date and session.precision != Session.Precision.MONTH:
        return session.on_date.isoformat()
    return ""


def _place(session: Session, address: str) -> Described:
    mode = MODES.get(Session.Mode(session.mode))
    if mode is None:
        return {}
    at_venue = _venue(session.venue) if session.venue else None
    online = {"@type": "VirtualLocation", "url": address} if session.is_online else None
    location = at_venue or online
    return {"eventAttendanceMode": mode, **({"location": location} if location else {})}


def _venue(venue: Venue) -> Described:
    address = ", ".join(part for part in (*venue.address.splitlines(), venue.postcode) if part)
    return {"@type": "Place", "name": venue.name, "address": address or venue.name}


def _capacity(session: Session, left: PlacesLeft) -> Described:
    if session.capacity is None:
        return {}
    return {
        "maximumAttendeeCapacity": session.capacity,
        "remainingAttendeeCapacity": left.number(session),
    }
