"""An organiser looks after the waiting lists of an event, with scripts and without."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.bookings.waiting import join, make_full
from tests.browser.accessible import check_accessible
from tests.browser.test_acting_for_somebody import follow, press
from tests.browser.test_workspace_pages import LONG, sign_in
from tests.browser.visiting import expect_errors, expect_page
from tests.factories import make_organiser, make_venue, plan

pytestmark = pytest.mark.django_db(transaction=True)

NAMES = ("Ann Example", "Ben Example", "Cat Example")


@pytest.fixture
def full(settings):
    """A full session of an event, at which three people wait."""
    settings.REQUIRE_TOTP = False
    make_organiser(email="olu@westshire.example")
    make_venue()
    now = timezone.now()
    first = plan(starts_at=now + timedelta(days=28), label="Morning", capacity=1)
    [session] = make_full(first, at=now)
    for name in NAMES:
        join(session, full_name=name, at=now)
    return session


def open_tab(page, session):
    sign_in(page)
    page.goto(f"/organiser/events/{session.event.public_id}/waiting-list/")


def test_people_are_moved_offered_a_place_and_removed(visitor, full):
    page = visitor
    open_tab(page, full)
    expect_page(page, "Waiting list")
    expect(page.get_by_text("3 people are on the waiting list.")).to_be_visible()

    follow(page, re.compile("Change the order.*Cat Example"))
    expect_page(page, "Change Cat Example’s position in the waiting list")
    press(page, "Change the order")
    expect_errors(
        page,
        {
            "Select where you want to move them": "#id_to",
            "Enter a reason for changing the order": "#id_reason",
        },
    )
    page.get_by_label("Where do you want to move them?").select_option(index=1)
    page.get_by_label("Reason for changing the order").fill("Asked by the head")
    press(page, "Change the order")
    expect(page.get_by_text("The order of the waiting list is changed.")).to_be_visible()
    expect(page.get_by_role("rowheader").first).to_contain_text("Cat Example")

    follow(page, re.compile("Offer a place.*Ann Example"))
    expect_page(page, "Offer Ann Example a place")
    press(page, "Offer a place")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Full: Morning")
    press(page, "Add a place")
    expect(page.get_by_text("The place is offered. We are emailing them.")).to_be_visible()
    expect_page(page, "Waiting list")

    follow(page, re.compile("Remove.*Ben Example"))
    expect_page(page, "Remove Ben Example from the waiting list")
    page.get_by_label("Reason for removing them (optional)").fill("You told us.")
    press(page, "Remove from the waiting list")
    expect(page.get_by_text("They are no longer on the waiting list.")).to_be_visible()
    expect(page.get_by_text("2 people are on the waiting list.")).to_be_visible()

    page.get_by_role("link", name="Ann Example", exact=True).click()
    expect_page(page, "Ann Example")
    expect(page.get_by_text("Offered a place until")).to_be_visible()


def test_an_extra_session_is_opened_and_says_what_came_of_it(visitor, full):
    page = visitor
    open_tab(page, full)
    press(page, "Open an extra session")
    expect_page(page, "Open an extra session")
    expect(page.get_by_text("3 people are waiting.")).to_be_visible()
    press(page, "Open the session and offer it to 3 people")
    expect_errors(
        page,
        {
            "Enter the date with a day, a month and a year": "#id_held_on_0",
            "Select where the session is held": "#id_mode",
        },
    )

    day = timezone.localdate() + timedelta(days=30)
    when = page.get_by_role("group", name="Date", exact=True)
    for box, value in {"Day": day.day, "Month": day.month, "Year": day.year}.items():
        when.get_by_label(box).fill(str(value))
    page.get_by_label("Start time").fill("4pm")
    page.get_by_role("radio", name="Online").check()
    page.get_by_label("Link to join (optional)").fill("https://meet.example/extra")
    page.get_by_label("Number of places (optional)").fill("100")
    press(page, "Open the session and offer it to 3 people")

    expect_page(page, "Extra session")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Still to answer"))
    expect(row.get_by_role("cell")).to_have_text("3")


def test_each_other_page_is_accessible_at_both_widths(desk, full):
    join(full, full_name=LONG, typed_school=LONG, at=timezone.now())
    event = full.event
    open_tab(desk, full)
    check_accessible(desk)

    follow(desk, "Download the waiting list")
    expect_page(desk, "Download the waiting list")
    desk.goto("/organiser/")
    expect(desk.get_by_role("link", name="4 waiting")).to_be_visible()
    check_accessible(desk)
    desk.goto(f"/organiser/events/{event.public_id}/")
    expect(desk.get_by_role("link", name="4 waiting")).to_be_visible()
    check_accessible(desk)
