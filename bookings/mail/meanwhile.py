"""What other messages have told the same person by now, or are about to tell."""

from collections.abc import Iterable

from bookings.mail.facts import BookingFacts, Json
from bookings.models import Booking, Message
from bookings.models.message_kind import ENDINGS


def was_told(kinds: Iterable[str], message: Message) -> bool:
    """Whether one of these about this booking has, perhaps, gone to this address."""
    return Message.objects.of_kinds(kinds).about(message).perhaps_sent().exists()


def has_gone_out(kinds: Iterable[str], message: Message) -> bool:
    """Whether one of these about the same attendee, or to their booker, has perhaps been sent."""
    found = Message.objects.of_kinds(kinds).about_attendee_or_colleagues(message)
    return found.perhaps_sent().exists()


def was_queued(kinds: Iterable[str], message: Message) -> bool:
    """The same where it may still wait: it was within the limit of its recipient."""
    found = Message.objects.of_kinds(kinds).about_attendee_or_colleagues(message)
    return found.exists()


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


def was_told_of_its_place(kinds: Iterable[str], message: Message) -> bool:
    """Whether a mail has, perhaps, told the same person of the place that this one ends.

    Or that they have another instead of one that they knew: which one, nobody may have told them.
    """
    before = Message.objects.beside(message).perhaps_sent()
    if before.of_kinds([Message.Kind.MOVED_FROM_SESSION]).exists():
        return True
    ended = _uids(message.facts)
    told = before.of_kinds(kinds).values_list("facts", "sent_at")
    return any(
        ended & _uids(facts)
        for facts, sent_at in told
        if sent_at is None or sent_at <= message.queued_at
    )


def was_taken_out(booking: Booking) -> bool:
    """Whether the diary has, perhaps, been told that this place has ended."""
    endings = Message.objects.of_kinds(ENDINGS).filter(booking=booking)
    return endings.perhaps_sent().exists()


def is_held_again(message: Message) -> bool:
    """Whether a place whose end it tells was given back before it went out."""
    uids = _uids(message.facts)
    return Booking.objects.holding_a_place().filter(uid__in=uids).exists()


def _uids(facts: Json) -> set[str]:
    return {place["uid"] for place in facts.get("places", ())}
