"""What became of the mails about an attendee, as the attendee's own page says it."""

from collections.abc import Iterable
from enum import StrEnum

from bookings.models import Attendee, Message
from events.email_addresses import email_key

Kind, State = Message.Kind, Message.State
WITH_DETAILS = [
    Kind.PLACE_BOOKED,
    Kind.INVITATION,
    Kind.BOOKING_AGAIN,
    Kind.ALREADY_BOOKED,
    Kind.LINK_AGAIN,
    Kind.SESSION_CHANGED,
    Kind.MOVED_TO_SESSION,
    Kind.BOOKING_MOVED,
    Kind.PLACE_TAKEN_OVER,
    Kind.BOOKING_COPY,
    Kind.WAITING_LIST_JOINED,
]


class Outcome(StrEnum):
    ON_ITS_WAY = "on its way"
    SENT = "sent"
    UNDELIVERED = "undelivered"


def last_outcomes(attendee: Attendee) -> dict[str, Outcome]:
    """By the key of an address, what became of the details last queued for it: one query.

    What was not sent because it was no longer true is left out, and so is who was told nothing.
    """
    details = Message.objects.about_attendee(attendee.pk).of_kinds(WITH_DETAILS)
    newest_first = details.exclude(state=State.SKIPPED).order_by("-queued_at")
    told: dict[str, list[tuple[object, str]]] = {}
    for to, queued_at, state in newest_first.values_list("to", "queued_at", "state"):
        told.setdefault(email_key(to), []).append((queued_at, state))
    return {
        to: _outcome(state for queued_at, state in messages if queued_at == messages[0][0])
        for to, messages in told.items()
    }


def for_own_page(attendee: Attendee) -> dict[str, Outcome | None]:
    """What became of the `email` to the attendee, and of the `copy` to whoever booked for them."""
    found = last_outcomes(attendee)
    copied_to = email_key(attendee.booked_by_email)
    return {"email": found.get(attendee.email_key), "copy": found.get(copied_to)}


def is_undelivered(attendee: Attendee) -> bool:
    """Whether what we last mailed to the attendee's own address could not be delivered."""
    return last_outcomes(attendee).get(attendee.email_key) == Outcome.UNDELIVERED


def _outcome(states: Iterable[str]) -> Outcome:
    found = set(states)
    if State.DEAD in found:
        return Outcome.UNDELIVERED
    return Outcome.ON_ITS_WAY if found & {State.QUEUED, State.LEASED} else Outcome.SENT
