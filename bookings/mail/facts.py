"""What a message tells, recorded when it is queued: JSON out of rows, and back for the mail.

A queue outlives the release that filled it: what is stored may have been written by an older
version or, after a roll-back, by a newer one. So unknown keys are left out, and a field that is
added has a default.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, Self

from django.conf import settings

from bookings.mail import join_links
from bookings.mail.session_facts import said_of
from bookings.models import Attendee, Booking
from events import dates, joining
from events.models import Session

Json = dict[str, Any]


@dataclass(frozen=True)
class Facts:
    """Values that can be stored as JSON: texts, numbers, moments and days in ISO 8601, places."""

    def to_json(self) -> Json:
        return {field.name: _stored(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_json(cls, stored: Json) -> Self:
        """Raises TypeError where a value is missing that has no default."""
        known = {field.name for field in fields(cls)} & stored.keys()
        return cls(**{name: _READERS.get(name, _as_is)(stored[name]) for name in known})


@dataclass(frozen=True)
class PlaceFacts(Facts):
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
    directions: str = ""
    partstat: str = "needs_action"
    revision: int | None = None
    was_when: str = ""
    was_day: str = ""
    was_where: str = ""
    was_label: str = ""
    was_link: str = ""
    changed_at: datetime | None = None
    booking: str = ""
    venue_name: str = ""
    coordinates: str = ""
    join_by: str = "both"
    join_token: str = ""

    @classmethod
    def of(cls, booking: Booking) -> Self:
        return cls(**said_of(booking.session), **_of_booking(booking))

    @classmethod
    def of_nobody(cls, session: Session) -> Self:
        """The same for a session alone, to be compared with."""
        return cls(**said_of(session), uid="", sequence=0, booked_at=session.created_at)

    def with_booking(self, booking: Booking) -> Self:
        """The same for another booking of the session, of which there may be thousands."""
        return replace(self, **_of_booking(booking))

    def since(self, before: "PlaceFacts", *, at: datetime | None = None) -> Self:
        """The same, beside what was said before it was changed at this moment."""
        return replace(
            self,
            changed_at=at,
            was_when=before.when_in_full,
            was_day=before.day,
            was_where=before.where,
            was_label=before.label,
            was_link=before.join_link,
        )

    def with_before_of(self, place: "PlaceFacts") -> Self:
        """The same, beside what another one has of what was said before."""
        return replace(self, **{name: getattr(place, name) for name in _BEFORE})

    @property
    def has_new_time(self) -> bool:
        return self.was_when not in ("", self.when_in_full)

    @property
    def has_new_day(self) -> bool:
        return bool(self.was_when) and self.was_day != self.day

    @property
    def has_new_place(self) -> bool:
        return self.was_where not in ("", self.where)

    @property
    def has_new_link(self) -> bool:
        return bool(self.was_when) and self.was_link != self.join_link

    @property
    def has_new_label(self) -> bool:
        return bool(self.was_when) and self.was_label != self.label

    @property
    def has_date(self) -> bool:
        return self.precision not in ("month", "none")

    @property
    def when(self) -> str:
        return dates.format_session_when(self)

    @property
    def when_in_full(self) -> str:
        return ". ".join(filter(None, [self.when, self.arrival]))

    @property
    def arrival(self) -> str:
        return f"Arrive from {dates.format_time(self.arrive_at)}" if self.arrive_at else ""

    @property
    def where(self) -> str:
        if self.venue:
            return self.venue
        return "Online" if self.mode == "online" else "To be confirmed"

    @property
    def ways_to_join(self) -> list[tuple[str, str]]:
        return join_links.ways_to_join(self)

    @property
    def joining(self) -> str:
        """What whoever comes is promised while there is no link to join."""
        return joining.awaited(self)

    @property
    def day(self) -> str:
        """11 November: as short as a subject wants it; empty while there is no date."""
        day = self._date
        return f"{day.day} {day:%B}" if day else ""

    @property
    def named_day(self) -> str:
        """Wednesday 11 November."""
        return f"{self._date:%A} {self.day}"

    @property
    def _date(self) -> date | None:
        return dates.local(self.starts_at).date() if self.starts_at else self.on_date


@dataclass(frozen=True)
class DocumentFacts(Facts):
    """A document, and where the attendee opens it."""

    title: str
    address: str


@dataclass(frozen=True)
class BookingFacts(Facts):
    """Everything that a mail about an attendee's places says, so that each try says the same."""

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
    reason: str = ""
    organiser: str = ""
    was_title: str = ""
    document: str = ""
    document_address: str = ""
    note: str = ""
    booker_token: str = ""
    colleagues: str = ""
    sent_by: str = ""
    colleague_until: str = ""
    documents: tuple[DocumentFacts, ...] = ()
    is_course: bool = False

    @property
    def days(self) -> str:
        """Each day once: 15 December, 15 December and 6 January, 15 December and 3 other days."""
        days = list(dict.fromkeys(filter(None, (place.day for place in self.places))))
        if len(days) < 3:
            return " and ".join(days)
        return f"{days[0]} and {len(days) - 1} other days"

    @classmethod
    def of(
        cls, attendee: Attendee, bookings: Iterable[Booking], *, at: datetime, reason: str = ""
    ) -> Self:
        """What is true now of these bookings of one attendee."""
        return cls.of_places(attendee, map(PlaceFacts.of, bookings), at=at, reason=reason)

    @classmethod
    def of_places(
        cls, attendee: Attendee, places: Iterable[PlaceFacts], *, at: datetime, reason: str = ""
    ) -> Self:
        event = attendee.event
        return cls(
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
            places=tuple(places),
            reason=reason,
            organiser=settings.CALENDAR_ORGANISER,
            is_course=event.attendance == event.Attendance.ALL,
        )


@dataclass(frozen=True)
class CalendarFacts(Facts):
    """The secret link of the page of a personal calendar."""

    link: str


def _of_booking(booking: Booking) -> Json:
    return {
        "uid": booking.uid,
        "sequence": booking.sequence,
        "booked_at": booking.booked_at,
        "partstat": booking.partstat,
        "booking": booking.public_id,
        "join_token": booking.join_token,
    }


def _stored(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return [part.to_json() for part in value] if isinstance(value, tuple) else value


def _as_is(value: Any) -> Any:
    return value


def _moment(stored: str | None) -> datetime | None:
    return datetime.fromisoformat(stored) if stored else None


def _day(stored: str | None) -> date | None:
    return date.fromisoformat(stored) if stored else None


def _places(stored: list[Json]) -> tuple[PlaceFacts, ...]:
    return tuple(PlaceFacts.from_json(place) for place in stored)


def _documents(stored: list[Json]) -> tuple[DocumentFacts, ...]:
    return tuple(DocumentFacts.from_json(document) for document in stored)


_BEFORE = ("was_when", "was_day", "was_where", "was_label", "was_link", "changed_at")
_READERS: dict[str, Callable[[Any], Any]] = {
    "starts_at": _moment,
    "ends_at": _moment,
    "arrive_at": _moment,
    "booked_at": _moment,
    "changed_at": _moment,
    "expires_at": _moment,
    "at": _moment,
    "on_date": _day,
    "places": _places,
    "documents": _documents,
}
