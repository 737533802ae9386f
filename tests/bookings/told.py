"""Somebody who has booked and been told, and what waits to tell them of what changes."""

from datetime import timedelta

import icalendar

from bookings.mail import messages
from bookings.models import Booking, Message
from tests.factories import NOON, as_sent, make_booking, make_event

LATER = NOON + timedelta(hours=1)
START = NOON + timedelta(days=28)
AN_HOUR_LATER = {
    "starts_at": START + timedelta(hours=1),
    "ends_at": START + timedelta(hours=2.5),
}
IN_PERSON = {"mode": "in_person", "join_link": ""}
ONLINE = {"mode": "online", "venue": None, "join_link": "https://meet.example/new"}


def mails():
    """(to, kind, METHOD, SEQUENCE, PARTSTAT) of what waits, in the order in which it goes."""
    found = []
    for message in Message.objects.waiting().in_order():
        mail = messages.mail_of(message)
        if mail is not None:
            found.append((mail.to, message.kind, mail.method, *answer(mail)))
    return found


def answer(mail):
    if not mail.invitation:
        return (None, None)
    [event] = icalendar.Calendar.from_ical(mail.invitation).walk("VEVENT")
    return (int(event["SEQUENCE"]), event["ATTENDEE"].params["PARTSTAT"])


def news():
    [message] = Message.objects.waiting().of_kinds(["session_changed"])
    return messages.mail_of(message).text.partition("\n\n")[0]


def booked(*sessions, **person):
    """An event with these sessions, and somebody who has a place at all, and has been told."""
    event = make_event(*sessions, attendance="any")
    attendee = make_booking(*event.sessions.with_place().order_by("pk"), **person)
    as_sent()
    Booking.objects.update(partstat="accepted")
    return event, attendee
