"""A mail that cannot be delivered: the attendee's page says so and leads to another address."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.lifecycle import commands, details
from bookings.lifecycle.refusals import AddressIsSettled
from bookings.mail import delivery
from bookings.models import Message
from tests.events.pages import words
from tests.factories import NOON, make_booking, make_event, make_person, plan
from tests.postgres import free_port

pytestmark = pytest.mark.django_db

VICTIM = "wrong@school.example"


def undelivered(attendee):
    Message.objects.filter(attendee=attendee).update(state="dead")


def page(attendee):
    return f"/b/{attendee.link_token}/"


def test_the_attendees_page_says_that_the_mail_was_not_delivered(client, noon):
    attendee = make_booking(email=VICTIM)
    undelivered(attendee)

    text = client.get(page(attendee)).text

    assert f"We could not deliver the email to {VICTIM}. The place is still booked." in text
    assert f'<a href="{page(attendee)}details/">Correct the email address</a>' in text
    assert "an email with a calendar invitation" not in text


def test_a_later_mail_that_is_on_its_way_is_said_instead(client, noon, monkeypatch):
    attendee = make_booking()
    undelivered(attendee)
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(minutes=1))
    client.post(f"{page(attendee)}send-again/")

    text = words(client.get(page(attendee)))

    assert "could not deliver" not in text
    assert "We are sending you an email with a calendar invitation" in text


def test_a_copy_that_was_not_delivered_is_not_said_of_the_attendees_mail(client, noon):
    attendee = make_booking(email="ann@school.example", booked_by_email=VICTIM)
    Message.objects.filter(kind="booking_copy").update(state="dead")

    text = words(client.get(page(attendee)))

    assert "We are sending you an email with a calendar invitation, to ann@school.example" in text
    assert f"We could not deliver the copy to {VICTIM}." in text


@pytest.mark.parametrize("state", ["sent", "unconfirmed"])
def test_what_was_sent_is_not_said_to_be_on_its_way(state, client, noon):
    attendee = make_booking(email="ann@school.example", booked_by_email="olive@school.example")
    sent_at = NOON if state == "sent" else None
    Message.objects.update(state=state, sent_at=sent_at)

    text = words(client.get(f"{page(attendee)}?sent=1"))

    assert "We have sent you an email with a calendar invitation, to ann@school.example" in text
    assert "We have sent a copy to olive@school.example." in text
    assert "We have sent the email again." in text
    assert "are sending" not in text


def two_places(**person):
    event = make_event(plan(), plan(starts_at=NOON + timedelta(days=35)), attendance="any")
    return make_booking(*event.sessions.select_related("event"), **person)


@pytest.mark.parametrize("state", ["skipped", "queued", "sent"])
def test_what_a_cancellation_became_is_not_said_of_the_confirmation(state, client, noon):
    attendee = two_places(email=VICTIM)
    undelivered(attendee)
    first = attendee.bookings.all()[:1]
    commands.cancel_bookings(attendee, only=[b.public_id for b in first], at=NOON)
    sent_at = NOON if state == "sent" else None
    Message.objects.filter(kind="place_cancelled").update(state=state, sent_at=sent_at)

    assert "We could not deliver the email" in client.get(page(attendee)).text
    corrected = details.change(attendee, make_person(), at=NOON + timedelta(hours=25))
    assert corrected.email != VICTIM


def test_an_address_is_the_same_whatever_the_case_of_its_letters(client, noon):
    attendee = make_booking(email=VICTIM)
    undelivered(attendee)
    details.change(attendee, make_person(email=VICTIM.upper()), at=NOON)

    assert "We could not deliver the email" in client.get(page(attendee)).text


def test_nothing_is_said_where_nothing_was_mailed(client, noon):
    attendee = make_booking()
    Message.objects.all().delete()

    text = words(client.get(page(attendee)))

    assert "an email with a calendar invitation" not in text
    assert "Send the email again" in text


def test_after_the_correction_the_new_page_knows_nothing_of_it(client, noon):
    attendee = make_booking(email=VICTIM)
    undelivered(attendee)

    corrected = commands.replace_attendee(attendee, make_person(), at=timezone.now())

    assert "could not deliver" not in client.get(page(corrected)).text


def test_an_address_that_a_day_of_tries_could_not_reach_can_still_be_corrected(settings):
    settings.EMAIL_BACKEND = "bookings.mail.smtp.PatientBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    attendee, at = make_booking(email=VICTIM), NOON
    while Message.objects.get().state == "queued":
        delivery.deliver_due(worker="worker", clock=lambda moment=at: moment)
        at = max(at, Message.objects.get().not_before)
    assert at - NOON > details.CORRECTION_WITHIN

    corrected = details.change(attendee, make_person(email="right@school.example"), at=at)

    assert corrected.email == "right@school.example"
    assert corrected.bookings.get().is_booked


def test_an_address_that_was_reached_is_settled_after_a_day():
    attendee = make_booking(email=VICTIM)

    with pytest.raises(AddressIsSettled):
        details.change(attendee, make_person(), at=NOON + timedelta(hours=25))


def test_a_confirmation_that_failed_is_not_hidden_by_its_invitations(client, noon):
    event = make_event(plan(), plan(starts_at=NOON + timedelta(days=35)), attendance="all")
    attendee = make_booking(*event.sessions.select_related("event"))
    Message.objects.filter(kind="place_booked").update(state="dead")

    text = client.get(f"{page(attendee)}?sent=1").text

    assert "We could not deliver the email" in text
    assert "the email again." not in text
