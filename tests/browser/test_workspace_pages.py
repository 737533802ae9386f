"""The pages of an event's workspace that the story of a changing event passes by."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.accessible import check_accessible
from tests.factories import (
    attach_document,
    make_audience,
    make_booking,
    make_event,
    make_organiser,
    make_venue,
    plan,
)
from tests.signing_in import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = {
    "documents/new/": "Add a document",
    "documents/{document}/edit/": "Change a document",
    "documents/{document}/withdraw/": "Withdraw this document?",
    "cancel/": "Cancel this event",
    "bookings/": "Bookings",
    "history/": "History",
}


def test_each_is_accessible_at_both_widths(desk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.REQUIRE_TOTP = False
    make_organiser(email="olu@westshire.example")
    now, venue = timezone.now(), make_venue(map_link="https://maps.example/1")
    day = now + timedelta(days=28)
    session = plan(starts_at=day, mode="in_person", join_link="", venue=venue)
    event = make_event(session, at=now, audiences=[make_audience()], series="Money")
    make_event(plan(starts_at=day), title="Another briefing", at=now, series="Money")
    document = attach_document(event, at=now)
    make_booking(event.sessions.get(), at=now)
    desk.goto("/organiser/")
    desk.get_by_label("Email address").fill("olu@westshire.example")
    desk.get_by_label("Password").fill(PASSWORD)
    desk.get_by_role("button", name="Sign in").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Your events")

    for path, heading in PAGES.items():
        page = path.format(document=document.public_id)
        desk.goto(f"/organiser/events/{event.public_id}/{page}")
        expect(desk.get_by_role("heading", level=1)).to_have_text(heading)
        check_accessible(desk)

    desk.goto(f"/events/{event.public_id}/")
    expect(desk.get_by_role("link", name="Another briefing")).to_be_visible()
    check_accessible(desk)
    desk.get_by_role("link", name="Ashby Hall", exact=True).click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Ashby Hall")
    check_accessible(desk)


def test_an_empty_form_says_what_is_missing_and_leads_there(desk, settings):
    settings.REQUIRE_TOTP = False
    make_organiser(email="olu@westshire.example")
    event = make_event(at=timezone.now())
    desk.goto("/organiser/")
    desk.get_by_label("Email address").fill("olu@westshire.example")
    desk.get_by_label("Password").fill(PASSWORD)
    desk.get_by_role("button", name="Sign in").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Your events")
    desk.goto(f"/organiser/events/{event.public_id}/documents/new/")

    desk.get_by_role("button", name="Add document").click()

    expect(desk.get_by_role("heading", name="There is a problem")).to_be_visible()
    check_accessible(desk)
    desk.get_by_role("link", name="Enter a title").click()
    expect(desk.get_by_label("Title")).to_be_focused()
