"""What organisers change of an event that people have booked, and who is told of it.

Events changes what is announced, by its steps; here the change, the bookings that it ends and the
messages about it are one transaction.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from bookings.lifecycle import steps
from bookings.mail import notices
from bookings.mail.queue import queue
from bookings.models import Booking
from events import capacity, lifecycle
from events.command import command
from events.models import Event, Organiser, Session


@command
def cancel_event(event: Event, *, reason: str, at: datetime, by: Organiser | None) -> Event:
    """Cancel a published event with all its sessions, and tell everybody who holds a place.

    Cancelling again changes nothing and tells nobody. Raises lifecycle.NotPublished.
    """
    event = capacity.lock_event(event.pk)
    sessions = capacity.lock_all_sessions(event)
    lifecycle.cancel_event(event, sessions, reason=reason, at=at, by=by)
    _cancel_bookings(sessions, reason=reason, at=at, by=by)
    return event


@command
def cancel_session(session: Session, *, reason: str, at: datetime, by: Organiser | None) -> Session:
    """Cancel one session, and tell everybody who holds a place at it.

    Cancelling again changes nothing and tells nobody. Raises lifecycle.NotPublished.
    """
    event = capacity.lock_event(session.event_id)
    [locked] = capacity.lock_sessions(event, session.pk)
    lifecycle.cancel_session(locked, reason=reason, at=at, by=by)
    _cancel_bookings([locked], reason=reason, at=at, by=by)
    return locked


def _cancel_bookings(
    sessions: Sequence[Session], *, reason: str, at: datetime, by: Organiser | None
) -> None:
    """Whatever places these locked sessions still hold: each person is told of all of theirs."""
    locked = {session.pk: session for session in sessions}
    held = list(Booking.objects.holding_a_place().at_sessions(locked).by_attendee())
    for booking in held:
        booking.session = locked[booking.session_id]
        booking.attendee.event = booking.session.event
    steps.cancel(held, at=at, by=by)
    told = []
    for attendee, bookings in groupby(held, key=lambda booking: booking.attendee):
        told += notices.session_cancelled(attendee, list(bookings), reason=reason, at=at)
    queue(told, at=at)
