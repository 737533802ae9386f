"""What other messages have told the same person by now, or are about to tell."""

from collections.abc import Iterable

from bookings.mail.facts import BookingFacts, Json
from bookings.models import Message


def was_told(kinds: Iterable[str], message: Message) -> bool:
    """Whether one of these about this booking has, perhaps, gone to this address."""
    return Message.objects.of_kinds(kinds).about(message).perhaps_sent().exists()


def has_gone_out(kinds: Iterable[str], message: Message) -> bool:
    """Whether one of these about the same attendee, or to their booker, has perhaps been sent."""
    found = Message.objects.of_kinds(kinds).about_attendee_or_colleagues(message)
    return found.perhaps_sent().exists()


def is_overtaken(kinds: Iterable[str], message: Message) -> bool:
    """Whether something later tells of all its places, so that this would be old news."""
    if not kinds:
        return False
    places = _uids(message.facts)
    later = Message.objects.of_kinds(kinds).later_than(message)
    return any(places <= _uids(facts) for facts in later.values_list("facts", flat=True))


def may_know_otherwise(kinds: Iterable[str], message: Message, facts: BookingFacts) -> bool:
    """Whether one of these has, perhaps, told of a change that was taken back after it."""
    changed_at = {place.uid: place.changed_at for place in facts.places if place.changed_at}
    others = Message.objects.of_kinds(kinds).beside(message).perhaps_sent()
    return any(
        sent_at is None or sent_at >= changed_at[uid]
        for told, sent_at in others.values_list("facts", "sent_at")
        for uid in _uids(told) & changed_at.keys()
    )


def _uids(facts: Json) -> set[str]:
    return {place["uid"] for place in facts.get("places", ())}
