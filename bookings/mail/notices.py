"""Who is told what of a change of bookings: rows for the outbox, in the change's transaction."""

from collections.abc import Sequence
from datetime import datetime

from bookings.mail import queue
from bookings.models import Attendee, Booking, Message

Kind = Message.Kind


def tell_booked(attendee: Attendee, bookings: Sequence[Booking], *, at: datetime) -> None:
    """The confirmation, an invitation for each of several sessions, and a copy to the booker."""
    key = bookings[0].public_id
    queue.queue(Kind.PLACE_BOOKED, attendee, bookings, to=attendee.email, key=key, at=at)
    if len(bookings) > 1:
        for booking in bookings:
            _invite(attendee, booking, key=booking.public_id, at=at)
    if attendee.booked_by_email:
        to = attendee.booked_by_email
        queue.queue(Kind.BOOKING_COPY, attendee, bookings, to=to, key=key, at=at)


def tell_cancelled(attendee: Attendee, bookings: Sequence[Booking], *, at: datetime) -> None:
    """One CANCEL for each place cancelled, and a copy to the booker."""
    for booking in bookings:
        key = booking.public_id
        queue.queue(Kind.PLACE_CANCELLED, attendee, [booking], to=attendee.email, key=key, at=at)
    if attendee.booked_by_email:
        key, to = bookings[0].public_id, attendee.booked_by_email
        queue.queue(Kind.CANCELLED_COPY, attendee, bookings, to=to, key=key, at=at)


def tell_moved(attendee: Attendee, bookings: Sequence[Booking], *, at: datetime) -> None:
    """To the address before: one CANCEL for each place that has another address now."""
    for booking in bookings:
        key = booking.public_id
        queue.queue(Kind.PLACE_MOVED, attendee, [booking], to=attendee.email, key=key, at=at)


def tell_again(
    kind: Kind, attendee: Attendee, bookings: Sequence[Booking], *, time: int, at: datetime
) -> None:
    """The details once more, with the invitation as it stands; `time` counts the askings."""
    key = f"{attendee.public_id}:{at:%Y%m%d%H}:{time}"
    queue.queue(kind, attendee, bookings, to=attendee.email, key=key, at=at)
    if len(bookings) > 1:
        for booking in bookings:
            _invite(attendee, booking, key=f"{booking.public_id}:{key}", at=at)


def _invite(attendee: Attendee, booking: Booking, *, key: str, at: datetime) -> None:
    queue.queue(Kind.INVITATION, attendee, [booking], to=attendee.email, key=key, at=at)
