"""Calendars byte by byte, where every text of every row is as hostile as a row can hold it."""

import re
from email import message_from_bytes, policy

import pytest
from django.db import models

from bookings.lifecycle import event_changes
from bookings.mail import delivery
from events.ical import VTIMEZONE
from events.models import Audience, Document, Event, Session, Venue
from tests.bookings.own_calendar import calendar_of, feed
from tests.factories import (
    NOON,
    attach_document,
    make_audience,
    make_booking,
    make_event,
    make_venue,
    plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

LINES = ["Ashby", "METHOD:REQUEST", "ATTENDEE:mailto:x", "END:VEVENT", "BEGIN:VALARM", "Bcc: x"]
HOSTILE = [
    *(end.join(LINES) for end in ("\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028")),
    """";X-A=1:geo:0,0\\;\\,\\n^n^'""",
    "é€😀" * 60,
    "a" + "😀" * 60,
]
ROWS = [Event, Session, Venue, Document, Audience]
MADE_BY_THE_SITE = re.compile(r".*(_id|_key|uid|coordinates)$")

BEGINS = "BEGIN:VCALENDAR VERSION PRODID CALSCALE"
FEED = (
    f"{BEGINS} DESCRIPTION X-WR-CALDESC NAME X-WR-CALNAME COLOR LAST-MODIFIED REFRESH-INTERVAL"
    " SOURCE URL X-PUBLISHED-TTL X-WR-TIMEZONE"
)
ENTRY = "BEGIN:VEVENT SUMMARY DTSTART DTEND DTSTAMP UID SEQUENCE"
OF_EVENT, WHERE = "ATTACH CATEGORIES DESCRIPTION", "X-APPLE-STRUCTURED-LOCATION"
PUBLIC = (
    f"{FEED} {ENTRY} {OF_EVENT} GEO LOCATION RELATED-TO STATUS TRANSP URL {WHERE} END:VEVENT"
    f" {ENTRY} {OF_EVENT} LOCATION RELATED-TO STATUS TRANSP URL END:VEVENT END:VCALENDAR"
)
OWN, BUSY = "CONTACT CREATED DESCRIPTION", "X-MICROSOFT-CDO-BUSYSTATUS"
TOLD = "STATUS TRANSP URL X-ALT-DESC"
PERSONAL = (
    f"{FEED} {ENTRY} CLASS {OWN} GEO LAST-MODIFIED LOCATION {TOLD} {WHERE} {BUSY} END:VEVENT"
    f" {ENTRY} CLASS {OWN} LAST-MODIFIED LOCATION {TOLD} {BUSY} END:VEVENT END:VCALENDAR"
)
MESSAGE = f"{BEGINS} METHOD {ENTRY} ATTENDEE CLASS"
CHANGED = "LAST-MODIFIED LOCATION ORGANIZER"
ASKED, ENDS = f"{BUSY} X-MICROSOFT-DISALLOW-COUNTER", "END:VEVENT END:VCALENDAR"
ALARM = "BEGIN:VALARM ACTION DESCRIPTION TRIGGER END:VALARM"
THERE = f"{MESSAGE} {OWN} GEO {CHANGED} {TOLD} {WHERE} {ASKED} {ALARM} {ENDS}"
ONLINE = f"{MESSAGE} CONFERENCE {OWN} {CHANGED} {TOLD} {ASKED} {ALARM} {ENDS}"
CANCELLED = f"{MESSAGE} {OWN} {CHANGED} {TOLD} {ASKED} {ENDS}"


def texts(model):
    """The fields in which somebody's own words stand, and the most that each holds."""
    return {
        field.name: field.max_length
        for field in model._meta.fields
        if type(field) in (models.CharField, models.TextField)
        and not field.choices
        and not MADE_BY_THE_SITE.match(field.name)
    }


def deliver():
    while delivery.deliver_due(worker="worker", clock=lambda: NOON):
        pass


def booked(text):
    """A place at both sessions of an event, each of whose texts is this; one is cancelled then."""
    venue = make_venue(coordinates="51.27,-0.52")
    sessions = plan(mode="in_person", join_link="", venue=venue), plan(label="Online")
    event = make_event(*sessions, audiences=[make_audience("Heads")], attendance="any")
    attach_document(event)
    for model in ROWS:
        model.objects.update(**{name: text[:most] for name, most in texts(model).items()})
    there, online = Session.objects.select_related("event").order_by("pk")
    attendee = make_booking(there, online, full_name=text[:200], typed_school=text[:200])
    deliver()
    event_changes.cancel_session(online, reason=text[:500], by=None, at=NOON)
    deliver()
    return attendee


def names(calendar):
    """Each line's name, the zone apart, where it is written as RFC 5545, section 3.1 has it."""
    *folded, end = calendar.split(b"\r\n")
    assert end == b""
    assert [line for line in folded if len(line) > 75 or set(line) & set(b"\r\n")] == []
    assert all(line.decode() for line in folded)  # raises where a character is parted
    assert calendar.count(VTIMEZONE) == calendar.count(b"BEGIN:VTIMEZONE") == 1
    lines = calendar.replace(VTIMEZONE, b"").decode().replace("\r\n ", "").split("\r\n")
    read = [re.match(r"(BEGIN|END):\w+|[A-Z-]+(?=[:;])", line)[0] for line in lines[:-1]]
    return " ".join(read)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_adds_a_line_to_a_calendar_that_is_subscribed_to(client, text):
    calendar = calendar_of(booked(text))
    part = "/calendar/audience/heads/education-events-and-briefings-heads.ics"
    public = ["/calendar/all-events.ics", f"/calendar/{Event.objects.get().feed_name}.ics", part]

    found = [names(client.get(one, follow=True).content) for one in [*public, feed(calendar)]]

    assert found == [PUBLIC] * 3 + [PERSONAL]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_adds_a_line_to_an_invitation_or_a_header_to_its_mail(mailbox, text):
    booked(text)

    found = []
    for sent in mailbox:
        mail = message_from_bytes(sent.message().as_bytes(), policy=policy.default)
        assert (mail["To"], mail["Bcc"], mail["Cc"]) == (sent.to[0], None, None)
        found += [
            names(part.get_payload(decode=True))
            for part in mail.walk()
            if part.get_content_type() in ("text/calendar", "application/ics")
        ]

    assert found == [THERE, THERE, ONLINE, ONLINE, CANCELLED, CANCELLED]
