"""Sending a colleague instead: the place stays, and everything that was secret is new."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from bookings.lifecycle import attendees, bookers, settling, steps, waiting_steps
from bookings.lifecycle.attendees import Person
from bookings.lifecycle.refusals import SubstitutionClosed, TooLate
from bookings.mail import notices
from bookings.mail.queue import Notice, queue
from bookings.models import Attendee, Booking
from bookings.models.booking import begun, to_come
from events import audit, handing_over
from events.command import command, step
from events.models import Organiser


def is_open(held: Sequence[Booking], at: datetime) -> bool:
    """Whether there are places to come, and a colleague can be sent to all of them."""
    still_to_come = to_come(held, at)
    return bool(still_to_come) and _closed_at(still_to_come, at) is None


def until_when(held: Sequence[Booking], at: datetime) -> str:
    """Until when that is, in words after "until"; empty up to the start, and once it is not."""
    still_to_come = to_come(held, at)
    sessions = [one.session for one in still_to_come if one.session.event.substitution_working_days]
    if not sessions or not is_open(held, at):
        return ""
    return handing_over.until_when(min(sessions, key=lambda session: session.sort_at), at)


def check_open(held: Sequence[Booking], at: datetime) -> list[Booking]:
    """Those that are still to come. Raises TooLate and SubstitutionClosed unless it is open."""
    still_to_come = to_come(held, at)
    if not still_to_come:
        raise TooLate(begun(held, at))
    closed = _closed_at(still_to_come, at)
    if closed is not None:
        raise SubstitutionClosed(closed)
    return still_to_come


def _closed_at(still_to_come: Iterable[Booking], at: datetime) -> datetime | None:
    """When it closed for the first of these; None while it is open for all of them."""
    closing = [handing_over.closes_at(booking.session) for booking in still_to_come]
    return min((moment for moment in closing if moment and moment <= at), default=None)


@command
def substitute_attendee(
    attendee: Attendee, full_name: str, email: str, *, reason: str = "", at: datetime
) -> Attendee:
    """Hand the places that are still to come to a colleague of the same school.

    The old link and invitations end, and the colleague has a link of their own. Raises
    AlreadyBooked, LinkReplaced, SubstitutionClosed, TooLate, TooManyMails.
    """
    attendee = steps.lock_attendee(attendee)
    held = check_open(steps.lock_held(attendee), at)
    colleague = Person(
        full_name,
        email,
        school=attendee.school,
        typed_school=attendee.typed_school,
        word_to_organiser=attendee.word_to_organiser,
    )
    why = Attendee.Replaced.COLLEAGUE
    successor, new = hand_over(attendee, held, colleague, why, reason=reason, at=at)
    audit.record("colleague_sent", attendee, at=at)
    queue(notices.handed_over(attendee, held, successor, new, at=at), at=at)
    settling.settle(attendee.event, at=at)
    return successor


@step
def correct_address(
    attendee: Attendee,
    old: Sequence[Booking],
    person: Person,
    *,
    at: datetime,
    by: Organiser | None = None,
) -> tuple[Attendee, list[Notice]]:
    """Hand a locked attendee's places to their other address: who has them, the mails that tell it.

    Raises AlreadyBooked.
    """
    why = Attendee.Replaced.CORRECTION
    successor, new = hand_over(attendee, old, person, why, at=at, by=by)
    bookers.pass_on(attendee, successor)
    audit.record("attendee_replaced", attendee, at=at, by=by)
    told = [*notices.address_changed(attendee, old, at=at), *notices.booked(successor, new, at=at)]
    if successor.books_as is not None:
        told += notices.colleagues_booked(successor.books_as, at=at)
    return successor, told


@step
def hand_over(
    attendee: Attendee,
    old: Sequence[Booking],
    person: Person,
    why: str,
    *,
    reason: str = "",
    at: datetime,
    by: Organiser | None = None,
) -> tuple[Attendee, list[Booking]]:
    """A locked attendee's places to somebody with a new link; nobody is told of it yet.

    Whoever booked for the one has booked for the other, who waits for what the one waited for.
    Raises AlreadyBooked.
    """
    known = attendees.find(attendee.event, person.email)
    steps.check_holds_no_place(known)
    is_seen_by_others = why == Attendee.Replaced.CORRECTION or attendee.booker is not None
    if by is None and is_seen_by_others:
        steps.check_waits_for_nothing(known)
    steps.cancel(old, at=at, by=by)
    successor = steps.make_attendee(
        attendee.event,
        person,
        known,
        form_uuid=uuid.uuid4(),
        booked_at=attendee.created_at,
        at=at,
        booker=attendee.booker,
    )
    if why == Attendee.Replaced.CORRECTION:
        notes = dict.fromkeys(filter(None, [successor.note, attendee.note]))
        attendees.set_note(successor, "\n".join(notes))
    attendees.mark_replaced(attendee, why, at=at, reason=reason)
    attendees.set_replaced_by(attendee, successor)
    waiting_steps.pass_on(attendee, successor, at=at)
    return successor, [steps.book(successor, booking.session, at=at) for booking in old]
