"""Moving a booking to another session of the event: the place is kept until the new one is sure."""

from collections.abc import Iterable
from datetime import datetime

from bookings.lifecycle import settling, steps
from bookings.lifecycle.refusals import NotMoved, TooLate
from bookings.mail import notices
from bookings.mail.queue import queue
from bookings.models import Attendee, Booking
from bookings.models.booking import begun
from events import audit
from events.command import command
from events.models import Event, Session


@command
def move_booking(attendee: Attendee, *, booking: str, to: Session, at: datetime) -> Booking:
    """Exchange the place of the booking with this public id for one at another session.

    Moving there again changes nothing and tells nobody. Raises LinkReplaced, NotMoved, TooLate and
    TooManyMails; the place that was held is kept then.
    """
    attendee = steps.lock_attendee(attendee)
    held, target = steps.lock_held_and(attendee, to)
    there = next((one for one in held if one.session_id == to.pk), None)
    old = next((one for one in held if one.public_id == booking), None)
    if old is None:
        if there is None:
            raise TooLate
        return there
    if not old.can_be_changed(at):
        raise TooLate(begun(held, at))
    if target is None or there is not None or attendee.event.attendance == Event.Attendance.ALL:
        raise NotMoved(to)
    if target.is_full or steps.why_closed(target, at) is not None:
        raise NotMoved(target)
    steps.cancel([old], at=at)
    new = steps.book(attendee, target, at=at)
    audit.record("booking_moved", attendee, at=at)
    queue(notices.booking_moved(attendee, old, new, at=at), at=at)
    settling.settle(attendee.event, at=at)
    return new


def has_others_to_move_to(event: Event, sessions: Iterable[Session], at: datetime) -> bool:
    """Whether there is another session to come; a course is attended as a whole."""
    coming = [one for one in sessions if not one.is_cancelled and not one.is_over(at)]
    return event.attendance != Event.Attendance.ALL and len(coming) > 1
