"""The calendars that apps subscribe to, as they fetch them."""

from datetime import timedelta

import icalendar
import pytest
from django.utils import timezone

from events import documents
from events.plans import DocumentPlan, SessionPlan, VersionPlan
from tests.factories import (
    NOON,
    cancel_session,
    make_audience,
    make_event,
    make_venue,
    plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

EVERYTHING = "/calendar/education-events-and-briefings.ics"
ADDRESS = "https://placecard.example.gov.uk"


def summaries(response):
    read = icalendar.Calendar.from_ical(response.content)
    return [str(event["summary"]) for event in read.walk("VEVENT")]


def only_event(response):
    [event] = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    return event


def fetch(client, path=EVERYTHING, at=NOON, **headers):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: at)
        return client.get(path, headers=headers)


def test_the_whole_of_a_small_calendar(client):
    venue = make_venue(name="Ashby Hall", address="1 High Street", postcode="WS1 2AB")
    event = make_event(
        plan(label="Morning", mode="in_person", join_link="", venue=venue, capacity=20),
        audiences=[make_audience("Headteachers")],
        summary="News for schools.",
    )
    session = event.sessions.get()

    response = fetch(client)

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "Content-Disposition" not in response
    page = f"{ADDRESS}/events/{event.public_id}/"
    told = response.text.replace("\r\n ", "").split("\r\n")
    assert told[:4] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Placecard//Placecard//EN",
        "CALSCALE:GREGORIAN",
    ]
    assert sorted(told[4 : told.index("BEGIN:VTIMEZONE")]) == [
        "COLOR:teal",
        "DESCRIPTION:Education events and briefings\\, Westshire County Council",
        "LAST-MODIFIED:20261102T120000Z",
        "NAME:Education events and briefings",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        f"SOURCE;VALUE=URI:{ADDRESS}/calendar/education-events-and-briefings.ics",
        f"URL:{ADDRESS}/",
        "X-PUBLISHED-TTL:PT1H",
        "X-WR-CALDESC:Education events and briefings\\, Westshire County Council",
        "X-WR-CALNAME:Education events and briefings",
        "X-WR-TIMEZONE:Europe/London",
    ]
    assert told[told.index("BEGIN:VEVENT") :] == [
        "BEGIN:VEVENT",
        "SUMMARY:Headteacher briefing (Morning)",
        "DTSTART;TZID=Europe/London:20261130T120000",
        "DTEND;TZID=Europe/London:20261130T133000",
        "DTSTAMP:20261102T120000Z",
        f"UID:{session.uid}",
        "SEQUENCE:0",
        "CATEGORIES:Headteachers",
        f"DESCRIPTION:News for schools.\\nPlaces available\\n\\n{page}",
        "LOCATION:Ashby Hall\\, 1 High Street\\, WS1 2AB",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        f"URL:{page}",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_nobody_is_invited_and_no_link_to_join_is_given_away(client):
    make_event(plan(join_link="https://meet.example/secret"))

    text = fetch(client).text.replace("\r\n ", "")

    assert "https://meet.example/secret" not in text
    assert "Online. We email you the link to join when you book." in text
    for name in ("METHOD", "ORGANIZER", "ATTENDEE", "VALARM", "CONFERENCE"):
        assert name not in text


def test_an_app_that_has_the_calendar_gets_a_304_after_one_look_up(
    client, django_assert_num_queries
):
    event = make_event()
    path = f"/calendar/{event.feed_name}.ics"
    first, of_event = fetch(client), fetch(client, path)

    with django_assert_num_queries(1):
        by_etag = fetch(client, **{"If-None-Match": first["ETag"]})
    with django_assert_num_queries(2):  # whether the event is published
        event_by_etag = fetch(client, path, **{"If-None-Match": of_event["ETag"]})

    assert event_by_etag.status_code == 304
    assert by_etag.status_code == 304
    assert by_etag["ETag"] == first["ETag"]
    assert first["Cache-Control"] == "public, max-age=900"
    assert "Vary" not in first
    assert first["ETag"].startswith('"')


def test_the_same_calendar_is_the_same_bytes_later(client):
    make_event()

    first, later = fetch(client), fetch(client, at=NOON + timedelta(days=5))

    assert later.content == first.content
    assert later["ETag"] == first["ETag"]


def test_an_amended_document_changes_the_calendar(client):
    agenda = DocumentPlan(title="Agenda", kind="agenda", content=b"%PDF-1.7", extension="pdf")
    event = make_event(documents=[agenda])
    document = event.documents.get()
    before = only_event(fetch(client))

    documents.replace_document(
        document, VersionPlan(b"%PDF-1.7 amended", "pdf"), at=NOON + timedelta(hours=1), by=None
    )

    after = only_event(fetch(client))
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert str(after["attach"]) == f"{ADDRESS}/documents/{document.public_id}/agenda.pdf"
    assert after["attach"].params["SIZE"] == "16"


def test_a_withdrawn_document_leaves_the_calendar(client):
    agenda = DocumentPlan(title="Agenda", kind="agenda", content=b"%PDF-1.7", extension="pdf")
    event = make_event(documents=[agenda])

    documents.withdraw_document(event.documents.get(), at=NOON, by=None)

    assert "attach" not in only_event(fetch(client))


def test_cancelled_sessions_stay_until_their_end(client):
    session = make_event().sessions.get()
    cancel_session(session)

    shown = only_event(fetch(client))

    assert (str(shown["summary"]), str(shown["status"]), shown["sequence"]) == (
        "CANCELLED: Headteacher briefing",
        "CANCELLED",
        1,
    )
    assert "Cancelled. Snow" in str(shown["description"])
    assert summaries(fetch(client, at=session.over_at + timedelta(days=1))) == []


def test_the_window_is_ninety_days_back_and_eighteen_months_ahead(client):
    for label, days in [("old", -92), ("recent", -80), ("far", 545), ("too far", 551)]:
        make_event(plan(starts_at=NOON + timedelta(days=days)), title=label)

    assert summaries(fetch(client)) == ["recent", "far"]


def test_what_has_no_day_is_in_no_calendar_and_a_day_is_an_all_day_entry(client):
    day = (NOON + timedelta(days=9)).date()
    make_event(
        SessionPlan(label="None"),
        SessionPlan(label="Month", precision="month", on_date=day),
        SessionPlan(label="Day", precision="day", on_date=day),
    )

    shown = only_event(fetch(client))

    assert (str(shown["summary"]), shown["dtstart"].dt) == ("Headteacher briefing (Day)", day)


def test_drafts_and_unlisted_events_are_not_in_the_calendar_of_everything(client):
    make_event(published=False, title="Draft")
    unlisted = make_event(is_listed=False, title="Unlisted")

    assert summaries(fetch(client)) == []
    assert summaries(fetch(client, f"/calendar/{unlisted.feed_name}.ics")) == ["Unlisted"]


def test_an_event_has_a_calendar_of_its_own(client):
    make_event(title="Another")
    event = make_event(plan(label="One"), plan(label="Two", starts_at=NOON + timedelta(days=40)))

    response = fetch(client, f"/calendar/{event.feed_name}.ics")

    assert summaries(response) == ["Headteacher briefing (One)", "Headteacher briefing (Two)"]
    assert "X-WR-CALNAME:Headteacher briefing" in response.text


def test_the_calendar_of_a_draft_or_of_nothing_is_not_found(client):
    draft = make_event(published=False)

    statuses = [
        fetch(client, f"/calendar/{name}.ics").status_code
        for name in (draft.feed_name, "nothing", "headteacher-briefing-xxxxxxxx")
    ]

    assert statuses == [404, 404, 404]


@pytest.mark.parametrize("number", [1, 3])
def test_the_calendar_asks_the_database_as_often_for_many_as_for_one(
    client, django_assert_num_queries, number
):
    agenda = DocumentPlan(title="Agenda", kind="agenda", content=b"%PDF-1.7", extension="pdf")
    for _ in range(number):
        make_event(audiences=[make_audience()], documents=[agenda])

    with django_assert_num_queries(12):  # of which 6 keep what was rendered
        first = fetch(client)
    with django_assert_num_queries(2):
        again = fetch(client)

    assert again.content == first.content
