"""Who checks people in sees the names of a session on its day, and when that is on any other."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.bookings.given import enter, page
from tests.events.pages import words
from tests.factories import NOON, cancel_session, make_booking, make_session

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("noon")]

ANN = {
    "full_name": "Ann Example",
    "email": "ann@school.example",
    "typed_school": "Oakfield",
    "access_needs": "A ramp",
}
OPENS = NOON + timedelta(days=28)  # when a session is planned by default


@pytest.fixture(autouse=True)
def without_second_step(settings):
    settings.REQUIRE_TOTP = False


def set_clock(monkeypatch, moment):
    monkeypatch.setattr(timezone, "now", lambda: moment)


def test_the_list_of_the_day_has_names_and_schools(client, monkeypatch):
    session = make_session()
    make_booking(session, **ANN)
    set_clock(monkeypatch, OPENS - timedelta(hours=11))
    enter(client, session, role="check_in")

    response = client.get(page(session, "check-in/"))

    assert response.context_data["lines"] == [["Ann Example", "Oakfield"]]
    assert "1 person booked." in words(response)
    assert "A ramp" not in response.text
    assert "ann@school.example" not in response.text


def test_on_a_day_on_which_nobody_has_booked_it_says_so(client, monkeypatch):
    session = make_session()
    set_clock(monkeypatch, OPENS)
    enter(client, session, role="check_in")

    assert "Nobody has booked." in words(client.get(page(session, "check-in/")))


DAY = {"precision": "day", "on_date": date(2026, 11, 30)}


@pytest.mark.parametrize(
    ("fields", "moved", "sentence"),
    [
        ({}, timedelta(0), "You can see it on Monday 30 November 2026, the day of the session."),
        (DAY, timedelta(27), "You can see it on Monday 30 November 2026, the day of the session."),
        (
            {},
            timedelta(29),
            "You could see it on Monday 30 November 2026, the day of the session.",
        ),
        (
            {"precision": "month", "on_date": date(2026, 11, 1)},
            timedelta(0),
            "The date of the session is to be confirmed.",
        ),
        ({"precision": "none"}, timedelta(0), "The date of the session is to be confirmed."),
    ],
)
def test_on_another_day_it_says_when_the_list_is_shown(
    client, monkeypatch, fields, moved, sentence
):
    session = make_session(**fields)
    make_booking(make_session(), **ANN)
    set_clock(monkeypatch, NOON + moved)
    enter(client, session, role="check_in")

    response = client.get(page(session, "check-in/"))

    assert response.status_code == 409
    assert sentence in words(response)
    assert "lines" not in response.context_data


@pytest.mark.parametrize(("hours", "status"), [(-12.1, 409), (-11.9, 200), (11.9, 200), (12, 409)])
def test_the_day_is_one_of_london(client, monkeypatch, hours, status):
    session = make_session()
    set_clock(monkeypatch, OPENS + timedelta(hours=hours))
    enter(client, session, role="check_in")

    assert client.get(page(session, "check-in/")).status_code == status


def test_a_session_of_two_days_is_shown_on_both(client, monkeypatch):
    session = make_session(hours=20)
    set_clock(monkeypatch, OPENS + timedelta(hours=19))
    enter(client, session, role="check_in")

    assert client.get(page(session, "check-in/")).status_code == 200


def test_the_list_of_a_day_without_a_time_is_shown_on_it(client, monkeypatch):
    session = make_session(**DAY)
    set_clock(monkeypatch, OPENS)
    enter(client, session, role="check_in")

    assert client.get(page(session, "check-in/")).status_code == 200


def test_nobody_is_checked_in_at_a_cancelled_session(client, monkeypatch):
    session = make_session()
    set_clock(monkeypatch, OPENS)
    enter(client, session, role="check_in")
    cancel_session(session)

    response = client.get(page(session, "check-in/"))

    assert response.status_code == 409
    assert "The session is cancelled." in words(response)
