"""Telling, once a session has started, that one could not come: recorded, and nothing else."""

from collections.abc import Collection
from datetime import datetime

from bookings.lifecycle import steps
from bookings.lifecycle.refusals import NotStarted, TooLate
from bookings.models import Attendee, Booking
from bookings.models.booking import begun, to_come
from events import audit
from events.command import command


@command
def report_absence(
    attendee: Attendee, *, at: datetime, only: Collection[str] | None = None
) -> list[Booking]:
    """Record that an attendee could not come to sessions that have started.

    To all at which they hold a place, or to those of the bookings with these public ids. No place
    is freed and nobody is mailed to; reporting again changes nothing. Raises LinkReplaced,
    NotStarted, and TooLate where no place is held.
    """
    attendee = steps.lock_attendee(attendee)
    held = steps.lock_held(attendee)
    chosen = [booking for booking in held if only is None or booking.public_id in only]
    have_begun = begun(chosen, at)
    if not have_begun:
        raise NotStarted if to_come(chosen, at) else TooLate
    missed = [booking for booking in have_begun if booking.absent_at is None]
    if missed:
        pks = [booking.pk for booking in missed]
        Booking.objects.filter(pk__in=pks).update(absent_at=at)
        audit.record("absence_reported", attendee, at=at)
    return missed
