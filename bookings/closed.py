"""Why a session cannot be booked now, as a page says it, and what whoever wanted to can do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from events import public_feeds
from events.cards import Card, documents_for_everybody
from events.models import Event, Session
from events.subscribing import Subscription

BOOKED_ELSEWHERE = {
    Event.BookingBy.LINK: "You book this event on another site",
    Event.BookingBy.EMAIL: "You book this event by email",
    Event.BookingBy.INVITATION: "This event is by invitation",
}
ASK_FOR_A_LATE_PLACE = (
    "If you still want to come, contact the organisers using the details below and ask for a late "
    "place."
)
ASK_TO_COME_LATE = "If you still want to come, contact the organisers using the details below."
TOO_LATE = "You can no longer book a place."
COME_BACK = "Come back then to book a place."
SUBSCRIBE = (
    "Come back later, or subscribe to the event’s calendar. It will show the date once it is "
    "confirmed."
)
OPEN_DOCUMENTS = "You can open the documents on the event’s page."
ASK_WHETHER_AGAIN = "Contact the organisers if you want to know when the event is held again."


@dataclass(frozen=True)
class Closed:
    """`opens_later`: what was typed is worth another try; `calendar`: where the date will be."""

    heading: str
    sentence: str = ""
    next_step: str = ""
    is_elsewhere: bool = False
    opens_later: bool = False
    calendar: Subscription | None = None


def is_any_open(sessions: Iterable[Session], at: datetime) -> bool:
    """Whether one of them is open for booking at this moment, be it full or not."""
    return any(session.is_open_for_booking(at) for session in sessions)


def describe(session: Session, at: datetime) -> Closed:
    """Of a session that is not open for booking at this moment, and is not cancelled."""
    event = session.event
    if session.is_over(at):
        return _over(event, at)
    if event.booking_by != Event.BookingBy.HERE:
        return Closed(BOOKED_ELSEWHERE[Event.BookingBy(event.booking_by)], is_elsewhere=True)
    note = Card.of(session, at).note
    if session.closes_at is None:
        calendar = public_feeds.of_event(event)
        return Closed("Date to be confirmed", note, SUBSCRIBE, calendar=calendar)
    if session.starts_at is not None and session.has_started(at):
        return Closed("This session has started", TOO_LATE, ASK_TO_COME_LATE)
    if session.has_closed(at):
        return Closed("Booking has closed", note, ASK_FOR_A_LATE_PLACE)
    return Closed("Booking has not opened yet", note, COME_BACK, opens_later=True)


def _over(event: Event, at: datetime) -> Closed:
    next_step = OPEN_DOCUMENTS if documents_for_everybody(event, at) else ASK_WHETHER_AGAIN
    return Closed("This session has taken place", TOO_LATE, next_step)
