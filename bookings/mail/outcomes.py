"""What became of the mails about an attendee, as the attendee's own page says it."""

from collections.abc import Iterable
from enum import StrEnum

from bookings.models import Attendee, Message

State = Message.State


class Outcome(StrEnum):
    ON_ITS_WAY = "on its way"
    SENT = "sent"
    UNDELIVERED = "undelivered"


def last_outcomes(attendee: Attendee) -> dict[str, Outcome]:
    """By address, what became of all that was last queued for it together: one query."""
    newest_first = Message.objects.about_attendee(attendee).order_by("-queued_at")
    told: dict[str, list[tuple[object, str]]] = {}
    for to, queued_at, state in newest_first.values_list("to", "queued_at", "state"):
        told.setdefault(to, []).append((queued_at, state))
    return {
        to: _outcome(state for queued_at, state in messages if queued_at == messages[0][0])
        for to, messages in told.items()
    }


def is_undelivered(attendee: Attendee) -> bool:
    """Whether what we last mailed to the attendee's own address could not be delivered."""
    return last_outcomes(attendee).get(attendee.email) == Outcome.UNDELIVERED


def _outcome(states: Iterable[str]) -> Outcome:
    found = set(states)
    if State.DEAD in found:
        return Outcome.UNDELIVERED
    return Outcome.ON_ITS_WAY if found & {State.QUEUED, State.LEASED} else Outcome.SENT
