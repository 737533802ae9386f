"""Who is told what of an answer that came from a calendar; the command that acts on it queues it.

Whoever answers again and again causes one mail of each kind for each revision of the invitation.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import cast

from bookings.mail import notices
from bookings.mail.facts import BookingFacts
from bookings.mail.queue import Limit, Notice
from bookings.models import Attendee, Booking, Message

Kind = Message.Kind
FROM_ANOTHER_ADDRESS = "Someone declined your invitation from a different email address."
EARLIER_INVITATION = (
    "You declined an earlier invitation. The time or place has changed since you were sent it."
)
ONE_DATE_OF_A_COURSE = "You declined one of the sessions in your calendar."
ORGANISERS_NEWS = (
    "Someone proposed a different time, or passed their invitation on. The place is still booked."
)


def declined(attendee: Attendee, booking: Booking, *, at: datetime) -> list[Notice]:
    """A CANCEL with the way back, and a copy to whoever booked."""
    own, *copies = notices.cancelled(attendee, [booking], at=at)
    return [replace(own, kind=Kind.PLACE_DECLINED), *copies]


def booked_again(attendee: Attendee, booking: Booking, *, at: datetime) -> list[Notice]:
    """The confirmation, within no limit: what it confirms was decided in a calendar."""
    told = notices.booked(attendee, [booking], at=at)
    return [replace(notice, limit=Limit.COUNT) for notice in told]


def to_confirm(attendee: Attendee, booking: Booking, why: str, *, at: datetime) -> list[Notice]:
    """To the address that is booked: the place is kept, and this is how to cancel it."""
    return _once(Kind.CONFIRM_DECLINE, attendee, booking, why, at=at)


def no_place_left(attendee: Attendee, booking: Booking, why: str, *, at: datetime) -> list[Notice]:
    """That accepting came too late, and why."""
    return _once(Kind.NO_PLACE_LEFT, attendee, booking, why, at=at)


def proposed(attendee: Attendee, booking: Booking, *, at: datetime) -> list[Notice]:
    """To the event's contact: who that is, they see at the booking."""
    told = notices.organisers_told(attendee, ORGANISERS_NEWS, at=at)
    return [_as_once(notice, booking) for notice in told]


def _once(
    kind: Message.Kind, attendee: Attendee, booking: Booking, why: str, *, at: datetime
) -> list[Notice]:
    told: Sequence[Notice] = notices.again(kind, attendee, [booking], at=at)
    return [
        _as_once(replace(one, facts=replace(cast(BookingFacts, one.facts), reason=why)), booking)
        for one in told
    ]


def _as_once(notice: Notice, booking: Booking) -> Notice:
    key = f"{booking.public_id}:{booking.sequence}"
    limit = notice.limit if notice.limit is Limit.NONE else Limit.COUNT
    return replace(notice, key=key, limit=limit)
