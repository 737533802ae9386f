"""The organisers' first page, on a phone and on a desk, with JavaScript and without."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from bookings.models import Message
from tests.browser.accessible import check_accessible, check_page
from tests.browser.test_workspace_pages import (
    BELOW,
    BESIDE,
    FOLLOWS,
    LONG,
    SAID_BEFORE,
    SHOWS_ALL,
    sign_in,
)
from tests.browser.visiting import expect_errors
from tests.factories import make_booking, make_event, make_organiser, plan

pytestmark = pytest.mark.django_db(transaction=True)

HEADINGS = ["Event", "State", "Session", "Booked"]


@pytest.fixture(autouse=True)
def events(settings):
    """One that is nearly full and whose mail reached nobody, one with a long name, one past."""
    settings.REQUIRE_TOTP = False
    make_organiser(email="olu@westshire.example")
    now = timezone.now()
    soon = make_event(
        plan(starts_at=now + timedelta(days=3), label="Morning", capacity=2),
        title="Budget briefing",
        at=now,
    )
    make_booking(soon.sessions.select_related("event").get(), at=now)
    make_booking(
        make_event(plan(starts_at=now + timedelta(days=50)), title=LONG, at=now)
        .sessions.select_related("event")
        .get(),
        at=now,
    )
    Message.objects.update(state="dead")
    make_event(plan(starts_at=now - timedelta(days=9)), title="Été: what was", at=now)
    return soon


def test_each_thing_that_needs_attention_leads_to_where_it_is_mended(visitor):
    sign_in(visitor)
    check_page(visitor)

    urgent = visitor.get_by_role("listitem").filter(has_text="Budget briefing").first
    said = ["Nearly full: 1 of 2, Morning", "No agenda, and it is in 3 days"]
    said.append("An email to 1 person could not be delivered")
    expect(urgent.get_by_role("link")).to_have_text(said)
    urgent.get_by_role("link", name="No agenda").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Documents")
    visitor.goto("/organiser/")
    visitor.get_by_role("link", name=said[-1]).first.click()
    expect(visitor.get_by_text("Found 1 of 1 booking.")).to_be_visible()


def test_events_are_found_by_title_and_by_state(visitor):
    sign_in(visitor)

    visitor.get_by_label("Search by title").fill("ete")
    visitor.get_by_role("button", name="Show events").click()
    expect(visitor.get_by_text("No events match what you are looking for.")).to_be_visible()
    check_page(visitor)
    visitor.get_by_label("Show", exact=True).select_option("Past")
    visitor.get_by_role("button", name="Show events").click()
    expect(visitor.get_by_role("rowheader", name="Été: what was")).to_be_visible()
    visitor.get_by_label("Show", exact=True).select_option("Coming up, and need attention")
    visitor.get_by_label("Search by title").fill("")
    visitor.get_by_role("button", name="Show events").click()
    expect(visitor.get_by_role("row").filter(has_text="Nearly full")).to_be_visible()
    check_page(visitor)
    visitor.get_by_label("Search by title").fill("x" * 101)
    visitor.get_by_role("button", name="Show events").click()
    expect_errors(visitor, {"What you search for must be 100 characters or fewer": "#id_q"})


def test_the_numbers_of_the_line_can_be_read(visitor):
    sign_in(visitor)

    expect(
        visitor.get_by_text("2 places booked and 0 cancelled at events that are coming up.")
    ).to_be_visible()
    visitor.get_by_text("The numbers").click()

    table = visitor.get_by_role("table", name="Places booked and cancelled on each day")
    expect(table.get_by_role("row")).to_have_count(29)
    check_page(visitor)


def test_each_event_is_a_row_on_a_desk_and_a_card_on_a_phone(desk):
    sign_in(desk)
    table = desk.get_by_role("table", name="Your team’s events")
    frame, first = table.locator("xpath=.."), table.locator("tbody tr").first

    expect(table.get_by_role("columnheader")).to_have_text(HEADINGS)
    assert [first.evaluate(FOLLOWS, way) for way in (BESIDE, BELOW)] == [True, False]
    assert frame.evaluate(SHOWS_ALL)
    check_accessible(desk)
    desk.set_viewport_size({"width": 320, "height": 640})
    assert [first.evaluate(FOLLOWS, way) for way in (BESIDE, BELOW)] == [False, True]
    said = [cell.evaluate(SAID_BEFORE) for cell in first.get_by_role("cell").all()]
    assert said == [f'"{heading}: "' for heading in HEADINGS[1:]]
    assert frame.evaluate(SHOWS_ALL)


def test_a_summary_is_asked_for(visitor):
    sign_in(visitor)
    visitor.get_by_role("link", name="Get a summary by email each weekday morning").click()
    check_page(visitor)

    visitor.get_by_label("Yes").check()
    visitor.get_by_role("button", name="Save email settings").click()

    expect(visitor.get_by_text("Your email settings are saved.")).to_be_visible()
    expect(visitor.get_by_label("Yes")).to_be_checked()
    check_page(visitor)


def test_an_events_overview_with_its_line_is_accessible(desk, events):
    sign_in(desk)
    desk.goto(f"/organiser/events/{events.public_id}/")
    expect(desk.get_by_text("1 place booked and 0 cancelled.")).to_be_visible()
    check_accessible(desk)
