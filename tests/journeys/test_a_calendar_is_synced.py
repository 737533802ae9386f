"""Somebody subscribes on their computer; what changes here is there after the next sync."""

from datetime import timedelta

import pytest

from tests.bookings.own_calendar import calendar_of, feed
from tests.calendar_programs import Desktop
from tests.factories import NOON, amend_event, cancel_session, make_booking, make_event, plan

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("noon")]

TODAY = "2026-11-02"
STARTS = NOON + timedelta(days=28)
A_DAY_LATER = {"starts_at": STARTS + timedelta(days=1), "ends_at": STARTS + timedelta(days=1.25)}


@pytest.fixture
def event():
    summer = STARTS + timedelta(days=200)
    return make_event(plan(label="One"), plan(label="Two", starts_at=summer), attendance="any")


def test_a_desktop_that_subscribes_sees_each_change_after_the_next_sync(
    live_server, event, tmp_path
):
    desktop = Desktop(tmp_path, f"{live_server.url}/calendar/{event.feed_name}.ics")
    one = event.sessions.select_related("event").get(label="One")

    desktop.sync()
    first = desktop.shown(TODAY)
    amend_event(event, sessions=[A_DAY_LATER])
    desktop.sync()
    moved = desktop.shown(TODAY)
    cancel_session(one)
    desktop.sync()

    two = "2027-06-18 13:00 2027-06-18 14:30 Headteacher briefing (Two) CONFIRMED"
    assert first == [
        "2026-11-30 12:00 2026-11-30 13:30 Headteacher briefing (One) CONFIRMED",
        two,
    ]
    assert moved == [
        "2026-12-01 12:00 2026-12-01 18:00 Headteacher briefing (One) CONFIRMED",
        two,
    ]
    assert desktop.shown(TODAY) == [
        "2026-12-01 12:00 2026-12-01 18:00 CANCELLED: Headteacher briefing (One) CANCELLED",
        two,
    ]


def test_the_calendar_of_ones_bookings_is_synced_too(live_server, event, tmp_path):
    one = event.sessions.select_related("event").get(label="One")
    calendar = calendar_of(make_booking(one))
    desktop = Desktop(tmp_path, f"{live_server.url}{feed(calendar)}")

    desktop.sync()
    first = desktop.shown(TODAY)
    cancel_session(one)
    desktop.sync()

    when = "2026-11-30 12:00 2026-11-30 13:30"
    assert first == [f"{when} Headteacher briefing (One) CONFIRMED"]
    assert desktop.shown(TODAY) == [f"{when} CANCELLED: Headteacher briefing (One) CANCELLED"]
