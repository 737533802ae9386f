"""A session that was put off to some day of a month, or to no date yet: it has not started."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from bookings.lifecycle import absence, commands, substitution
from bookings.lifecycle.refusals import NotStarted, TooLate
from tests.events.pages import words
from tests.factories import NOON, amend_event, make_booking, make_event, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

DECEMBER = {"precision": "month", "on_date": date(2026, 12, 1)}
SOME_DAY = {"precision": "none"}
IN_DECEMBER = NOON + timedelta(days=32)
NEW_YEAR = datetime(2027, 1, 1, tzinfo=UTC)


def put_off(when, **fields):
    """Somebody with a place at a session that had a date when they booked."""
    attendee = make_booking(make_event(plan(), **fields).sessions.with_place().get())
    amend_event(attendee.event, sessions=[{"starts_at": None, "ends_at": None} | when])
    return attendee


@pytest.mark.parametrize("when", [DECEMBER, SOME_DAY])
def test_the_page_offers_to_change_and_to_cancel(when, client, monkeypatch):
    attendee = put_off(when)
    monkeypatch.setattr(timezone, "now", lambda: IN_DECEMBER)

    shown = words(client.get(f"/b/{attendee.link_token}/"))

    assert "Cancel your booking" in shown
    assert "The session has started" not in shown
    assert "could not come" not in shown


@pytest.mark.parametrize("when", [DECEMBER, SOME_DAY])
def test_the_place_can_be_cancelled_and_nobody_has_missed_it(when):
    attendee = put_off(when)

    with pytest.raises(NotStarted):
        absence.report_absence(attendee, at=IN_DECEMBER)

    assert commands.cancel_bookings(attendee, at=IN_DECEMBER) == [attendee.bookings.get()]


@pytest.mark.parametrize("when", [DECEMBER, SOME_DAY])
def test_a_colleague_can_be_sent_however_early_that_closes_before_a_date(when):
    attendee = put_off(when, substitution_working_days=30)

    colleague = substitution.substitute_attendee(
        attendee, "Sam Sent", "sam@school.example", at=IN_DECEMBER
    )

    assert colleague.bookings.get().is_booked


def test_it_has_started_once_its_month_is_over():
    attendee = put_off(DECEMBER)

    with pytest.raises(NotStarted):
        absence.report_absence(attendee, at=NEW_YEAR - timedelta(seconds=1))
    with pytest.raises(TooLate):
        commands.cancel_bookings(attendee, at=NEW_YEAR)
