"""Sending a colleague instead: the place stays, and everything that was secret is new."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from bookings.lifecycle import attendees, steps
from bookings.lifecycle.attendees import Person
from bookings.lifecycle.refusals import SubstitutionClosed, TooLate
from bookings.mail import notices
from bookings.mail.queue import queue
from bookings.models import Attendee, Booking
from events import audit, dates
from events.command import command, step
from events.models import Session


def closes_at(session: Session) -> datetime | None:
    """Until when a colleague can be sent: the start, or 11:59pm so many working days before.

    None where there is no date to count from.
    """
    if session.closes_at is None:
        return None
    return dates.closing_time(session.sort_at, session.event.substitution_working_days)


def check_open(held: Sequence[Booking], at: datetime) -> list[Booking]:
    """Those that are still to come, all of which a colleague can be sent to.

    Raises TooLate where there are none, and SubstitutionClosed where it is for one of them.
    """
    to_come = [booking for booking in held if not booking.session.has_started(at)]
    if not to_come:
        raise TooLate(steps.begun(held, at))
    closing = [moment for booking in to_come if (moment := closes_at(booking.session))]
    if closing and min(closing) <= at:
        raise SubstitutionClosed(min(closing))
    return to_come


@command
def substitute_attendee(
    attendee: Attendee, full_name: str, email: str, *, reason: str = "", at: datetime
) -> Attendee:
    """Hand the places that are still to come to a colleague of the same school.

    The old link and invitations end, and the colleague has a link of their own. Raises
    AlreadyBooked, LinkReplaced, SubstitutionClosed, TooLate, TooManyMails.
    """
    attendee = steps.lock_attendee(attendee)
    to_come = check_open(steps.lock_held(attendee), at)
    colleague = Person(
        full_name,
        email,
        school=attendee.school,
        typed_school=attendee.typed_school,
        word_to_organiser=attendee.word_to_organiser,
    )
    why = Attendee.Replaced.COLLEAGUE
    successor, new = hand_over(attendee, to_come, colleague, why, reason=reason, at=at)
    audit.record("colleague_sent", attendee, at=at)
    queue(notices.handed_over(attendee, to_come, successor, new, at=at), at=at)
    return successor


@step
def hand_over(
    attendee: Attendee,
    old: Sequence[Booking],
    person: Person,
    why: str,
    *,
    reason: str = "",
    at: datetime,
) -> tuple[Attendee, list[Booking]]:
    """A locked attendee's places to somebody with a new link; nobody is told of it yet.

    Whoever booked for the one has booked for the other. Raises AlreadyBooked.
    """
    known = attendees.find(attendee.event, person.email)
    steps.check_holds_no_place(known)
    steps.cancel(old, at=at)
    successor = steps.make_attendee(
        attendee.event,
        person,
        known,
        form_uuid=uuid.uuid4(),
        booked_at=attendee.created_at,
        at=at,
        booker=attendee.booker,
    )
    attendees.mark_replaced(attendee, why, at=at, reason=reason)
    attendees.set_replaced_by(attendee, successor)
    return successor, [steps.book(successor, booking.session, at=at) for booking in old]
