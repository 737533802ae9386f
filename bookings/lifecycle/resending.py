"""Sending an attendee's details, or their new link, once more."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from bookings.lifecycle import limits
from bookings.lifecycle.refusals import SentOften, TooLate
from bookings.mail import notices
from bookings.models import Attendee, Booking, Message
from events.command import command


@command
def send_again(attendee: Attendee, *, kind: Message.Kind, at: datetime) -> None:
    """Mail the attendee's details to the attendee's own address. Raises SentOften, TooLate."""
    bookings = _held(attendee)
    if not bookings:
        raise TooLate
    notices.tell_again(kind, attendee, bookings, time=_count(attendee, at), at=at)


def tell_already_booked(attendee: Attendee, *, at: datetime) -> None:
    """Mail the details to the address that was typed again, as often as the hour allows."""
    with suppress(SentOften):
        send_again(attendee, kind=Message.Kind.ALREADY_BOOKED, at=at)


@command
def send_new_link(replaced: Attendee, *, at: datetime) -> None:
    """Mail the link that has taken a replaced one's place. Raises SentOften."""
    successor = newest_of(replaced)
    bookings = _held(successor)
    time = _count(successor, at)
    notices.tell_again(Message.Kind.LINK_AGAIN, successor, bookings[:1], time=time, at=at)


def newest_of(attendee: Attendee) -> Attendee:
    """Whoever holds the link now, at the end of the chain of replacements."""
    while attendee.replaced_by is not None:
        attendee = attendee.replaced_by
    return attendee


def _held(attendee: Attendee) -> Sequence[Booking]:
    return list(Booking.objects.holding_a_place().of(attendee).with_session().in_order())


def _count(attendee: Attendee, at: datetime) -> int:
    return limits.check_mails(limits.MAIL_AGAIN, attendee.public_id, at=at)
