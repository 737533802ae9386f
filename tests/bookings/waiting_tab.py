"""The organisers' pages about who waits, as tests find them."""

from bookings.lifecycle import commands
from bookings.models import Attendee, WaitingPlace
from tests.bookings.waiting import join, line_of
from tests.factories import NOON


def tab(event):
    return f"/organiser/events/{event.public_id}/waiting-list/"


def page(attendee, what):
    return f"{tab(attendee.event)}{line_of(attendee).public_id}/{what}/"


def give_up(session, *, at=NOON):
    holder = Attendee.objects.filter(bookings__session=session).earliest("pk")
    commands.cancel_bookings(holder, at=at)


def order(session):
    lines = WaitingPlace.objects.waiting().for_session(session).with_people().in_order()
    return [line.attendee.full_name for line in lines]


def three(session):
    return [join(session, full_name=f"{name} Example") for name in ("Ann", "Ben", "Cat")]
