"""What a message tells, recorded when it is queued: JSON out of rows, and back for the mail."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Self

from bookings.models import Attendee, Booking
from events import dates

Json = dict[str, Any]


@dataclass(frozen=True)
class PlaceFacts:
    """One place at one session, as it was when the message was queued."""

    label: str
    precision: str
    starts_at: datetime | None
    ends_at: datetime | None
    arrive_at: datetime | None
    on_date: date | None
    half: str
    mode: str
    venue: str
    join_link: str
    uid: str
    sequence: int
    booked_at: datetime

    @classmethod
    def of(cls, booking: Booking) -> Self:
        session = booking.session
        return cls(
            **{name: getattr(session, name) for name in _SESSION_FIELDS},
            venue=session.venue.one_line if session.venue else "",
            uid=booking.uid,
            sequence=booking.sequence,
            booked_at=booking.booked_at,
        )

    @classmethod
    def from_json(cls, stored: Json) -> Self:
        moments = {name: _moment(stored[name]) for name in _MOMENTS}
        on_date = date.fromisoformat(stored["on_date"]) if stored["on_date"] else None
        return cls(**{**stored, **moments, "on_date": on_date})

    @property
    def when(self) -> str:
        return dates.format_session_when(self)

    @property
    def arrival(self) -> str:
        return f"Arrive from {dates.format_time(self.arrive_at)}" if self.arrive_at else ""

    @property
    def where(self) -> str:
        if self.venue:
            return self.venue
        return "Online" if self.mode == "online" else "To be confirmed"

    @property
    def day(self) -> str:
        """11 November: as short as a subject wants it; empty while there is no date."""
        moment = dates.local(self.starts_at).date() if self.starts_at else self.on_date
        return f"{moment.day} {moment:%B}" if moment else ""


@dataclass(frozen=True)
class Facts:
    """Everything that a mail says, so that each try says the same."""

    to: str
    full_name: str
    event_title: str
    event_id: str
    event_slug: str
    contact_name: str
    contact_email: str
    contact_telephone: str
    reference: str
    link_token: str
    booked_by_name: str
    at: datetime
    places: tuple[PlaceFacts, ...]

    @classmethod
    def from_json(cls, stored: Json) -> Self:
        places = tuple(PlaceFacts.from_json(place) for place in stored["places"])
        at = datetime.fromisoformat(stored["at"])
        return cls(**{**stored, "places": places, "at": at})


_SESSION_FIELDS = (
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
_MOMENTS = ("starts_at", "ends_at", "arrive_at", "booked_at")


def of(attendee: Attendee, bookings: Iterable[Booking], *, to: str, at: datetime) -> Facts:
    """What is true now of these bookings of one attendee, for a mail to this address."""
    event = attendee.event
    return Facts(
        to=to,
        full_name=attendee.full_name,
        event_title=event.title,
        event_id=event.public_id,
        event_slug=event.slug,
        contact_name=event.contact_name,
        contact_email=event.contact_email,
        contact_telephone=event.contact_telephone,
        reference=attendee.public_id,
        link_token=attendee.link_token,
        booked_by_name=attendee.booked_by_name,
        at=at,
        places=tuple(PlaceFacts.of(booking) for booking in bookings),
    )


def to_json(facts: Facts) -> Json:
    """The facts as the message keeps them: moments and days in ISO 8601."""
    places = [_plain(place) for place in facts.places]
    return {**_plain(facts), "places": places}


def _plain(facts: Facts | PlaceFacts) -> Json:
    values = {field.name: getattr(facts, field.name) for field in fields(facts)}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
    }


def _moment(stored: str | None) -> datetime | None:
    return datetime.fromisoformat(stored) if stored else None
