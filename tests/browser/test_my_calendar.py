"""Somebody subscribes to all that they have booked, and changes the calendar's address."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.visiting import expect_page, mailed_link
from tests.factories import make_booking, make_event, plan

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_address_comes_by_email_and_is_changed(visitor, mailbox):
    now = timezone.now()
    event = make_event(plan(starts_at=now + timedelta(days=28)), at=now)
    session = event.sessions.select_related("event").get()
    attendee = make_booking(session, email="ann@school.example", at=now)

    # Given the page of a booking, when its calendar is asked for
    visitor.goto(f"/b/{attendee.link_token}/")
    visitor.get_by_role("button", name="Email me my calendar’s address").click()
    expect_page(visitor, "Your place is booked")
    expect(visitor.get_by_role("alert")).to_contain_text("to ann@school.example.")

    # Then the mail leads to the page that has the address
    visitor.goto(mailed_link("/my-calendar/"))
    expect_page(visitor, "Your bookings in your calendar app")
    old = visitor.locator("code").inner_text()
    assert visitor.request.get(old).status == 200

    # And a new address ends the old one
    visitor.get_by_role("button", name="Make a new address").click()
    expect(visitor.get_by_role("alert")).to_contain_text(
        "Your calendar has a new address, and so does this page."
    )
    expect_page(visitor, "Your bookings in your calendar app")
    assert visitor.request.get(old).status == 404
    assert visitor.request.get(visitor.locator("code").inner_text()).status == 200
