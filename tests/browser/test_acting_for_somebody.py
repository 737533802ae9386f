"""An organiser acts for a head who calls: on a phone, with scripts and without."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from bookings.models import Message
from tests.browser.accessible import check_page
from tests.browser.test_workspace_pages import sign_in
from tests.browser.visiting import expect_errors
from tests.factories import make_booking, make_event, make_organiser, plan

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bookings(visitor, settings):
    """The list of an event of two sessions, of which the second is full."""
    settings.REQUIRE_TOTP = False
    make_organiser(email="olu@westshire.example")
    now = timezone.now()
    event = make_event(
        plan(starts_at=now + timedelta(days=28), label="Morning"),
        plan(starts_at=now + timedelta(days=35), label="Late", capacity=1),
        at=now,
    )
    make_booking(event.sessions.select_related("event").get(label="Late"), at=now)
    sign_in(visitor)
    visitor.goto(f"/organiser/events/{event.public_id}/bookings/")
    return visitor


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def follow(page, name):
    page.get_by_role("link", name=name).click()


def book(page):
    page.get_by_role("button", name="Book for someone").click()
    page.get_by_label("Morning").check()
    page.get_by_label("Full name", exact=True).fill("Ann Example")
    page.get_by_label("Work email address").fill("ann@school.example")
    page.get_by_label("The school is not listed").check()
    page.get_by_label("Name of the school or organisation").fill("Oak School")
    press(page, "Book place")


def test_a_place_is_booked_corrected_moved_cancelled_and_given_back(bookings):
    page = bookings
    page.get_by_role("button", name="Book for someone").click()
    check_page(page)
    press(page, "Book place")
    expect_errors(
        page,
        {
            "Select the session they will attend": "#id_sessions",
            "Enter their full name": "#id_full_name",
            "Enter their work email address": "#id_email",
            "Select the school, or tick that it is not listed": "#id_school",
        },
    )
    check_page(page)
    follow(page, "Bookings")

    book(page)

    expect(page.get_by_text("The place is booked. We are emailing them.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ann Example")
    check_page(page)
    follow(page, "Correct the details")
    check_page(page)
    page.get_by_label("Role (optional)").fill("Head")
    press(page, "Save the details")
    expect(page.get_by_text("The details are saved.")).to_be_visible()

    follow(page, "Change session")
    check_page(page)
    page.get_by_label("Late").check()
    press(page, "Change session")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Full: Late")
    check_page(page)
    press(page, "Add a place")
    expect(page.get_by_text("The session is changed. We are emailing them.")).to_be_visible()

    follow(page, "Cancel the place")
    check_page(page)
    page.get_by_label("Reason for cancelling").fill("You called us.")
    page.get_by_label("Do not email them about this").check()
    press(page, "Cancel the place")
    expect(page.get_by_text("The place is cancelled. We have not emailed them.")).to_be_visible()
    expect(page.get_by_text("Reason: You called us.")).to_be_visible()
    check_page(page)

    page.get_by_role("link", name="Undo the cancellation").last.click()
    check_page(page)
    press(page, "Book the place again")
    expect(page.get_by_text("The place is booked again. We are emailing them.")).to_be_visible()
    page.get_by_label("Note").fill("Comes by train")
    press(page, "Save note")
    expect(page.get_by_text("The note is saved.")).to_be_visible()
    expect(page.get_by_label("Note")).to_have_value("Comes by train")


def test_a_mail_that_was_not_delivered_is_sent_again(bookings):
    page = bookings
    book(page)
    Message.objects.update(state="dead")
    page.goto(page.url)

    expect(page.get_by_text("An email could not be delivered.")).to_be_visible()
    check_page(page)
    page.get_by_role("button", name=re.compile("^Send again")).click()

    expect(page.get_by_text("We are sending the email again.")).to_be_visible()
    check_page(page)


def test_the_list_is_downloaded_as_a_workbook_and_as_csv(bookings):
    page = bookings
    follow(page, "Download the list")
    check_page(page)

    names = []
    for kind in ("Excel workbook", "CSV"):
        page.get_by_label(kind, exact=True).check()
        with page.expect_download() as downloading:
            press(page, "Download")
        names.append(downloading.value.suggested_filename.rpartition("-")[2])

    assert names == ["bookings.xlsx", "bookings.csv"]
