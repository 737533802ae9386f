"""Sending an attendee's details, or their new link, once more."""

from collections.abc import Sequence
from datetime import datetime

from bookings.lifecycle import steps
from bookings.lifecycle.refusals import LinkReplaced, TooLate
from bookings.mail import delivery, messages, notices, waiting_notices
from bookings.mail.queue import Notice, TooManyMails, queue
from bookings.models import Attendee, Booking, Message, WaitingPlace
from events import audit
from events.command import command
from events.models import Organiser


@command
def send_again(
    attendee: Attendee, *, kind: Message.Kind, at: datetime, by: Organiser | None = None
) -> None:
    """Mail the attendee's details to the attendee's own address; organisers as often as they ask.

    Whoever has no place is told what they wait for. Raises LinkReplaced, TooLate, TooManyMails.
    """
    attendee = steps.lock_attendee(attendee)
    told = _details(attendee, kind, at)
    if not told:
        raise TooLate
    if by is not None:
        audit.record("message_sent_again", attendee, at=at, by=by)
        told = notices.by_organisers(told)
    queue(told, at=at)


def tell_already_booked(attendee: Attendee, *, at: datetime) -> bool:
    """Mail the details to the address that was typed again; whether the hour allowed it.

    Whoever cancels or is replaced at this very moment gets none.
    """
    try:
        send_again(attendee, kind=Message.Kind.ALREADY_BOOKED, at=at)
    except (LinkReplaced, TooLate, TooManyMails):
        return False
    return True


@command
def send_new_link(replaced: Attendee, *, at: datetime) -> None:
    """Mail the link that has taken a replaced one's place.

    Raises LinkReplaced where a colleague has that place, and TooManyMails.
    """
    successor = steps.lock_attendee(newest_of(replaced))
    first_held = _held(successor)[:1]
    queue(notices.again(Message.Kind.LINK_AGAIN, successor, first_held, at=at), at=at)


def newest_of(attendee: Attendee) -> Attendee:
    """Whoever holds the link now, at the end of the chain; raises LinkReplaced before a colleague.

    The mail to a colleague is theirs, and no matter of whoever was there before.
    """
    while attendee.replaced_by is not None:
        if attendee.is_handed_over:
            raise LinkReplaced(is_handed_over=True)
        attendee = attendee.replaced_by
    return attendee


@command
def send_message_again(
    attendee: Attendee, message: Message, *, by: Organiser, at: datetime
) -> bool:
    """Queue a message about an attendee once more, for an organiser; whether it was.

    What is no longer true is not said again.
    """
    is_queued = is_still_true(message, _held(attendee)) and delivery.queue_again(message, at=at)
    if is_queued:
        audit.record("message_sent_again", attendee, at=at, by=by)
    return is_queued


def is_still_true(message: Message, held: Sequence[Booking]) -> bool:
    """Of a message about somebody who holds these places: of the place that it is about, or any.

    That a place has ended is true unless they have one at that session again.
    """
    about = message.booking
    if message.kind in messages.TOLD_AS_IT_IS:
        return bool(held) if about is None else about in held
    return about is None or about.session_id not in {booking.session_id for booking in held}


def _details(attendee: Attendee, kind: Message.Kind, at: datetime) -> list[Notice]:
    bookings = _held(attendee)
    if bookings:
        return notices.again(kind, attendee, bookings, at=at)
    lines = WaitingPlace.objects.open().of(attendee).to_show().with_people()
    return waiting_notices.again(list(lines), lines.positions_shown(), at=at)


def _held(attendee: Attendee) -> list[Booking]:
    return Booking.objects.holding_a_place().to_show(attendee)
