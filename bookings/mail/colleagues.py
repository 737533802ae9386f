"""What whoever booked for colleagues is told: who has a place by then, where, and their page."""

from dataclasses import replace
from datetime import datetime
from typing import cast

from bookings.mail.facts import BookingFacts, PlaceFacts
from bookings.models import Attendee, Booker, Booking, Message
from events.email_addresses import email_key


def facts_of(booker: Booker, *, at: datetime) -> BookingFacts | None:
    """All whom they booked for and who have a place now, each session once; None without any.

    Whoever does not attend all of the sessions has the days beside their name. One query.
    """
    held = Booking.objects.holding_a_place().of_booker(booker).with_session().in_order()
    of_each: dict[Attendee, list[PlaceFacts]] = {}
    sessions: dict[int, PlaceFacts] = {}
    for booking in held:
        place = PlaceFacts.of(booking)
        of_each.setdefault(booking.attendee, []).append(place)
        sessions.setdefault(booking.session_id, place)
    if not held:
        return None
    facts = BookingFacts.of_places(held[0].attendee, sessions.values(), at=at)
    return replace(
        facts,
        full_name=booker.name,
        reference="",
        link_token="",
        booked_by_name="",
        booker_token=booker.link_token,
        colleagues="\n".join(
            _named(attendee, replace(facts, places=tuple(places)), among=len(sessions))
            for attendee, places in of_each.items()
        ),
    )


def _named(attendee: Attendee, facts: BookingFacts, *, among: int) -> str:
    """With the days of whoever does not attend all of so many sessions."""
    is_at_all = len(facts.places) == among or not facts.days
    return attendee.full_name if is_at_all else f"{attendee.full_name}: {facts.days}"


def as_it_is_now(recorded: BookingFacts, message: Message) -> BookingFacts | None:
    """None too where the address has been corrected since: the right one has its own message."""
    booker = cast(Booker, message.booker)
    is_theirs = email_key(message.to) == booker.email_key
    return facts_of(booker, at=recorded.at) if is_theirs else None
