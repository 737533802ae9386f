"""An organiser writes to attendees: on a phone and on a desk, with scripts and without."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from bookings.lifecycle.writing import HELD_FOR
from bookings.mail import delivery
from bookings.models import Message, WrittenMessage
from tests.browser.accessible import check_page
from tests.browser.test_workspace_pages import LONG, sign_in
from tests.browser.visiting import expect_errors
from tests.factories import make_booking, make_event, make_organiser, plan

pytestmark = pytest.mark.django_db(transaction=True)


def book_two():
    now = timezone.now()
    event = make_event(plan(starts_at=now + timedelta(days=28), label="Morning"), at=now)
    session = event.sessions.select_related("event").get()
    make_booking(session, full_name="Ann Example", email="ann@school.example", at=now)
    make_booking(session, full_name="Bo Sample", email=f"{LONG[:60]}@{LONG[:60]}.example", at=now)
    return event


@pytest.fixture
def writing(visitor, settings):
    """The first page of messages, of an event with two attendees."""
    settings.REQUIRE_TOTP = False
    make_organiser(email="olu@westshire.example")
    event = book_two()
    sign_in(visitor)
    visitor.goto(f"/organiser/events/{event.public_id}/")
    visitor.get_by_role("link", name="Messages").click()
    expect(visitor.get_by_text("Nobody has written to the attendees yet.")).to_be_visible()
    check_page(visitor)
    visitor.get_by_role("button", name="Write to attendees").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Write to attendees")
    check_page(visitor)
    return visitor


def preview(page, text):
    page.get_by_label("Subject").fill("Parking")
    page.get_by_label("Message", exact=True).fill(text)
    page.get_by_role("button", name="Preview").click()


def test_it_is_written_previewed_sent_and_stopped(writing):
    preview(writing, "Hello {firstname}")
    expect_errors(
        writing,
        {
            "“{firstname}” is not a placeholder. Use {first name}, {full name}, {session} or"
            " {link}": "#id_text"
        },
    )
    check_page(writing)

    preview(writing, f"Hello {{first name}}\n\n{{link}}\n\n{LONG}")
    expect(writing.get_by_text("This will be sent to 2 people:")).to_be_visible()
    expect(writing.get_by_role("heading", name="The email to Ann Example")).to_be_visible()
    check_page(writing)
    writing.get_by_role("button", name="Show another person").click()
    expect(writing.get_by_role("heading", name="The email to Bo Sample")).to_be_visible()
    writing.get_by_role("button", name="Change").click()
    expect(writing.get_by_label("Subject")).to_have_value("Parking")
    writing.get_by_role("button", name="Preview").click()
    writing.get_by_role("button", name="Send me a copy first").click()
    expect(writing.get_by_text("We are sending a copy to olu@westshire.example")).to_be_visible()
    check_page(writing)
    writing.get_by_role("button", name="Send to 2 people").click()

    expect(writing.get_by_text("Being held until")).to_be_visible()
    check_page(writing)
    writing.get_by_role("button", name="Stop this message").click()
    expect(writing.get_by_text("Nobody was sent this message.")).to_be_visible()
    check_page(writing)
    assert WrittenMessage.objects.get().is_stopped
    assert set(Message.objects.filter(kind="written").values_list("state", flat=True)) == {
        "skipped"
    }
    writing.get_by_role("link", name="Messages").click()
    expect(writing.get_by_role("link", name="Parking")).to_be_visible()
    check_page(writing)


def test_what_has_begun_to_be_sent_is_not_stopped(writing):
    preview(writing, "Hello {first name}")
    writing.get_by_role("button", name="Send to 2 people").click()
    expect(writing.get_by_role("button", name="Stop this message")).to_be_visible()
    later = timezone.now() + HELD_FOR
    delivery.deliver_due(worker="worker", clock=lambda: later)

    writing.get_by_role("button", name="Stop this message").click()

    expect(writing.get_by_role("heading", level=1)).to_have_text(
        "It is too late to stop this message"
    )
    expect(writing.get_by_text("2 of 2 people have been sent it.")).to_be_visible()
    check_page(writing)
    writing.get_by_role("link", name="See how many have been sent").click()
    expect(writing.get_by_role("rowheader", name="Ann Example")).to_be_visible()
    check_page(writing)
