"""Taking back a place that was declined: by the link in the mail, or by accepting after all."""

from datetime import datetime

from bookings.lifecycle import eligibility, settling, steps, waiting_steps
from bookings.lifecycle.refusals import NotTakenBack, SchoolLimitReached, TooLate
from bookings.mail import meanwhile, notices
from bookings.mail.queue import queue
from bookings.models import Attendee, Booking
from events import audit
from events.command import command, step
from events.models import Event, Session

FULL = "The session is full now."
ANOTHER = "You have a place at a different session of this event."
SCHOOL_HAS_ALL = "Your school has booked all its places."
NOT_HELD = "The session will not take place."
OF_A_COURSE = "It is one session of a course, which can only be booked as a whole."


@command
def take_back(attendee: Attendee, *, booking: str, at: datetime) -> Booking:
    """Give an attendee the place of the declined booking with this public id once more.

    Taking it back again changes nothing and tells nobody. Raises LinkReplaced, NotTakenBack,
    TooLate and TooManyMails.
    """
    attendee = steps.lock_attendee(attendee)
    declined = Booking.objects.of(attendee).filter(public_id=booking).first()
    if declined is None:
        raise TooLate
    held, session = steps.lock_held_and(attendee, declined.session)
    there = next((one for one in held if one.session_id == declined.session_id), None)
    if there is not None:
        return there
    if session is None or not declined.was_declined:
        raise TooLate
    new = give_again(attendee, session, is_first=not held, at=at)
    audit.record("place_taken_back", attendee, at=at)
    queue(notices.booked(attendee, [new], at=at), at=at)
    settling.settle(attendee.event, at=at)
    return new


@step
def give_again(attendee: Attendee, session: Session, *, is_first: bool, at: datetime) -> Booking:
    """A place at a locked session for a locked attendee who has declined one; not told to anybody.

    `is_first` unless they hold another place. Raises NotTakenBack and TooLate.
    """
    if session.is_cancelled:
        raise NotTakenBack(NOT_HELD)
    if attendee.event.attendance == Event.Attendance.ALL:
        raise NotTakenBack(OF_A_COURSE)
    if session.has_started(at):
        raise TooLate
    if not is_first and attendee.event.attendance == Event.Attendance.ONE:
        raise NotTakenBack(ANOTHER)
    try:
        if is_first:
            eligibility.check_limit(attendee.event, [attendee])
    except SchoolLimitReached:
        raise NotTakenBack(SCHOOL_HAS_ALL) from None
    waiting_steps.use_offers(attendee, [session], at=at)
    if session.is_full:
        raise NotTakenBack(FULL)
    return take(attendee, session, at=at)


@step
def take(attendee: Attendee, session: Session, *, at: datetime) -> Booking:
    """A place at a locked session that has one left, for a locked attendee who had one before.

    With an entry of its own in the diary, or the one that the diary still has.
    """
    before = Booking.objects.of(attendee).at_sessions([session.pk]).order_by("-pk").first()
    if before is None or meanwhile.was_taken_out(before):
        return steps.book(attendee, session, at=at)
    before.attendee, before.session = attendee, session
    return steps.give_back(before, at=at)
