"""What a page says of a session at a given moment: its tags, its places, how it is booked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from events import joining
from events.dates import format_moment, format_session_when, format_time
from events.models import Document, Event, Session, Venue
from events.places_left import NOW, PlacesLeft

FEW, FULL, CANCELLED, DRAFT = (
    {"text": "Few places left", "classes": "govuk-tag--yellow"},
    {"text": "Full", "classes": "govuk-tag--grey"},
    {"text": "Cancelled", "classes": "govuk-tag--red"},
    {"text": "Draft", "classes": "govuk-tag--grey"},
)


@dataclass(frozen=True)
class Card:
    """One session as it is shown in a list or on the event's page, or will be of a draft."""

    session: Session
    is_over: bool
    can_be_booked: bool
    can_be_waited_for: bool
    places: str
    note: str

    @classmethod
    def of(cls, session: Session, at: datetime, left: PlacesLeft = NOW) -> "Card":
        """`places`: how many are left, while that matters to somebody who wants one."""
        can_be_booked = session.takes_bookings(at) and not session.is_full
        return cls(
            session=session,
            is_over=session.is_over(at),
            can_be_booked=can_be_booked,
            can_be_waited_for=session.is_full and session.can_be_waited_for(at),
            places=left.in_words(session) if can_be_booked else "",
            note=_note(session, at),
        )

    @property
    def when(self) -> str:
        return format_session_when(self.session)

    @property
    def arrival(self) -> str:
        arrive_at = self.session.arrive_at
        return f"Arrive from {format_time(arrive_at)}" if arrive_at else ""

    @property
    def where(self) -> str:
        """As the public reads it."""
        if self.session.venue:
            return self.session.venue.name
        return "Online" if self.session.is_online else "Place to be confirmed"

    @property
    def joining(self) -> str:
        return joining.before_booking(self.session) if self.can_be_booked else ""

    @property
    def title(self) -> str:
        event, label = self.session.event, self.session.label
        return f"{event.title}: {label}" if label else event.title

    @property
    def tags(self) -> list[dict[str, str]]:
        if self.session.is_cancelled:
            return [CANCELLED]
        if self.is_over or self.session.event.booking_by != Event.BookingBy.HERE:
            return []
        if self.session.is_full:
            return [FULL]
        return [FEW] if self.session.has_few_places_left else []


def describe_place(session: Session) -> str:
    """A session in one line, to know it by: what it is called, when and where."""
    parts = [session.label, format_session_when(session), describe_where(session)]
    return ", ".join(part for part in parts if part)


def describe_where(session: Session) -> str:
    """Ashby Hall, Online, In person while the venue is not known, or Place to be confirmed."""
    if session.venue:
        return session.venue.name
    is_open = session.mode == Session.Mode.TO_BE_CONFIRMED
    return "Place to be confirmed" if is_open else session.get_mode_display()


def describe_held(session: Session) -> str:
    """The same after "a place on": 6 January ..., 1pm to 4pm, at Ashby Hall (Morning session)."""
    where = f", at {session.venue.name}" if session.venue else ", online" * session.is_online
    label = f" ({session.label})" if session.label else ""
    return f"{format_session_when(session)}{where}{label}"


def cards(sessions: list[Session], at: datetime, left: PlacesLeft = NOW) -> list[Card]:
    return [Card.of(session, at, left) for session in sessions]


def event_tags(event: Event) -> list[dict[str, str]]:
    if event.is_cancelled:
        return [CANCELLED]
    return [DRAFT] if event.is_draft else []


def audience_in_words(event: Event) -> str:
    """Whom it is for, as a sentence has it: "Headteachers", "Headteachers and SENCOs"."""
    *first, last = [audience.label for audience in event.audiences.all()] or ["some schools"]
    return f"{', '.join(first)} and {last}" if first else last


def documents_for_everybody(event: Event, at: datetime) -> list[Document]:
    """What the event's page offers, out of the prefetched ones."""
    return by_stage(one for one in event.documents.all() if one.is_for_everybody(at))


def by_stage(documents: Iterable[Document]) -> list[Document]:
    """Before, between and after the sessions, and as they were attached."""
    stages = Document.Stage.values
    return sorted(documents, key=lambda document: (stages.index(document.stage), document.pk))


def venues(cards_shown: list[Card]) -> list[Venue]:
    """Each venue once, in the order of the sessions."""
    found = {card.session.venue_id: card.session.venue for card in cards_shown}
    return [venue for venue in found.values() if venue is not None]


def _note(session: Session, at: datetime) -> str:
    if session.is_cancelled:
        return session.cancel_reason
    if session.is_over(at):
        return "This session has taken place."
    if session.event.booking_by != Event.BookingBy.HERE:
        return ""
    return _booking_note(session, at)


def _booking_note(session: Session, at: datetime) -> str:
    if session.closes_at is None:
        return "Booking opens when the date is confirmed."
    if session.has_closed(at):
        return f"Booking closed at {format_moment(session.closes_at)}."
    if session.event.opens_at and not session.event.has_opened(at):
        return f"Booking opens at {format_moment(session.event.opens_at)}."
    if session.is_full:
        return "All places are taken."
    if session.waiting_first_until and session.is_for_the_waiting(at):
        opens = format_moment(session.waiting_first_until)
        return f"First offered to those on the waiting list. Booking opens at {opens}."
    return f"Booking closes at {format_moment(session.closes_at)}."
