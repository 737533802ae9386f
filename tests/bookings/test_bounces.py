"""A mail that came back: its message is marked, and the organisers see it."""

import pytest
from django.urls import reverse

from bookings.models import Message, Reply
from tests.bookings.replying import LATER, bounce, receive
from tests.database import every_row
from tests.factories import make_booking

pytestmark = pytest.mark.django_db


def confirmation(booking):
    return booking.attendee.messages.get(kind="place_booked")


def told(message):
    message.refresh_from_db()
    return message.state, message.last_error


def test_a_mail_that_came_back_was_not_delivered(booking):
    message = confirmation(booking)

    outcome = receive(bounce(message))

    assert outcome == "bounced"
    assert told(message) == ("dead", "Bounced 5.1.1")
    assert Reply.objects.get().message == message


def test_a_mail_that_is_only_late_is_still_on_its_way(booking):
    message = confirmation(booking)

    outcome = receive(bounce(message, action="delayed"))

    assert outcome == "delayed"
    assert told(message) == ("sent", "")


def test_the_same_bounce_twice_changes_nothing_the_second_time(booking):
    mail = bounce(confirmation(booking))
    receive(mail)
    before = every_row()

    assert receive(mail) == "bounced"

    assert every_row() == before


def test_a_bounce_of_what_is_yet_to_be_sent_stops_nothing():
    [message] = make_booking().messages.filter(kind="place_booked")

    receive(bounce(message))

    assert told(message) == ("queued", "")


def test_a_bounce_of_somebody_elses_mail_is_for_people(booking):
    mail = bounce(confirmation(booking)).replace(
        b"Message-ID: <place_booked.", b"Message-ID: <other.1"
    )

    outcome = receive(mail)

    kept = Reply.objects.get()
    assert outcome == "letter"
    assert (kept.reason, bytes(kept.raw)) == ("not about a mail of ours", mail)


def test_the_organisers_see_whose_mail_came_back(signed_in, booking):
    receive(bounce(confirmation(booking)))

    attendee = booking.attendee
    page = signed_in.get(reverse("attendee", args=[attendee.event.public_id, attendee.public_id]))

    assert "An email could not be delivered. Check the email address" in page.text


def test_a_bounce_does_not_stop_the_mails_that_follow(booking):
    receive(bounce(confirmation(booking)), at=LATER)

    assert not Message.objects.filter(attendee=booking.attendee, state="queued").exists()
    assert booking.attendee.bookings.get().state == "booked"
