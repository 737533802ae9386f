"""Changing what is known of an attendee."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bookings.lifecycle import (
    attendees,
    bookers,
    commands,
    eligibility,
    settling,
    steps,
    substitution,
)
from bookings.lifecycle.attendees import Person
from bookings.lifecycle.refusals import AddressIsSettled, AddressIsTaken, AlreadyBooked, TooLate
from bookings.mail import outcomes
from bookings.models import Attendee, Booking
from bookings.models.booking import begun, to_come
from events import audit
from events.command import command, step
from events.email_addresses import email_key
from events.models import Organiser

CORRECTION_WITHIN = timedelta(hours=24)
CHANGEABLE = (
    *("full_name", "email", "school", "typed_school", "role"),
    *("access_needs", "dietary_needs", "answers"),
)


def change(
    attendee: Attendee, person: Person, *, is_by_booker: bool = False, at: datetime
) -> Attendee:
    """Change an attendee's details; a corrected address makes another attendee with a new link.

    A booker who corrects it passes on no needs and no answers, which they have not seen. Raises
    AddressIsSettled, AddressIsTaken, LinkReplaced, OutsideAudience, SchoolLimitReached, TooLate,
    TooManyMails.
    """
    if email_key(person.email) == attendee.email_key:
        return change_details(attendee, person, at=at)
    if _is_settled(attendee, at):
        own = Booking.objects.to_show(attendee)
        raise AddressIsSettled(can_send_colleague=substitution.is_open(own, at))
    if is_by_booker:
        person = replace(person, access_needs="", dietary_needs="", answers={})
    try:
        return commands.replace_attendee(attendee, person, at=at)
    except AlreadyBooked:
        raise AddressIsTaken from None


def can_correct_address(attendee: Attendee, own: Iterable[Booking], at: datetime) -> bool:
    """Whether it is early enough: all that they hold of these is to come."""
    held = [booking for booking in own if booking.holds_a_place]
    return held == to_come(held, at) and not _is_settled(attendee, at)


def _is_settled(attendee: Attendee, at: datetime) -> bool:
    """A day after booking, unless nothing could be delivered to the address."""
    is_late = at - attendee.created_at > CORRECTION_WITHIN
    return is_late and not outcomes.is_undelivered(attendee)


def asks_access_needs(attendee: Attendee) -> bool:
    """Whether one of the attendee's places is at a venue."""
    held = attendee.bookings.holding_a_place().with_session()
    return any(booking.session.is_in_person for booking in held)


@command
def change_details(attendee: Attendee, person: Person, *, at: datetime) -> Attendee:
    """Change everything but the mailbox.

    Raises LinkReplaced, OutsideAudience, SchoolLimitReached, and TooLate once all have started.
    """
    attendee = steps.lock_attendee(attendee)
    held = Booking.objects.holding_a_place().of(attendee).with_session()
    if not to_come(held, at):
        raise TooLate(begun(held, at))
    person = replace(person, word_to_organiser=attendee.word_to_organiser)
    is_of_another_school = person.is_of_another_school(attendee)
    if is_of_another_school:
        eligibility.check_change(attendee, person)
    write(attendee, person, at=at)
    if is_of_another_school:
        eligibility.tell_organisers(attendee, at=at)
        settling.settle(attendee.event, at=at)
    return attendee


@step
def write(attendee: Attendee, person: Person, *, at: datetime, by: Organiser | None = None) -> None:
    """Let a locked attendee be as the person is, whose address is of the same mailbox."""
    values = person.values()
    changed = [name for name in CHANGEABLE if getattr(attendee, name) != values[name]]
    if changed:
        attendees.rewrite(attendee, person, changed)
        bookers.rename(attendee)
        audit.record("details_changed", attendee, at=at, by=by, changed=changed)
