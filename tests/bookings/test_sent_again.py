"""Organisers send a message about an attendee, or all the details, once more."""

import pytest

from bookings.lifecycle import commands
from bookings.models import Message
from events.models import AuditEntry
from tests.bookings.acting import ANN
from tests.bookings.test_attendee_page import again, page
from tests.database import every_row
from tests.events.pages import words
from tests.factories import NOON, as_sent, make_booking

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def test_what_was_not_delivered_is_sent_again_as_it_is(signed_in):
    attendee = make_booking(**ANN)
    message = attendee.messages.get()
    Message.objects.update(state="dead", attempts=3, handed_over=1, last_error="550 5.1.1")

    response = again(signed_in, attendee, message)

    message.refresh_from_db()
    assert response["Location"] == page(attendee, "?done=sent")
    assert (message.state, message.attempts, message.handed_over) == ("queued", 0, 0)
    assert (message.not_before, message.last_error) == (NOON, "")
    assert attendee.messages.count() == 1
    assert AuditEntry.objects.filter(action="message_sent_again").count() == 1
    assert "We are sending the email again." in words(signed_in.get(response["Location"]))


def test_what_was_delivered_is_sent_again_as_another_mail(signed_in):
    attendee = make_booking(**ANN)
    as_sent()
    first = attendee.messages.get()

    for _ in range(2):
        again(signed_in, attendee, first)

    new = attendee.messages.exclude(pk=first.pk).get()
    assert (new.kind, new.to, new.facts, new.booking) == (
        *(first.kind, first.to, first.facts, first.booking),
    )
    assert (new.state, first.state, new.public_id != first.public_id) == ("queued", "sent", True)


@pytest.mark.parametrize(
    "changes", [{}, {"state": "sent", "sent_at": NOON, "emptied_at": NOON, "facts": {}}]
)
def test_what_waits_or_is_forgotten_is_not_sent_again(signed_in, changes):
    attendee = make_booking(**ANN)
    Message.objects.update(**changes)
    before = every_row()

    response = again(signed_in, attendee, attendee.messages.get())

    assert every_row() == before
    assert response["Location"] == page(attendee)
    assert "Send again :" not in words(signed_in.get(page(attendee)))


def test_a_message_about_somebody_else_is_not_sent_again(signed_in):
    attendee, other = make_booking(**ANN), make_booking()
    as_sent()

    assert again(signed_in, attendee, other.messages.get()).status_code == 404


def test_the_details_are_sent_again_as_often_as_an_organiser_asks(signed_in, settings):
    settings.MAILS_PER_RECIPIENT_PER_HOUR = 1
    attendee = make_booking(**ANN)

    responses = [signed_in.post(page(attendee, "send-again/")) for _ in range(2)]

    assert [one["Location"] for one in responses] == [page(attendee, "?done=sent")] * 2
    entries = AuditEntry.objects.filter(action="message_sent_again")
    assert {entry.actor.full_name for entry in entries} == {"Olu Organiser"}


def test_whoever_has_no_place_has_no_details_to_be_sent(signed_in):
    attendee = make_booking(**ANN)
    commands.cancel_bookings(attendee, at=NOON)
    before = every_row()

    shown = signed_in.get(page(attendee))
    refused = signed_in.post(page(attendee, "send-again/"))

    assert "Send their details again" not in shown.text
    assert (refused.status_code, every_row()) == (409, before)
    assert "It is too late" in words(refused)
    assert "Go to Ann Example’s booking" in words(refused)
