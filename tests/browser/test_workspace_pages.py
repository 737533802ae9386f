"""The pages of an event's workspace that the story of a changing event passes by."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.accessible import check_accessible, check_page
from tests.browser.visiting import expect_errors
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


HEADINGS = [
    *("Name", "Session", "Work email address", "School"),
    *("Role", "Access needs", "Booked by", "State"),
]
LONG = "Wolfeschlegelsteinhausenbergerdorff" * 4
FOLLOWS = """(row, [edge, other]) => [...row.children]
    .map(cell => cell.getBoundingClientRect())
    .every((cell, index, cells) => !index || cell[edge] >= cells[index - 1][other])"""
BESIDE, BELOW = ["left", "right"], ["top", "bottom"]
SHOWS_ALL = "frame => frame.scrollWidth <= frame.clientWidth"
SAID_BEFORE = """cell => getComputedStyle(cell, "::before").content"""


def sign_in(page):
    page.goto("/organiser/")
    page.get_by_label("Email address").fill("olu@westshire.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your events")


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
    sign_in(desk)

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
    sign_in(desk)
    desk.goto(f"/organiser/events/{event.public_id}/documents/new/")

    desk.get_by_role("button", name="Add document").click()

    expect(desk.get_by_role("heading", name="There is a problem")).to_be_visible()
    check_accessible(desk)
    desk.get_by_role("link", name="Enter a title").click()
    expect(desk.get_by_label("Title")).to_be_focused()


def book_two():
    """Somebody of whom everything is known, all of it long, and somebody of whom little is."""
    now = timezone.now()
    event = make_event(plan(starts_at=now + timedelta(days=28), label="Morning"), at=now)
    session = event.sessions.select_related("event").get()
    make_booking(
        session,
        full_name=LONG,
        email=f"{LONG[:60]}@{LONG[:60]}.example",
        typed_school=LONG,
        role=LONG[:100],
        access_needs=LONG,
        booked_by_name=LONG,
        booked_by_email=f"{LONG[:60]}@{LONG[:60]}.example",
        at=now,
    )
    make_booking(session, full_name="Bo Sample", at=now)
    return event


def test_the_list_of_bookings_is_searched_filtered_and_cleared(visitor, settings):
    settings.REQUIRE_TOTP = False
    make_organiser(email="olu@westshire.example")
    event = book_two()
    sign_in(visitor)
    visitor.goto(f"/organiser/events/{event.public_id}/bookings/")
    check_page(visitor)

    visitor.get_by_label("Search").fill("sample")
    visitor.get_by_text("Filter and sort").click()
    visitor.locator("#id_state").select_option("Booked")
    visitor.get_by_role("button", name="Search", exact=True).click()

    expect(visitor.get_by_text("Found 1 of 2 bookings.")).to_be_visible()
    expect(visitor.get_by_role("rowheader", name="Bo Sample")).to_be_visible()
    check_page(visitor)
    visitor.get_by_role("group", name="Show only").get_by_label("Access needs").check()
    visitor.get_by_role("button", name="Search", exact=True).click()
    expect(visitor.get_by_text("No bookings match what you are looking for.")).to_be_visible()
    check_page(visitor)
    visitor.get_by_role("button", name="Clear").click()
    expect(visitor.get_by_text("2 booked.")).to_be_visible()
    expect(visitor.get_by_label("Search")).to_have_value("")
    visitor.get_by_label("Search").fill("x" * 101)
    visitor.get_by_role("button", name="Search", exact=True).click()
    expect_errors(visitor, {"Search must be 100 characters or fewer": "#id_q"})


def test_columns_are_chosen(visitor, settings):
    settings.REQUIRE_TOTP = False
    make_organiser(email="olu@westshire.example")
    event = book_two()
    sign_in(visitor)
    visitor.goto(f"/organiser/events/{event.public_id}/bookings/")

    visitor.get_by_text("Choose columns").click()
    visitor.get_by_role("group", name="Columns").get_by_label("Booked at").check()
    check_page(visitor)
    visitor.get_by_role("button", name="Show these columns").click()

    table = visitor.get_by_role("table", name="Attendees")
    today = table.get_by_text(f"{timezone.localdate():%Y-%m-%d}")
    expect(today).to_have_count(2)
    check_page(visitor)


def test_whoever_is_coming_is_a_row_on_a_desk_and_a_card_on_a_phone(desk, settings):
    settings.REQUIRE_TOTP = False
    make_organiser(email="olu@westshire.example")
    event = book_two()
    sign_in(desk)
    desk.goto(f"/organiser/events/{event.public_id}/bookings/")
    table = desk.get_by_role("table", name="Attendees")
    frame = table.locator("xpath=..")
    known, unknown = table.locator("tbody tr").all()

    expect(table.get_by_role("columnheader")).to_have_text(HEADINGS)
    assert [known.evaluate(FOLLOWS, way) for way in (BESIDE, BELOW)] == [True, False]
    assert frame.evaluate(SHOWS_ALL)
    check_accessible(desk)
    desk.set_viewport_size({"width": 320, "height": 640})
    assert [known.evaluate(FOLLOWS, way) for way in (BESIDE, BELOW)] == [False, True]
    said = [cell.evaluate(SAID_BEFORE) for cell in known.get_by_role("cell").all()]
    assert said == [f'"{heading}: "' for heading in HEADINGS[1:]]
    assert frame.evaluate(SHOWS_ALL)
    assert unknown.get_by_role("cell").count() == 4


def test_a_sign_in_sheet_is_printed_with_and_without_scripts(visitor, settings):
    settings.REQUIRE_TOTP = False
    make_organiser(email="olu@westshire.example")
    event = book_two()
    sign_in(visitor)
    visitor.goto(f"/organiser/events/{event.public_id}/bookings/print/")
    check_page(visitor)

    visitor.get_by_role("button", name="Download the PDF").click()
    expect_errors(visitor, {"Select what you want to print": "#id_what"})
    visitor.get_by_label("Sign-in sheet").check()
    visitor.get_by_label("Blank lines for people who have not booked").fill("5")
    with visitor.expect_download() as downloaded:
        visitor.get_by_role("button", name="Download the PDF").click()

    day = timezone.localdate(event.sessions.get().starts_at)
    name = f"{event.feed_name}-{day}-morning-sign-in-sheet.pdf"
    assert downloaded.value.suggested_filename == name
