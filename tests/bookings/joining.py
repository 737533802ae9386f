"""A place at an online session, the link to join it, and what its page must not show."""

import re
from datetime import timedelta

from tests.factories import NOON, make_booking, make_session

START = NOON + timedelta(days=28)  # midday on Monday 30 November 2026
OPENS = START - timedelta(minutes=30)
END = START + timedelta(minutes=90)
MEETING = "https://meet.example/join"


def booked(session=None, **person):
    """A booking at the default session, by somebody whose name a page could show."""
    who = {"full_name": "Ann Example", "email": "ann@school.example"} | person
    attendee = make_booking(session or make_session(), **who)
    return attendee.bookings.select_related("attendee", "session__event").get()


def page(booking):
    return f"/join/{booking.join_token}/"


def links_of(response):
    """Where the links of the page's own part lead."""
    return re.findall(r'href="([^"]*)"', response.text.partition("<main")[2].partition("</main")[0])
