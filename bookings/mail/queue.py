"""Queueing a message: a row of the outbox, in the transaction of the change that it tells of."""

from collections.abc import Iterable
from datetime import datetime

from bookings.mail import facts as recorded
from bookings.models import Attendee, Booking, Message


def queue(
    kind: str,
    attendee: Attendee,
    bookings: Iterable[Booking],
    *,
    to: str,
    key: str,
    at: datetime,
) -> None:
    """Put one message into the outbox, once per key, inside the transaction of the change."""
    bookings = list(bookings)
    facts = recorded.of(attendee, bookings, to=to, at=at)
    message = Message(
        kind=kind,
        attendee=attendee,
        booking=bookings[0] if len(bookings) == 1 else None,
        dedupe_key=f"{kind}:{key}",
        facts=recorded.to_json(facts),
        queued_at=at,
        not_before=at,
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)
