"""A head books a course for a colleague, the colleague cannot come to all of it."""

import re
from datetime import timedelta
from email.utils import parseaddr

import icalendar
import pytest
from django.utils import timezone

from bookings.mail import delivery
from bookings.models import Booking
from tests.factories import NOON, make_event, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.fixture
def post(settings, smtp_server):
    """What a real mail server has been handed so far: recipient, subject and the whole mail."""
    settings.EMAIL_BACKEND = "bookings.mail.smtp.PatientBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp_server.port

    def collect():
        while delivery.deliver_due(worker="the test's worker", clock=timezone.now):
            pass
        sent = [(parseaddr(mail["To"])[1], mail["Subject"], mail) for mail in smtp_server.messages]
        smtp_server.messages.clear()
        return sent

    return collect


def calendar_in(mail):
    [part] = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    return icalendar.Calendar.from_ical(part.get_payload(decode=True))


def test_a_course_is_booked_and_partly_cancelled(client, post):
    # Given two workshops of which anybody may attend any
    event = make_event(
        plan(label="Reading", capacity=5),
        plan(label="Writing", capacity=5, starts_at=NOON + timedelta(days=35)),
        title="Literacy workshops",
        attendance="any",
    )
    reading, writing = event.sessions.in_order()

    # When the office books both for the head
    client.post(
        f"/events/{event.public_id}/{event.slug}/book/",
        {
            "sessions": [reading.public_id, writing.public_id],
            "full_name": "Ann Example",
            "email": "ann@school.example",
            "school_not_listed": "on",
            "typed_school": "Oakfield School",
            "booking_for_other": "on",
            "booked_by_name": "Olive Office",
            "booked_by_email": "office@school.example",
        },
    )

    # Then the head has a confirmation and an invitation for each, the office a copy
    booked = post()
    assert sorted((to, subject) for to, subject, _ in booked) == [
        ("ann@school.example", "Booked for 30 November and 7 December: Literacy workshops"),
        ("ann@school.example", "Invitation for 30 November: Literacy workshops"),
        ("ann@school.example", "Invitation for 7 December: Literacy workshops"),
        (
            "office@school.example",
            "Booked for your colleague on 30 November and 7 December: Literacy workshops",
        ),
    ]
    invited = {
        str(calendar_in(mail).walk("VEVENT")[0]["summary"]): calendar_in(mail)
        for _, subject, mail in booked
        if subject.startswith("Invitation")
    }
    assert sorted(invited) == ["Literacy workshops (Reading)", "Literacy workshops (Writing)"]

    # When the head gives one back by the link in the mail
    confirmation = next(mail for _, subject, mail in booked if subject.startswith("Booked"))
    text = confirmation.get_body(("plain",)).get_content()
    link = re.search(r"https://placecard\.example\.gov\.uk(/b/\S+)", text)[1]
    place = Booking.objects.get(session=writing)
    client.post(f"{link}cancel/", {"sure": "on", "places": [place.public_id]})

    # Then that one leaves the diary, and everybody concerned knows
    cancelled = post()
    assert sorted((to, subject) for to, subject, _ in cancelled) == [
        ("ann@school.example", "Your place on 7 December is cancelled: Literacy workshops"),
        (
            "office@school.example",
            "Your colleague's place on 7 December is cancelled: Literacy workshops",
        ),
    ]
    [gone] = [mail for to, _, mail in cancelled if to == "ann@school.example"]
    entry = calendar_in(gone).walk("VEVENT")[0]
    before = invited["Literacy workshops (Writing)"].walk("VEVENT")[0]
    assert calendar_in(gone)["method"] == "CANCEL"
    assert (entry["uid"], entry["sequence"]) == (before["uid"], before["sequence"] + 1)

    # And the places taken are the places held
    held = Booking.objects.holding_a_place()
    assert [
        (session.places_taken, held.filter(session=session).count())
        for session in event.sessions.in_order()
    ] == [(1, 1), (0, 0)]
