"""Changing what is known of an attendee, and sending their details or link again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings

from bookings import attendees, notices
from bookings.attendees import Person
from bookings.lifecycle import TooLate
from bookings.models import Attendee, Booking, Message
from events import audit, throttle
from events.command import command
from events.refusal import Refusal

CORRECTION_WITHIN = timedelta(hours=24)
CHANGEABLE = ("full_name", "email", "school", "typed_school", "role", "access_needs")


class AddressIsSettled(Refusal):
    """A day after booking another address is another person."""

    template = "bookings/address_is_settled.html"


class SentOften(Refusal):
    """The mail has been sent as often as this hour allows."""

    template = "bookings/sent_often.html"


def is_another_address(attendee: Attendee, person: Person) -> bool:
    """Whether a change of details means another mailbox, not only another way of typing it."""
    return attendees.email_key(person.email) != attendee.email_key


def check_correction(attendee: Attendee, at: datetime) -> None:
    """Return while the address may still be corrected. Raises AddressIsSettled."""
    if at - attendee.created_at > CORRECTION_WITHIN:
        raise AddressIsSettled


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
    number = throttle.count("mail_again", attendee.public_id, at=at)
    if number > settings.MAILS_PER_ATTENDEE_PER_HOUR:
        raise SentOften
    return number
