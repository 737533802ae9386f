"""The pages of what is on, and the organisers' own, in a real Chromium."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from bookings.mail import delivery
from events.models import Event, Update
from tests.browser.accessible import check_accessible
from tests.factories import (
    attach_document,
    cancel_event,
    make_audience,
    make_event,
    make_organiser,
    make_school,
    make_venue,
    plan,
)

PDF = {"name": "agenda.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 agenda"}
LONG = "Unbreakable-" * 12


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.REQUIRE_TOTP = False


def soon(days: int = 28):
    return timezone.now().replace(hour=16, minute=0, second=0, microsecond=0) + timedelta(days)


def make_a_full_event() -> Event:
    """One with everything that an event's page can show."""
    now = timezone.now()
    venue = {"mode": "in_person", "join_link": "", "venue": make_venue(travel="Parking.")}
    event = make_event(
        plan(starts_at=soon(), label="Morning", speakers="A Speaker"),
        plan(starts_at=soon(29), arrive_at=soon(29) - timedelta(minutes=30), **venue),
        plan(starts_at=soon(-7)),
        title=f"Briefing {LONG}",
        summary="A briefing.",
        body="## What\n\n- one\n- [two](https://westshire.example/)",
        audiences=[make_audience()],
        update=Update.objects.create(published_on=now.date(), title="Weekly update"),
    )
    attach_document(event, title=f"Agenda {LONG}", content=PDF["buffer"], at=now)
    return event


def sign_in(page: Page) -> None:
    organiser = make_organiser(password="a long enough password")
    page.goto("/organiser/")
    page.get_by_label("Email address").fill(organiser.email)
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Your events", exact=True)).to_be_visible()


def test_the_public_pages_are_accessible(phone, settings):
    settings.KNOWN_DEVICE_COOKIE_NAME = "__Host-known_device"  # the longest name, under https
    event = make_a_full_event()
    cancelled = make_event(plan(starts_at=soon()), title="Off")
    cancel_event(cancelled, reason="Flooded.", at=timezone.now())
    elsewhere = make_event(
        plan(starts_at=soon()), booking_by="email", booking_address="a@b.example"
    )
    undated = make_event(plan(precision="none", mode="to_be_confirmed", join_link=""))

    for address in [
        "/",
        "/?when=past",
        "/?audience=nobody",
        *[f"/events/{e.public_id}/{e.slug}/" for e in (event, cancelled, elsewhere, undated)],
        f"/updates/{event.update.public_id}/{event.update.slug}/",
        "/accessibility/",
        "/privacy/",
        "/cookies/",
        "/calendar-help/",
        "/nowhere/",
    ]:
        phone.goto(address)
        check_accessible(phone)


def test_the_menu_of_a_phone_opens(phone):
    phone.goto("/")
    expect(phone.locator("header").get_by_text("Calendar help")).to_be_hidden()

    phone.get_by_role("button", name="Menu").click()

    expect(phone.locator("header").get_by_text("Calendar help")).to_be_visible()
    check_accessible(phone)


def test_the_list_is_filtered_without_javascript(phone_without_javascript):
    page = phone_without_javascript
    make_event(plan(starts_at=soon()), title="For heads", audiences=[make_audience("Heads")])
    make_event(plan(starts_at=soon()), title="For SENCOs", audiences=[make_audience("SENCOs")])
    page.goto("/")

    page.get_by_label("Who it is for").select_option("SENCOs")
    page.get_by_role("button", name="Apply filters").click()

    expect(page.get_by_role("link", name="For SENCOs")).to_be_visible()
    expect(page.get_by_role("link", name="For heads")).to_have_count(0)


def test_an_address_to_subscribe_to_is_copied(desk):
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.goto("/calendar-help/")

    desk.get_by_role("button", name="Copy address").click()

    expect(desk.get_by_role("status")).to_have_text("Copied")
    assert desk.evaluate("navigator.clipboard.readText()").endswith(
        "/calendar/education-events-and-briefings.ics"
    )


def test_a_school_that_was_typed_over_is_forgotten(phone):
    make_school(name="St. Mary's School", town="Ashby")
    make_school(name="Oakfield School", town="Elmton")
    event = make_event(plan(starts_at=soon()))
    phone.goto(f"/events/{event.public_id}/{event.slug}/book/")
    box, sent = phone.get_by_label("School", exact=True), phone.locator("select[name=school]")

    box.press_sequentially("st marys")
    phone.get_by_role("option", name="St. Mary's School").click()
    expect(box).to_have_value("St. Mary's School, Ashby")
    expect(sent).not_to_have_value("")
    check_accessible(phone)
    box.press_sequentially(" or not")

    expect(sent).to_have_value("")


def test_a_form_is_sent_once(desk):
    event = make_event(plan(starts_at=soon()))
    desk.goto(f"/events/{event.public_id}/{event.slug}/book/")
    posts: list[str] = []
    desk.on(
        "request", lambda request: posts.append(request.url) if request.method == "POST" else None
    )

    desk.evaluate(
        "const f = document.querySelector('main form'); f.requestSubmit(); f.requestSubmit()"
    )
    expect(desk.get_by_role("heading", name="There is a problem")).to_be_visible()

    assert len(posts) == 1


