"""What search engines read on an event's page."""

import json
import re
from datetime import date

import pytest

from tests.events.pages import page, words
from tests.factories import NOON, cancel_session, make_event, make_venue, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

NOT_DATED = {"mode": "to_be_confirmed", "join_link": ""}


def test_search_engines_read_each_dated_session(client):
    event = make_event(
        plan(label="Online", capacity=20),
        plan(
            label="At the hall",
            mode="in_person",
            join_link="",
            venue=make_venue(),
            starts_at=NOON.replace(year=2027, month=6),
            capacity=None,
        ),
        plan(
            label="Afternoon",
            precision="half_day",
            on_date=date(2027, 7, 1),
            half="pm",
            **NOT_DATED,
        ),
        plan(label="Some time", precision="none", **NOT_DATED),
        summary="All about </script><script>alert(1)</script>",
    )
    cancel_session(event.sessions.get(label="At the hall"), reason="")

    text = client.get(page(event)).text

    scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    online, hall, afternoon = [json.loads(script) for script in scripts]
    address = f"https://placecard.example.gov.uk{page(event)}"
    assert online == {
        "@context": "https://schema.org",
        "@type": "EducationEvent",
        "name": "Headteacher briefing Online",
        "url": address,
        "startDate": "2026-11-30T12:00:00+00:00",
        "endDate": "2026-11-30T13:30:00+00:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
        "location": {"@type": "VirtualLocation", "url": address},
        "organizer": {
            "@type": "Organization",
            "name": "Westshire County Council",
            "url": "https://placecard.example.gov.uk",
        },
        "description": "All about </script><script>alert(1)</script>",
        "maximumAttendeeCapacity": 20,
        "remainingAttendeeCapacity": 20,
    }
    assert hall["startDate"] == "2027-06-02T13:00:00+01:00"
    assert hall["eventStatus"] == "https://schema.org/EventCancelled"
    assert hall["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert hall["location"] == {
        "@type": "Place",
        "name": "Ashby Hall",
        "address": "1 High Street, Ashby, WS1 2AB",
    }
    assert "maximumAttendeeCapacity" not in hall
    assert afternoon["startDate"] == "2027-07-01"
    assert "endDate" not in afternoon
    assert "eventAttendanceMode" not in afternoon
    assert "alert(1)</script>" not in text


def test_a_venue_that_is_not_chosen_yet_is_no_place(client):
    event = make_event(plan(mode="in_person", join_link=""))

    response = client.get(page(event))

    assert "Place to be confirmed" in words(response)
    assert '"location"' not in response.text
