"""Ann's personal calendar: how she comes by it, and what her calendar app reads in it."""

import icalendar

from bookings import personal_calendars
from bookings.models import Booking, Message, PersonalCalendar
from events.models import Session
from tests.bookings.answered import ANN
from tests.events.test_feeds import fetch
from tests.factories import NOON, make_booking, make_event, plan

SITE = "https://placecard.example.gov.uk"


def calendar_of(attendee, at=NOON):
    """The calendar whose page the attendee is mailed the link of; the mail is taken out again."""
    personal_calendars.mail_address(attendee, at=at)
    Message.objects.of_kinds(["calendar_address"]).delete()
    return PersonalCalendar.objects.get(email_key=attendee.email_key)


def anns(*sessions, **person):
    """The calendar of Ann, who has booked each of these sessions, of events of their own."""
    attendees = [make_booking(session, email=ANN, **person) for session in sessions]
    return calendar_of(attendees[0] if attendees else make_booking(email=ANN, **person))


def page(calendar, rest=""):
    return f"/my-calendar/{calendar.page_token}/{rest}"


def feed(calendar):
    name = "my-bookings-education-events-and-briefings"
    return f"/my-calendar/{calendar.feed_token}/{name}.ics"


def parsed(response):
    return icalendar.Calendar.from_ical(response.content)


def entries(response):
    """Summary, status, UID and sequence of each, in the calendar's order."""
    read = parsed(response)
    return [
        (str(one["summary"]), str(one["status"]), str(one["uid"]), one["sequence"])
        for one in read.walk("VEVENT")
    ]


def lines(response):
    return response.content.decode().replace("\r\n ", "").split("\r\n")


def get(client, calendar, at=NOON, **headers):
    return fetch(client, feed(calendar), at, **headers)


def known(client, calendar, response, at=NOON):
    return get(client, calendar, at, **{"If-None-Match": response["ETag"]}).status_code


def called(title, **fields):
    """The one session of an event with this title."""
    event = make_event(plan(**fields), title=title)
    return event.sessions.select_related("event").get()


def booked_by_ann():
    """What stands in Ann's calendar for each place that she holds at a session with a date."""
    dated = Session.objects.with_a_date()
    held = Booking.objects.holding_a_place().filter(attendee__email_key=ANN, session__in=dated)
    return [
        (one.session.event.title, "CONFIRMED", one.uid, one.sequence)
        for one in held.with_session().in_order()
    ]
