"""Whom organisers write to: everybody who holds a place, or those whom they select."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Self

from bookings.listing import Wanted, matching
from bookings.models import Attendee, Booking
from bookings.models.attendee import AttendeeQuerySet
from bookings.models.booking import BookingQuerySet
from events.cards import describe_place
from events.models import Event, Session


@dataclass(frozen=True)
class Who:
    """What an organiser selects by, as in the list; nothing of it means all who hold a place."""

    session: str = ""
    answer: str = ""
    with_needs: bool = False
    undelivered: bool = False
    phase: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """Without what another release may have stored besides."""
        return cls(**{name: stored[name] for name in asdict(cls()) if name in stored})

    def in_words(self, sessions: Iterable[Session]) -> str:
        """Everyone who has booked Morning, and answered “Accepted”: `sessions` are the event's."""
        names = {session.public_id: describe_place(session) for session in sessions}
        answer = f"answered “{Booking.Answer(self.answer).label}”" if self.answer else ""
        narrowed = [
            answer,
            f"is from a school of phase “{self.phase}”" if self.phase else "",
            "has told us of access needs" if self.with_needs else "",
            "did not get an email from us" if self.undelivered else "",
        ]
        booked = f"has booked {names[self.session]}" if self.session in names else "has booked"
        return f"Everyone who {' and '.join(filter(None, [booked, *narrowed]))}"


def people(event: Event, who: Who) -> AttendeeQuerySet:
    """Each person once, however many places they hold."""
    found = matching(event, Wanted(**asdict(who)))
    return Attendee.objects.with_bookings(found.holding_a_place())


def places_of(attendee: Attendee, who: Who) -> BookingQuerySet:
    """What they are written to about: the places they hold, or that at the session selected."""
    held = Booking.objects.holding_a_place().of(attendee)
    if who.session:
        held = held.filter(session__public_id=who.session)
    return held.with_session().select_related("attendee__booker").in_order()
