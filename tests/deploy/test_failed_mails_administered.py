"""Administrators send an email that failed again, or put it aside."""

import pytest

from bookings.models import Message
from tests.deploy.test_administration import HERE, actions, ada, admin
from tests.events.pages import words
from tests.factories import NOON, make_booking

__all__ = ["ada", "admin"]  # fixtures

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("noon")]


def failed(**fields):
    make_booking()
    Message.objects.update(state="dead", last_error="550 5.1.1", **fields)
    return Message.objects.get()


def test_a_failed_mail_is_tried_again(admin):
    message = failed()

    shown = words(admin.get(f"{HERE}failed-mails/"))
    response = admin.post(f"{HERE}failed-mails/{message.public_id}/again/")
    admin.post(f"{HERE}failed-mails/{message.public_id}/again/")

    assert f"Place Booked ({message.public_id}), to someone at school.example" in " ".join(
        shown.split()
    ).replace(" (", " (")
    assert "550 5.1.1" in shown
    assert message.to not in shown
    assert response["Location"] == f"{HERE}failed-mails/"
    assert Message.objects.get().state == "queued"
    assert [what for what, _ in actions() if "mail" in what] == ["mail_queued_again"]
    assert "No email has failed." in words(admin.get(f"{HERE}failed-mails/"))


def test_a_failed_mail_is_put_aside(admin):
    message = failed()

    admin.post(f"{HERE}failed-mails/{message.public_id}/aside/")
    admin.post(f"{HERE}failed-mails/{message.public_id}/aside/")

    assert Message.objects.get().state == "skipped"
    assert [what for what, _ in actions() if "mail" in what] == ["mail_put_aside"]


def test_one_of_which_nothing_is_kept_is_only_put_aside(admin):
    message = failed(facts={}, emptied_at=NOON, to="")

    response = admin.get(f"{HERE}failed-mails/")
    admin.post(f"{HERE}failed-mails/{message.public_id}/again/")

    assert "an address that is no longer kept" in words(response)
    assert "Try again" not in response.text
    assert Message.objects.get().state == "dead"


def test_a_mail_that_waits_is_not_put_aside(admin):
    make_booking()
    message = Message.objects.get()

    admin.post(f"{HERE}failed-mails/{message.public_id}/aside/")

    assert Message.objects.get().state == "queued"
