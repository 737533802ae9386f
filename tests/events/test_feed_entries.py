"""An entry is rendered once for each revision of its session, and then served as it is kept."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Replace

from bookings.lifecycle import event_changes, venue_changes
from bookings.models import Message
from events import feed_entries, planning
from events.feed_entries import LAYOUT
from events.models import FeedEntry, FeedVersion
from events.plans import SessionPlan
from events.venue_details import VenueDetails
from tests.events.test_feeds import EVERYTHING, fetch, summaries
from tests.factories import (
    NOON,
    attach_document,
    cancel_session,
    make_audience,
    make_booking,
    make_event,
    make_session,
    make_venue,
    plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

HOUR = timedelta(hours=1)


def mark_what_is_kept():
    """Make what is served as it was kept tell itself from what is rendered anew."""
    marked = Replace(F("text"), Value("SUMMARY:"), Value("SUMMARY:kept "))
    FeedEntry.objects.update(text=marked)


def rendered_anew(client, path=EVERYTHING):
    return [title for title in summaries(fetch(client, path)) if not title.startswith("kept ")]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda session: cancel_session(session, at=NOON + HOUR), id="cancelled"),
        pytest.param(lambda session: make_booking(session, at=NOON + HOUR), id="full"),
        pytest.param(lambda session: attach_document(session.event, at=NOON + HOUR), id="agenda"),
    ],
)
def test_where_one_session_has_changed_one_is_rendered(client, change):
    sessions = [make_session(capacity=1) for _ in range(5)]
    fetch(client)
    mark_what_is_kept()
    assert rendered_anew(client) == []

    change(sessions[2])

    assert len(rendered_anew(client)) == 1
    assert len(summaries(fetch(client))) == 5
    assert FeedEntry.objects.exclude(text__contains="kept").get().session_id == sessions[2].pk


def test_a_booking_that_changes_no_word_renders_nothing(client):
    session = make_session(capacity=20)
    fetch(client)
    mark_what_is_kept()

    make_booking(session, at=NOON + HOUR)

    assert rendered_anew(client) == []


def test_the_calendar_of_an_event_serves_what_the_calendar_of_everything_has_kept(client):
    event = make_event()
    fetch(client)
    mark_what_is_kept()

    assert rendered_anew(client, f"/calendar/{event.feed_name}.ics") == []


def test_an_entry_of_an_older_revision_is_never_served(client):
    session = make_session(capacity=1)
    fetch(client)
    mark_what_is_kept()
    make_booking(session, at=NOON + HOUR)

    FeedEntry.objects.update(revision=F("revision") + 2)  # nor is one of a later one

    assert rendered_anew(client) == ["Headteacher briefing"]


def test_another_address_of_the_service_renders_everything_anew(client, settings):
    make_session()
    make_session()
    fetch(client)
    mark_what_is_kept()

    settings.SITE_ADDRESS = "https://elsewhere.example"

    assert len(rendered_anew(client)) == 2


def test_who_asks_has_the_calendar_where_nothing_can_be_kept(client, caplog):
    make_session()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA query_only=ON")
        else:
            cursor.execute("SAVEPOINT before")
            cursor.execute("SET TRANSACTION READ ONLY")
        response = fetch(client)
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA query_only=OFF")
        else:
            cursor.execute("ROLLBACK TO before")

    assert summaries(response) == ["Headteacher briefing"]
    assert "calendar not kept: " in caplog.text
    assert (FeedEntry.objects.count(), FeedVersion.objects.exclude(etag="").count()) == (0, 0)
    assert fetch(client).content == response.content
    assert FeedEntry.objects.count() == 1


def related(client, event):
    """Of each entry in the feed of an event, how many others it names."""
    text = fetch(client, f"/calendar/{event.feed_name}.ics").text.replace("\r\n ", "")
    return [entry.count("RELATED-TO") for entry in text.split("BEGIN:VEVENT")[1:]]


def test_a_session_that_is_added_is_named_by_the_others(client):
    event = make_event(plan(), plan(starts_at=NOON + timedelta(days=35)), attendance="any")
    before = related(client, event)
    sequences = list(event.sessions.order_by("pk").values_list("feed_sequence", flat=True))

    with_another = planning.plan_of(event, event.sessions.order_by("pk"))
    another = plan(starts_at=NOON + timedelta(days=42))
    event_changes.amend_event(
        event,
        replace(with_another, sessions=(*with_another.sessions, another)),
        seen={},
        tell=False,
        at=NOON + HOUR,
        by=None,
    )

    assert (before, related(client, event)) == ([1, 1], [2, 2, 2])
    after = list(event.sessions.order_by("pk").values_list("feed_sequence", flat=True))
    assert after[:2] == sequences


def test_a_venue_that_is_put_on_the_map_is_found_in_the_calendar_at_once(client):
    venue = make_venue()
    make_event(plan(mode="in_person", join_link="", venue=venue))
    before = fetch(client).text

    details = replace(VenueDetails.of(venue), coordinates="51.2787,0.5217")
    venue_changes.change_venue(venue, details, tell=True, at=NOON + HOUR, by=None)

    assert "GEO:" not in before
    assert "GEO:51.2787;0.5217" in fetch(client).text
    assert not Message.objects.exists()


AS_IN_LAYOUT = {"6": "f0dd221fcefd9ce3"}


def test_other_bytes_of_the_same_facts_are_another_layout(client):
    """Raise LAYOUT where this fails, and write its digest: what is kept is of the old one."""
    day = (NOON + timedelta(days=9)).date()
    event = make_event(
        plan(
            label="At a venue",
            mode="in_person",
            join_link="",
            venue=make_venue(coordinates="51.2,-0.5"),
        ),
        plan(label="Cancelled"),
        plan(label="Full", capacity=1, join_link=""),
        SessionPlan(label="Without an end", precision="exact", starts_at=NOON + HOUR),
        SessionPlan(label="Day", precision="day", on_date=day),
        SessionPlan(label="Half", precision="half_day", on_date=day, half="am"),
        audiences=[make_audience("Headteachers")],
        summary="News, and more;\nhere.",
        attendance="any",
    )
    attach_document(event)
    sessions = {s.label: s for s in event.sessions.select_related("event")}
    cancel_session(sessions["Cancelled"])
    make_booking(sessions["Full"])
    text = "".join(feed_entries.entries_of(event.sessions.order_by("pk")).texts)

    for secret in [event.public_id, event.documents.get().public_id]:
        text = text.replace("\r\n ", "").replace(secret, "xxxxxxxx")
    for session in sessions.values():
        text = text.replace(session.uid, "uid")
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    assert {LAYOUT: digest} == AS_IN_LAYOUT
