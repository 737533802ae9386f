"""Somebody has lost the link to their booking, and finds it again by email."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from bookings.mail import delivery
from tests.browser.accessible import check_page
from tests.browser.visiting import expect_page
from tests.factories import make_booking, make_event, plan

pytestmark = pytest.mark.django_db(transaction=True)


def deliver():
    delivery.deliver_due(worker="worker", clock=timezone.now)


def test_the_link_comes_by_email_and_opens_the_booking(visitor, mailbox):
    now = timezone.now()
    event = make_event(plan(starts_at=now + timedelta(days=28)), at=now)
    session = event.sessions.select_related("event").get()
    make_booking(session, email="ann@school.example", full_name="Ann Example", at=now)
    deliver()

    # Given the event's page, which leads to it
    visitor.goto(f"/events/{event.public_id}/{event.slug}/")
    visitor.locator("main").get_by_role("link", name="Find my booking").click()
    expect_page(visitor, "Find my booking")

    # When the address is left out, and then entered
    visitor.get_by_role("button", name="Email me my bookings").click()
    expect(visitor.get_by_role("heading", name="There is a problem")).to_be_visible()
    check_page(visitor)
    visitor.get_by_role("link", name="Enter your email address").click()
    expect(visitor.get_by_label("Your email address")).to_be_focused()
    visitor.get_by_label("Your email address").fill("Ann@school.example")
    visitor.get_by_role("button", name="Email me my bookings").click()
    expect_page(visitor, "Check your email")

    # Then a mail has come to who has booked, and its link opens the booking
    deliver()
    mail = mailbox[-1]
    assert mail.to == ["ann@school.example"]
    [link] = [line for line in mail.body.splitlines() if "/b/" in line]
    visitor.goto(link)
    expect_page(visitor, "Your place is booked")


def test_who_has_not_booked_reads_the_same_and_a_busy_network_is_told(visitor, mailbox, settings):
    settings.SEARCHES_PER_NETWORK_PER_HOUR = 1

    for heading in ("Check your email", "Too many requests from your network"):
        visitor.goto("/find-my-booking/")
        visitor.get_by_label("Your email address").fill("unknown@school.example")
        visitor.get_by_role("button", name="Email me my bookings").click()
        expect_page(visitor, heading)

    deliver()
    assert mailbox == []
