"""The whole story: an organiser announces a briefing, a head books it, the list is taken out."""

import csv
import re
from datetime import timedelta

import icalendar
import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from bookings.mail import delivery
from events.models import Event
from tests.browser.accessible import check_accessible
from tests.factories import make_audience, make_organiser
from tests.signing_in import code_of

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "correct horse battery staple"
AGENDA = {"name": "agenda.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 the agenda"}


@pytest.fixture
def organiser(site, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.REQUIRE_TOTP = True
    make_audience("Headteachers")
    return make_organiser(email="olu@westshire.example", password=PASSWORD)


def sign_in_for_the_first_time(page: Page) -> None:
    page.goto("/organiser/")
    page.get_by_label("Email address").fill("olu@westshire.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code from the app").fill(code_of(page.locator("code").inner_text()))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    check_accessible(page)


def announce(page: Page) -> None:
    day = timezone.localdate() + timedelta(days=30)
    page.goto("/organiser/events/new/")
    page.get_by_label("Title").fill("Headteacher briefing")
    page.get_by_label("What it is about").fill("News for all schools.")
    page.get_by_label("Headteachers").check()
    date = page.get_by_role("group", name="Date", exact=True)
    for label, typed in [("Day", day.day), ("Month", day.month), ("Year", day.year)]:
        date.get_by_label(label).fill(str(typed))
    page.get_by_label("Start time").fill("9am")
    page.get_by_label("End time").fill("10:30am")
    page.get_by_label("Online").check()
    page.get_by_label("Link to join").fill("https://meet.example/join")
    page.get_by_label("Number of places").fill("20")
    page.get_by_role("button", name="Add another session").click()
    page.get_by_role("group", name="Session 2").get_by_label("Start time").fill("4pm")
    page.get_by_role("group", name="Session 2").get_by_label("End time").fill("5:30pm")
    page.get_by_label("One of the sessions").check()
    page.get_by_label("Agenda").set_input_files(AGENDA)
    page.get_by_role("button", name="Save and preview").click()
    page.get_by_role("button", name=re.compile("^Publish")).click()
    expect(page.get_by_text("This event is public.")).to_be_visible()


def book(page: Page, event: Event) -> None:
    page.goto(f"/events/{event.public_id}/{event.slug}/")
    expect(page.get_by_role("link", name="Agenda (PDF, 19 bytes)")).to_be_visible()
    page.get_by_role("link", name="Book this session").last.click()
    page.get_by_label("Full name").first.fill("=Ann Example")
    page.get_by_label("Work email address").fill("ann@school.example")
    page.get_by_role("checkbox", name="My school is not listed").check()
    page.get_by_label("Name of your school or organisation").fill("Oakfield School")
    page.get_by_role("button", name="Book place").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your place is booked")


PLACES = ("Places available", "Few places left", "Full")


def places_in_the_calendar(page: Page, event: Event) -> list[str]:
    feed = page.request.get(f"/calendar/{event.feed_name}.ics").body()
    told = [
        str(entry["description"]) for entry in icalendar.Calendar.from_ical(feed).walk("VEVENT")
    ]
    return [line for text in told for line in text.splitlines() if line in PLACES]


def test_from_the_announcement_to_the_list(desk, phone, organiser, tmp_path):
    # Given an organiser who has signed in with a second factor and announced a briefing
    sign_in_for_the_first_time(desk)
    announce(desk)
    event = Event.objects.get()
    assert places_in_the_calendar(phone, event) == ["Places available", "Places available"]

    # When a head books the second session on a phone
    book(phone, event)

    # Then the calendar still says that there are places, and the invitation goes out
    assert places_in_the_calendar(phone, event) == ["Places available", "Places available"]
    delivery.deliver_due(worker="the test's worker", clock=timezone.now)
    assert [sent.to for sent in mail.outbox] == [[organiser.email], ["ann@school.example"]]

    # And the organiser sees who comes, and takes the list out
    desk.goto("/organiser/")
    check_accessible(desk)
    desk.get_by_role("link", name="Bookings").click()
    expect(desk.get_by_role("rowheader", name="=Ann Example")).to_be_visible()
    check_accessible(desk)
    desk.get_by_role("link", name="Download the list").click()
    desk.get_by_label("CSV", exact=True).check()
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Download", exact=True).click()
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    assert (row["Full name"], row["School"], row["State"]) == (
        "'=Ann Example",
        "Oakfield School",
        "Booked",
    )
