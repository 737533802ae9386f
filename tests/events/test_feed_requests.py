"""How apps fetch calendars: what is new for them, what is known, what is refused."""

from datetime import timedelta

import icalendar
import pytest
from django.test import Client

from events.plans import SessionPlan
from tests.events.test_feeds import EVERYTHING, fetch, only_event, summaries
from tests.factories import NOON, make_booking, make_event, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

BEFORE = "/calendar/all-events.ics"
FEW = "Few places left"
PLACES = ("Places available", FEW, "Full")


def test_a_booking_changes_the_calendar_only_where_it_says_so(client):
    session = make_event(plan(capacity=20)).sessions.select_related("event").get()

    told = []
    for taken in range(1, 21):
        make_booking(session, at=NOON + timedelta(minutes=taken))
        response = fetch(client)
        shown = only_event(response)
        [words] = [line for line in str(shown["description"]).splitlines() if line in PLACES]
        told.append((words, response["ETag"], shown["dtstamp"].dt, shown["sequence"]))

    assert [words for words, *_ in told] == [*["Places available"] * 17, *[FEW] * 2, "Full"]
    assert len({etag for _, etag, _, _ in told}) == 3
    assert sorted({stamp for *_, stamp, _ in told}) == [
        NOON,
        NOON + timedelta(minutes=18),
        NOON + timedelta(minutes=20),
    ]
    assert {sequence for *_, sequence in told} == {0}


def test_unlimited_places_are_available_and_places_elsewhere_are_not_told(client):
    make_event(plan(capacity=None), title="Unlimited")
    make_event(title="Elsewhere", booking_by="email", booking_address="a@b.example")

    entries = icalendar.Calendar.from_ical(fetch(client).content).walk("VEVENT")
    told = {
        str(entry["summary"]): [word for word in PLACES if word in str(entry["description"])]
        for entry in entries
    }

    assert told == {"Unlimited": ["Places available"], "Elsewhere": []}


def test_a_withdrawal_makes_nothing_older_and_is_seen_by_who_knows_only_the_time(client):
    make_event(title="Older")
    newest = make_event(title="Newest", at=NOON + timedelta(minutes=5))
    at = NOON + timedelta(hours=1)
    first = fetch(client, at=at)

    newest.is_listed = False
    newest.save(update_fields=["is_listed"])
    second = fetch(client, at=at, **{"If-Modified-Since": first["Last-Modified"]})

    assert (second.status_code, summaries(second)) == (200, ["Older"])
    assert second["Last-Modified"] >= first["Last-Modified"]
    assert second["ETag"] != first["ETag"]


@pytest.mark.parametrize("suffix", ["-gzip", ";gzip", ""])
def test_what_a_proxy_has_compressed_is_known_again(client, suffix):
    make_event()
    etag = fetch(client)["ETag"]

    known = fetch(client, **{"If-None-Match": etag.removesuffix('"') + suffix + '"'})

    assert known.status_code == 304


@pytest.mark.parametrize("method", ["PROPFIND", "REPORT", "OPTIONS", "PUT", "POST", "DELETE"])
def test_a_calendar_is_only_fetched(method, noon):
    strict = Client(enforce_csrf_checks=True)

    for path in (EVERYTHING, f"/calendar/{make_event().feed_name}.ics", BEFORE):
        assert strict.generic(method, path).status_code == 405
        assert strict.head(path).status_code == 200


def test_the_address_before_goes_on(client):
    make_event()

    assert fetch(client, BEFORE).content == fetch(client).content


def test_an_entry_without_an_announced_end_is_an_hour_and_says_so(client):
    make_event(SessionPlan(precision="exact", starts_at=NOON + timedelta(days=28), mode="online"))

    shown = only_event(fetch(client))

    assert shown["dtend"].dt - shown["dtstart"].dt == timedelta(hours=1)
    assert "The end time is to be confirmed. This entry shows one hour." in shown["description"]
