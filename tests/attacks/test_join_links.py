"""Who has somebody's link to join an online session, out of a diary or a mail."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.lifecycle import commands
from tests.bookings.joining import END, MEETING, OPENS, START, booked
from tests.bookings.joining import page as page_to_join
from tests.database import every_row
from tests.factories import NOON

pytestmark = pytest.mark.django_db


def set_clock(monkeypatch, at):
    monkeypatch.setattr(timezone, "now", lambda: at)


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_scanner_that_follows_the_link_to_join_joins_nothing(method, client, monkeypatch):
    booking = booked()
    set_clock(monkeypatch, START)
    before = every_row()

    answer = getattr(client, method)(f"{page_to_join(booking)}?joined=1")

    assert answer.status_code == 200
    assert MEETING not in answer.text
    assert every_row() == before


@pytest.mark.parametrize("at", [NOON, OPENS - timedelta(seconds=1), END, END + timedelta(days=90)])
def test_before_and_after_the_link_to_join_tells_nobody_of_the_meeting(at, client, monkeypatch):
    booking = booked()
    set_clock(monkeypatch, at)
    before = every_row()

    answers = [getattr(client, method)(page_to_join(booking)) for method in ("get", "post")]

    assert [answer.status_code for answer in answers] == [200, 409]
    assert [MEETING in answer.text for answer in answers] == [False, False]
    assert every_row() == before


def test_whoever_cancelled_does_not_join_by_the_link_they_kept(client, monkeypatch):
    booking = booked()
    commands.cancel_bookings(booking.attendee, at=NOON)
    set_clock(monkeypatch, START)
    before = every_row()

    answers = [getattr(client, method)(page_to_join(booking)) for method in ("get", "post")]

    assert [MEETING in answer.text for answer in answers] == [False, False]
    assert every_row() == before


def test_whoever_sees_the_diary_learns_by_the_link_to_join_nothing_of_the_booking(
    client, monkeypatch
):
    booking = booked(booked_by_name="Olive", booked_by_email="olive@school.example")
    attendee = booking.attendee
    set_clock(monkeypatch, START)
    secrets = [attendee.full_name, attendee.email, attendee.link_token, attendee.public_id]
    secrets += [attendee.booker.link_token, "Olive", booking.public_id, booking.check_in_code]

    answers = [getattr(client, method)(page_to_join(booking)) for method in ("get", "post")]
    elsewhere = [client.get(f"/{where}/{booking.join_token}/") for where in ("b", "for-colleagues")]

    assert [one for one in secrets for answer in answers if one in answer.text] == []
    assert {answer.status_code for answer in elsewhere} == {404}
