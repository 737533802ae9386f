"""The whole story: a briefing is announced, booked, and changed five times; who is told what.

The table that this prints is the one in docs/changes.md, which it compares with what it found.
"""

import re
import time
from datetime import timedelta
from pathlib import Path

import icalendar
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from bookings.mail import delivery
from events.models import Event
from tests.architecture import ROOT
from tests.browser.accessible import check_accessible
from tests.factories import make_audience, make_organiser, make_venue
from tests.signing_in import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

AGENDA = {"name": "agenda.pdf", "mimeType": "application/pdf"}
PEOPLE = {  # who books which session, counted from 1
    "ann@school.example": 1,
    "ben@school.example": 2,
    "cat@school.example": 2,
    "dan@school.example": 3,
    "eve@school.example": 4,
    "fay@school.example": 4,
}
TWO_MINUTES = 120
TABLE = ROOT / "docs" / "changes.md"


@pytest.fixture
def organiser(site, settings, smtp_server, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.REQUIRE_TOTP = False
    settings.EMAIL_BACKEND = "bookings.mail.smtp.PatientBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp_server.port
    make_audience("Headteachers")
    make_venue(name="Ashby Hall", address="1 High Street\nAshby", postcode="WS1 2AB")
    return make_organiser(email="olu@westshire.example")


class Typist:
    """Counts what an organiser fills in and presses."""

    def __init__(self) -> None:
        self.fields = self.clicks = 0
        self.began_at = time.monotonic()

    def fill(self, field, text) -> None:
        field.fill(str(text))
        self.fields += 1

    def click(self, control) -> None:
        control.click()
        self.clicks += 1

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began_at


def sign_in(page: Page) -> None:
    page.goto("/organiser/")
    page.get_by_label("Email address").fill("olu@westshire.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your events")


def announce(page: Page, typist: Typist) -> Event:
    """A briefing held four times, from four lines of a weekly update."""
    day = timezone.localdate() + timedelta(days=30)
    day += timedelta(days=-day.weekday() % 7)  # a Monday: no weekend among the four
    lines = [
        f"{day + timedelta(days=number):%-d %B %Y} {hours} Ashby Hall 20"
        for number, hours in enumerate(["9am-10.30am", "1pm-2.30pm", "9am-10.30am", "4pm-5.30pm"])
    ]
    typist.click(page.get_by_role("link", name="Create an event").first)
    typist.fill(page.get_by_label("Title"), "Headteacher briefing")
    typist.fill(page.get_by_label("What it is about"), "News for all schools.")
    typist.click(page.get_by_label("Headteachers"))
    typist.click(page.get_by_text("Paste several sessions"))
    typist.fill(page.get_by_label("Sessions, each on a line"), "\n".join(lines))
    typist.click(page.get_by_role("button", name="Fill in the sessions"))
    expect(page.get_by_role("group", name="Session 4")).to_be_visible()
    typist.click(page.get_by_label("One of the sessions"))
    page.get_by_label("Agenda").set_input_files(AGENDA | {"buffer": b"%PDF-1.7 the agenda"})
    typist.click(page.get_by_role("button", name="Save and preview"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Headteacher briefing")
    typist.click(page.get_by_role("button", name=re.compile("Publish")))
    expect(page.get_by_text("This event is public.")).to_be_visible()
    return Event.objects.get()


def book(page: Page, event: Event, email: str, number: int) -> None:
    page.goto(f"/events/{event.public_id}/{event.slug}/")
    page.get_by_role("link", name=re.compile("Book this session")).nth(number - 1).click()
    page.get_by_label("Full name").first.fill(f"{email[:3].title()} Example")
    page.get_by_label("Work email address").fill(email)
    page.get_by_role("checkbox", name="My school is not listed").check()
    page.get_by_label("Name of your school or organisation").fill("Oakfield School")
    page.get_by_role("button", name="Book place").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your place is booked")


def deliver() -> None:
    while delivery.deliver_due(worker="the test's worker", clock=timezone.now):
        pass


def replace_agenda(page: Page) -> None:
    page.get_by_role("link", name="Documents", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Documents")
    check_accessible(page)
    page.get_by_role("link", name=re.compile("^Replace")).click()
    page.get_by_label("File (optional)", exact=True).set_input_files(
        AGENDA | {"buffer": b"%PDF-1.7 longer"}
    )
    page.get_by_label("What has changed?").fill("A longer lunch break.")
    page.get_by_label("Yes, send them an email").check()
    check_accessible(page)
    page.get_by_role("button", name="Replace document").click()
    expect(page.get_by_text("A longer lunch break.")).to_be_visible()


def session_form(page: Page, event: Event, number: int):
    page.goto(f"/organiser/events/{event.public_id}/edit/")
    return page.get_by_role("group", name=f"Session {number}", exact=True)


def save_and_tell(page: Page, people: str, look=check_accessible) -> None:
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{people} booked. Tell")
    look(page)
    page.get_by_role("button", name=re.compile("Change and tell")).click()
    expect(page.get_by_text("This event is public.")).to_be_visible()


def move_by_a_day(page: Page, event: Event, number: int) -> None:
    form = session_form(page, event, number)
    check_accessible(page)
    sessions = event.sessions.order_by("sort_at")
    day = timezone.localtime(sessions[number - 1].starts_at).date() + timedelta(days=7)
    for label, typed in [("Day", day.day), ("Month", day.month), ("Year", day.year)]:
        form.get_by_label(label, exact=True).fill(str(typed))
    save_and_tell(page, "2 people have")


def turn_online(page: Page, event: Event, number: int) -> None:
    form = session_form(page, event, number)
    form.get_by_label("Online").check()
    form.get_by_label("Link to join").fill("https://meet.example/join")
    save_and_tell(page, "1 person has")


def cancel_and_move(page: Page, event: Event) -> None:
    page.get_by_role("link", name=re.compile("Cancel this session.*4pm")).click()
    check_accessible(page)
    page.get_by_label("Why is it cancelled?").fill("The speaker is ill.")
    page.get_by_label(re.compile("Move them to .* 9am to 10:30am, Ashby Hall")).check()
    page.get_by_role("button", name="Cancel session and tell 2 people").click()
    expect(page.get_by_text("This event is public.")).to_be_visible()


def correct_venue(page: Page) -> None:
    page.get_by_role("link", name="Venues").click()
    check_accessible(page)
    page.get_by_role("link", name="Ashby Hall").click()
    page.get_by_label("Address").fill("3 High Street\nAshby")
    check_accessible(page)
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("5 people have booked. Tell them?")
    page.get_by_role("button", name="Change and tell 5 people").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Venues")


def row(message) -> list[str]:
    """Person, kind, METHOD, SEQUENCE and subject of one mail, the day out of its subject."""
    kind = str(message["Message-ID"]).removeprefix("<").partition(".")[0]
    found = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    method, sequence = "", ""
    if found:
        calendar = icalendar.Calendar.from_ical(found[0].get_payload(decode=True))
        method, sequence = str(calendar["METHOD"]), str(calendar.walk("VEVENT")[0]["SEQUENCE"])
    subject = re.sub(r"\d+ [A-Z][a-z]+(?=:)", "DAY", str(message["Subject"]))
    return [str(message["To"]).partition("@")[0], kind, method, sequence, subject]


def table(messages) -> str:
    """By person, in the order in which each got theirs."""
    rows = sorted((row(message) for message in messages), key=lambda cells: cells[0])
    lines = [
        ["Person", "Kind", "METHOD", "SEQUENCE", "Subject"],
        ["---", "---", "---", "---", "---"],
        *rows,
    ]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def shown_in(docs: Path) -> str:
    _, _, example = docs.read_text().partition("## An example")
    return "\n".join(line for line in example.splitlines() if line.startswith("| "))


def test_everybody_who_booked_hears_of_what_concerns_them_once(desk, phone, organiser, smtp_server):
    # Given a briefing held four times, announced in less than two minutes
    sign_in(desk)
    typist = Typist()
    event = announce(desk, typist)
    assert (typist.fields, typist.clicks) == (3, 7)
    assert typist.seconds < TWO_MINUTES
    check_accessible(desk)

    # And six people who have booked a session each
    for email, number in PEOPLE.items():
        book(phone, event, email, number)
    deliver()

    # When its organiser changes five things
    for change in (
        replace_agenda,
        lambda page: move_by_a_day(page, event, 2),
        lambda page: turn_online(page, event, 2),  # the third is the second in time by now
        lambda page: cancel_and_move(page, event),
        correct_venue,
    ):
        desk.goto(f"/organiser/events/{event.public_id}/")
        change(desk)
        deliver()

    # Then the mailboxes hold just what docs/changes.md shows
    found = table(smtp_server.messages)
    print(found)  # noqa: T201 (to be copied into the docs where it is meant to be another)
    assert found == shown_in(TABLE)

    # And the history says who did it
    desk.goto(f"/organiser/events/{event.public_id}/history/")
    expect(desk.get_by_role("cell", name=re.compile("^Olu Organiser replaced"))).to_be_visible()
    check_accessible(desk)


def test_without_javascript_on_a_phone_sessions_are_pasted_added_changed_and_cancelled(
    phone_without_javascript, phone, organiser
):
    # Given an event created from pasted lines
    page = phone_without_javascript
    sign_in(page)
    event = announce(page, Typist())
    book(phone, event, "ann@school.example", 1)

    # When another session is added, and one that is booked is moved
    form = session_form(page, event, 4)
    page.get_by_role("button", name="Add another session").click()
    fifth = page.get_by_role("group", name="Session 5", exact=True)
    fifth.get_by_label("Start time").fill("6pm")
    fifth.get_by_label("End time").fill("8pm")
    first = page.get_by_role("group", name="Session 1", exact=True)
    first.get_by_label("Start time").fill("half past nine")
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    first.get_by_label("Start time").fill("9.15am")
    save_and_tell(page, "1 person has", look=expect)  # axe needs JavaScript

    # And one is cancelled
    page.get_by_role("link", name=re.compile("Cancel this session.*6pm")).click()
    page.get_by_label("Why is it cancelled?").fill("The room is taken.")
    page.get_by_role("button", name="Cancel session").click()

    # Then all of it has happened
    sessions = page.get_by_role("table", name="Sessions")
    expect(sessions.get_by_text("Cancelled", exact=True)).to_be_visible()
    times = [timezone.localtime(one.starts_at) for one in event.sessions.order_by("sort_at")]
    assert [f"{at:%H:%M}" for at in times] == ["09:15", "13:00", "09:00", "16:00", "18:00"]
    expect(form).to_have_count(0)
