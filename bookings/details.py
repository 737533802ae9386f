"""Changing what is known of an attendee, and sending their details or link again."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from bookings import attendees, lifecycle, limits, notices
from bookings.attendees import Person
from bookings.lifecycle import TooLate
from bookings.limits import SentOften
from bookings.models import Attendee, Booking, Message
from events import audit
from events.command import command
from events.refusal import Refusal

CORRECTION_WITHIN = timedelta(hours=24)
CHANGEABLE = ("full_name", "email", "school", "typed_school", "role", "access_needs")


class AddressIsSettled(Refusal):
    """A day after booking another address is another person."""

    template = "bookings/address_is_settled.html"


class AddressIsTaken(Refusal):
    """Somebody with the corrected address holds a place at the event already."""

    template = "bookings/address_is_taken.html"


def change(attendee: Attendee, person: Person, *, at: datetime) -> Attendee:
    """Change an attendee's details; a corrected address makes another attendee with a new link.

    Raises AddressIsSettled, AddressIsTaken, TooLate, limits.SentOften.
    """
    if attendees.email_key(person.email) == attendee.email_key:
        return change_details(attendee, person, at=at)
    if at - attendee.created_at > CORRECTION_WITHIN:
        raise AddressIsSettled
    booker = {name: getattr(attendee, name) for name in ("booked_by_name", "booked_by_email")}
    try:
        return lifecycle.replace_attendee(attendee, replace(person, **booker), at=at)
    except lifecycle.AlreadyBooked:
        raise AddressIsTaken from None


def asks_access_needs(attendee: Attendee) -> bool:
    """Whether one of the attendee's places is at a venue."""
    held = attendee.bookings.holding_a_place().with_session()
    return any(booking.session.is_in_person for booking in held)


@command
def change_details(attendee: Attendee, person: Person, *, at: datetime) -> Attendee:
    """Change everything but the mailbox. Raises TooLate once every session has started."""
    attendee = Attendee.objects.select_for_update(no_key=True, of=("self",)).get(pk=attendee.pk)
    held = Booking.objects.holding_a_place().of(attendee).with_session()
    if all(booking.session.has_started(at) for booking in held):
        raise TooLate
    values = person.values()
    changed = [name for name in CHANGEABLE if getattr(attendee, name) != values[name]]
    for name in changed:
        setattr(attendee, name, values[name])
    if changed:
        attendee.save(update_fields=changed)
        audit.record("details_changed", attendee, at=at, changed=changed)
    return attendee


@command
def send_again(attendee: Attendee, *, kind: Message.Kind, at: datetime) -> None:
    """Mail the attendee's details to the attendee's own address. Raises SentOften, TooLate."""
    bookings = _held(attendee)
    if not bookings:
        raise TooLate
    notices.tell_again(kind, attendee, bookings, time=_count(attendee, at), at=at)


def tell_already_booked(attendee: Attendee, *, at: datetime) -> None:
    """Mail the details to the address that was typed again, as often as the hour allows."""
    with suppress(SentOften):
        send_again(attendee, kind=Message.Kind.ALREADY_BOOKED, at=at)


@command
def send_new_link(replaced: Attendee, *, at: datetime) -> None:
    """Mail the link that has taken a replaced one's place. Raises SentOften."""
    successor = newest_of(replaced)
    bookings = _held(successor)
    time = _count(successor, at)
    notices.tell_again(Message.Kind.LINK_AGAIN, successor, bookings[:1], time=time, at=at)


def newest_of(attendee: Attendee) -> Attendee:
    """Whoever holds the link now, at the end of the chain of replacements."""
    while attendee.replaced_by is not None:
        attendee = attendee.replaced_by
    return attendee


def _held(attendee: Attendee) -> Sequence[Booking]:
    return list(Booking.objects.holding_a_place().of(attendee).with_session().in_order())


def _count(attendee: Attendee, at: datetime) -> int:
    return limits.check_mails(limits.MAIL_AGAIN, attendee.public_id, at=at)
