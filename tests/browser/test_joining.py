"""From the mail into the meeting: too early, in time, and after the place was cancelled."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from bookings.lifecycle import commands
from bookings.models import Booking
from tests.browser.visiting import expect_page, mailed_link
from tests.factories import make_booking, make_session

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_link_in_the_mail_opens_in_time_and_leads_to_the_meeting(visitor, site, monkeypatch):
    # Given a place at an online session in four weeks
    now = timezone.now()
    starts_at = now + timedelta(days=28)
    attendee = make_booking(make_session(starts_at=starts_at), at=now, email="ann@school.example")
    visitor.goto(mailed_link("/join/", to="ann@school.example"))
    expect_page(visitor, "You cannot join yet")
    expect(visitor.get_by_text("You can join from ")).to_be_visible()

    # When it is opened again ten minutes before
    monkeypatch.setattr(timezone, "now", lambda: starts_at - timedelta(minutes=10))
    visitor.reload()
    expect_page(visitor, "Join the meeting")
    visitor.get_by_role("button", name="Join the meeting").click()

    # Then it leads to the meeting, and that one joined is recorded
    meeting = visitor.get_by_role("button", name="Go to the meeting on meet.example")
    expect(meeting).to_have_attribute("href", "https://meet.example/join")
    expect_page(visitor, "Join the meeting")
    assert Booking.objects.get().joined_at == starts_at - timedelta(minutes=10)

    # And once the place is cancelled it leads nowhere
    monkeypatch.undo()
    commands.cancel_bookings(attendee, at=timezone.now())
    visitor.goto(visitor.url)
    expect_page(visitor, "You no longer have this place")
    visitor.get_by_role("link", name="Go to the event").click()
    expect_page(visitor, "Headteacher briefing")
