"""The pages of somebody who waits, by their link or that of whoever joined for them."""

from datetime import timedelta

from bookings.lifecycle import commands
from bookings.models import Attendee
from tests.bookings.waiting import join
from tests.factories import NOON, plan

DAY = timedelta(days=1)
LABELS = ("A", "B", "C", "D")
FOUR = [
    plan(capacity=1, label=label, starts_at=NOON + (28 + number) * DAY)
    for number, label in enumerate(LABELS)
]


def page(attendee, rest=""):
    return f"/b/{attendee.link_token}/{rest}"


def colleagues_page(attendee, rest=""):
    return f"/for-colleagues/{attendee.booker.link_token}/{attendee.public_id}/{rest}"


def of_colleague(*sessions):
    by = {"booked_by_name": "Olive Office", "booked_by_email": "office@school.example"}
    return join(*sessions, full_name="Ann Example", **by)


def give_up(session, at=NOON):
    holder = Attendee.objects.filter(bookings__session=session).earliest("pk")
    commands.cancel_bookings(holder, at=at)
