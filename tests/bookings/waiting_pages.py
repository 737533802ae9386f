"""The pages of somebody who waits, by their link or that of whoever joined for them."""

from datetime import timedelta

from bookings.lifecycle import commands
from bookings.models import Attendee, WaitingPlace
from tests.bookings.test_book_place_page import address
from tests.bookings.waiting import join
from tests.factories import NOON, plan

DAY = timedelta(days=1)
THREE = [plan(capacity=1, label=label) for label in ("A", "B", "C")]
LABELS = ("A", "B", "C", "D")
FOUR = [
    plan(capacity=1, label=label, starts_at=NOON + (28 + number) * DAY)
    for number, label in enumerate(LABELS)
]


def list_address(event, session=None):
    return address(event, session).replace("/book/", "/waiting-list/")


def ann():
    return Attendee.objects.get(email="ann@school.example")


def wanted(attendee):
    lines = WaitingPlace.objects.open().of(attendee).to_show()
    return [line.session.label if line.session else "all" for line in lines]


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
