"""What somebody who asks for their bookings is mailed: looked up when the mail is sent.

Whoever asks waits for none of it, so that an address that never booked is answered as fast.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar, cast

from django.conf import settings
from django.urls import reverse

from bookings.mail.facts import Facts, PlaceFacts
from bookings.mail.waiting_facts import sessions_loaded
from bookings.models import Attendee, Booker, Booking, Message, WaitingPlace
from events.cards import describe_place
from events.email_addresses import email_key

Whose = TypeVar("Whose", Attendee, Booker)


@dataclass(frozen=True)
class FindFacts(Facts):
    """When somebody asked: that is all that a request may know."""

    at: datetime


@dataclass(frozen=True)
class FoundPlace:
    """What is said of a session; never how to join it. `colleagues`: how many come of them."""

    facts: PlaceFacts
    colleagues: int = 0


@dataclass(frozen=True)
class FoundBooking:
    """What one secret link leads to: an attendee's own places, or those of the booker's colleagues.

    `name` is empty where it is for colleagues.
    """

    event_title: str
    name: str
    places: Sequence[FoundPlace]
    link: str
    begins_at: datetime


@dataclass(frozen=True)
class FoundWaiting:
    """What somebody waits for at one event, and where they see it; `name` as above."""

    event_title: str
    name: str
    sessions: Sequence[str]
    link: str


@dataclass(frozen=True)
class Found:
    """`to` is the address that was stored with the newest of them: what was typed may be another.

    Two spellings can be one address to us and two mailboxes to a mail server.
    """

    to: str
    own: Sequence[FoundBooking]
    for_colleagues: Sequence[FoundBooking]
    waiting: Sequence[FoundWaiting] = ()

    @property
    def number(self) -> int:
        return len(self.own) + len(self.for_colleagues)

    @property
    def first(self) -> FoundBooking:
        """The one whose session is the next."""
        return min([*self.own, *self.for_colleagues], key=lambda booking: booking.begins_at)


def look_up(asked: FindFacts, message: Message) -> Found | None:
    """All that is booked with this address, over all events, and to come, or waited for.

    None where nothing is. Three queries, and at most two more, however much that is.
    """
    key = email_key(message.to)
    coming = Booking.objects.holding_a_place().coming(asked.at).with_session().in_order()
    own = _grouped((one.attendee, one) for one in coming.with_address(key))
    for_colleagues = _grouped(
        (cast(Booker, one.attendee.booker), one) for one in coming.booked_by(key)
    )
    lines = list(WaitingPlace.objects.open().with_address(key))
    waiting = _waiting((_whose(line, key), line) for line in lines)
    people: list[Attendee | Booker] = [*own, *for_colleagues, *(whose for whose, _ in waiting)]
    if not people:
        return None
    return Found(
        to=max(people, key=lambda one: one.created_at).email,
        own=[_own(*found) for found in own.items()],
        for_colleagues=[_for_colleagues(*found) for found in for_colleagues.items()],
        waiting=[found for _, found in waiting],
    )


def _grouped(bookings: Iterable[tuple[Whose, Booking]]) -> dict[Whose, list[Booking]]:
    """Each link's own, in the order of their sessions."""
    found: dict[Whose, list[Booking]] = {}
    for whose, booking in bookings:
        found.setdefault(whose, []).append(booking)
    return found


def _own(attendee: Attendee, bookings: Sequence[Booking]) -> FoundBooking:
    return FoundBooking(
        event_title=bookings[0].session.event.title,
        name=attendee.full_name,
        places=[FoundPlace(PlaceFacts.of(booking)) for booking in bookings],
        link=_address_of("your_booking", attendee.link_token),
        begins_at=bookings[0].session.sort_at,
    )


def _for_colleagues(booker: Booker, bookings: Sequence[Booking]) -> FoundBooking:
    """Each session once, with how many come, and nobody's name."""
    sessions = {booking.session_id: booking.session for booking in bookings}
    numbers = Counter(booking.session_id for booking in bookings)
    places = [
        FoundPlace(PlaceFacts.of_nobody(session), numbers[pk]) for pk, session in sessions.items()
    ]
    return FoundBooking(
        event_title=bookings[0].session.event.title,
        name="",
        places=places,
        link=_address_of("colleagues", booker.link_token),
        begins_at=bookings[0].session.sort_at,
    )


def _whose(line: WaitingPlace, key: str) -> Attendee | Booker:
    """Whose link leads to it: that of whoever waits, or of whoever joined for them."""
    is_own = line.attendee.email_key == key
    return line.attendee if is_own else cast(Booker, line.attendee.booker)


def _waiting(
    lines: Iterable[tuple[Attendee | Booker, WaitingPlace]],
) -> list[tuple[Attendee | Booker, FoundWaiting]]:
    """Each link once, with the sessions in the order in which they are preferred."""
    found: dict[Attendee | Booker, list[WaitingPlace]] = {}
    for whose, line in lines:
        found.setdefault(whose, []).append(line)
    return [(whose, _waited_for(whose, theirs)) for whose, theirs in found.items()]


def _waited_for(whose: Attendee | Booker, lines: Sequence[WaitingPlace]) -> FoundWaiting:
    is_own = isinstance(whose, Attendee)
    sessions = [describe_place(one) for line in lines for one in sessions_loaded(line)]
    return FoundWaiting(
        event_title=lines[0].event.title,
        name=whose.full_name if isinstance(whose, Attendee) else "",
        sessions=list(dict.fromkeys(sessions)),
        link=_address_of("your_booking" if is_own else "colleagues", whose.link_token),
    )


def _address_of(page: str, token: str) -> str:
    return settings.SITE_ADDRESS + reverse(page, args=[token])