def fill_in(page: Page) -> None:
    page.get_by_label("Title").fill("Governors' evening")
    page.get_by_label("What it is about").fill("Come along.")
    page.get_by_label("Headteachers").check()
    date = page.get_by_role("group", name="Date", exact=True)
    for label, typed in [("Day", "27"), ("Month", "nov"), ("Year", "2030")]:
        date.get_by_label(label).fill(typed)
    page.get_by_label("Start time").fill("4pm")
    page.get_by_label("End time").fill("5:30pm")
    page.get_by_label("Online").check()
    page.get_by_label("Link to join").fill("https://meet.example/join")
    page.get_by_label("Number of places").fill("40")


def create_with_two_sessions(page: Page) -> None:
    make_audience("Headteachers")
    sign_in(page)
    page.get_by_role("button", name="Create an event").or_(
        page.locator("main").get_by_role("link", name="Create an event")
    ).click()
    page.wait_for_url("**/events/new/")
    fill_in(page)
    page.get_by_role("button", name="Add another session").click()
    second = page.get_by_role("group", name="Session 2")
    second.get_by_label("Day", exact=True).fill("28")
    page.get_by_label("One of the sessions").check()
    page.get_by_label("Agenda").set_input_files(PDF)
    page.get_by_role("button", name="Save and preview").click()
    expect(page.get_by_text("This is a draft.")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Publish")).click()
    expect(page.get_by_text("This event is public.")).to_be_visible()


def check_created() -> None:
    event = Event.objects.get()
    assert (event.state, event.title) == ("published", "Governors' evening")
    held = [(s.starts_at.day, s.starts_at.hour, s.capacity) for s in event.sessions.in_order()]
    assert held == [(27, 16, 40), (28, 16, 40)]
    assert event.documents.get().newest.size == len(PDF["buffer"])


def test_an_organiser_creates_and_publishes_an_event(phone):
    create_with_two_sessions(phone)

    check_created()
    check_accessible(phone)


def test_an_organiser_does_so_without_javascript(phone_without_javascript):
    create_with_two_sessions(phone_without_javascript)

    check_created()


def test_a_session_is_removed_and_the_others_close_up(desk):
    make_audience("Headteachers")
    sign_in(desk)
    desk.goto("/organiser/events/new/")
    fill_in(desk)
    for number, day in ((2, "28"), (3, "29")):
        desk.get_by_role("button", name="Add another session").click()
        desk.get_by_role("group", name=f"Session {number}").get_by_label("Day", exact=True).fill(
            day
        )

    desk.get_by_role("button", name="Remove session 2").click()

    days = desk.locator("[data-sessions]").get_by_label("Day", exact=True)
    expect(days).to_have_count(2)
    expect(days.first).to_have_value("27")
    expect(days.last).to_have_value("29")
    expect(desk.locator("[name=session-TOTAL_FORMS]")).to_have_value("2")
    desk.get_by_label("One of the sessions").check()
    desk.get_by_role("button", name="Save and preview").click()
    expect(desk.get_by_text("This is a draft.")).to_be_visible()
    assert [s.starts_at.day for s in Event.objects.get().sessions.in_order()] == [27, 29]


def test_the_organisers_pages_are_accessible_errors_included(phone):
    event = make_a_full_event()
    make_event(plan(starts_at=soon()), title=f"Draft {LONG}", published=False)
    sign_in(phone)
    check_accessible(phone)
    phone.goto("/organiser/events/new/")
    check_accessible(phone)

    phone.get_by_role("button", name="Save and preview").click()

    expect(phone.get_by_role("alert")).to_contain_text("Enter a title")
    check_accessible(phone)
    phone.goto(f"/organiser/events/{event.public_id}/preview/")
    check_accessible(phone)


def test_the_sign_in_pages_are_accessible_errors_included(phone, settings):
    settings.REQUIRE_TOTP = True
    organiser = make_organiser(password="a long enough password")
    phone.goto("/organiser/")
    check_accessible(phone)
    phone.get_by_role("button", name="Sign in", exact=True).click()
    expect(phone.get_by_role("alert")).to_contain_text("Enter your email address")
    check_accessible(phone)
    phone.get_by_label("Email address").fill(organiser.email)
    phone.get_by_label("Password").fill("a long enough password")

    phone.get_by_role("button", name="Sign in", exact=True).click()
    expect(phone.get_by_role("heading", name="Set up a second step")).to_be_visible()
    check_accessible(phone)
    phone.get_by_label("Code from the app").fill("000000")
    phone.get_by_role("button", name="Continue").click()
    expect(phone.get_by_role("alert")).to_be_visible()
    check_accessible(phone)
    phone.goto("/accounts/reauthenticate/")
    expect(phone.get_by_role("heading", name="Enter your password again")).to_be_visible()
    check_accessible(phone)
    phone.goto("/accounts/logout/")
    check_accessible(phone)


def test_a_forgotten_password_is_chosen_anew(phone):
    organiser = make_organiser()
    phone.goto("/accounts/password/reset/")
    check_accessible(phone)
    phone.get_by_label("Email address").fill(organiser.email)
    phone.get_by_role("button", name="Send the link").click()
    expect(phone.get_by_role("heading", name="Check your email")).to_be_visible()
    check_accessible(phone)
    delivery.deliver_due(worker="the test's worker", clock=timezone.now)
    [link] = [word for word in mail.outbox[0].body.split() if "/password/reset/key/" in word]

    phone.goto("/" + link.split("/", 3)[3])
    check_accessible(phone)
    phone.get_by_label("New password", exact=True).fill("another long password")
    phone.get_by_label("New password again").fill("another long password")
    phone.get_by_role("button", name="Save new password").click()

    expect(phone.get_by_role("heading", name="Your password has been changed")).to_be_visible()
    check_accessible(phone)
