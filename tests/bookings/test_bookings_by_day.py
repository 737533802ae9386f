"""What was booked and cancelled on each of the last 28 days, as a line and as numbers."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bookings.dashboard.days import Day, Days, by_day
from bookings.lifecycle import commands, moving, substitution
from bookings.models import Booking
from tests.bookings.home import HOME
from tests.events.pages import words
from tests.factories import (
    NOON,
    cancel_session,
    make_booking,
    make_event,
    make_organiser,
    make_team,
    plan,
)
from tests.signing_in import let_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

TODAY, LATER = NOON.date(), NOON + timedelta(hours=1)


def session_of(**fields):
    return make_event(**fields).sessions.select_related("event").get()


def book_at(session, *moments):
    for moment in moments:
        made = make_booking(session)
        Booking.objects.filter(attendee=made).update(booked_at=moment)


def news(at=NOON, bookings=None):
    """The days on which there was something: when, how many were booked, how many cancelled."""
    found = by_day(Booking.objects.all() if bookings is None else bookings, at)
    return [(one.on, one.booked, one.cancelled) for one in found.days if one.booked + one.cancelled]


def test_there_are_28_days_up_to_today():
    found = by_day(Booking.objects.all(), NOON)

    days = [date(2026, 10, 6) + timedelta(days=number) for number in range(28)]
    assert found == Days([Day(day, 0, 0) for day in days])
    assert days[-1] == TODAY


def test_each_booking_and_each_cancellation_is_counted_on_its_day():
    session = session_of()
    book_at(session, NOON - timedelta(days=27), NOON - timedelta(days=3), NOON - timedelta(days=3))
    book_at(session, NOON - timedelta(days=28))
    commands.cancel_bookings(make_booking(session), at=LATER)

    assert news() == [
        (date(2026, 10, 6), 1, 0),
        (date(2026, 10, 30), 2, 0),
        (TODAY, 1, 1),
    ]


@pytest.mark.parametrize(
    ("at", "moments", "expected"),
    [
        (  # 29 March 2026 has 23 hours
            datetime(2026, 3, 30, 12, tzinfo=UTC),
            [
                datetime(2026, 3, 28, 23, 59, 59, tzinfo=UTC),
                datetime(2026, 3, 29, 0, 0, tzinfo=UTC),
                datetime(2026, 3, 29, 22, 59, 59, tzinfo=UTC),
                datetime(2026, 3, 29, 23, 0, tzinfo=UTC),
            ],
            [(date(2026, 3, 28), 1, 0), (date(2026, 3, 29), 2, 0), (date(2026, 3, 30), 1, 0)],
        ),
        (  # 25 October 2026 has 25 hours
            datetime(2026, 10, 26, 12, tzinfo=UTC),
            [
                datetime(2026, 10, 24, 22, 59, 59, tzinfo=UTC),
                datetime(2026, 10, 24, 23, 0, tzinfo=UTC),
                datetime(2026, 10, 25, 23, 59, 59, tzinfo=UTC),
                datetime(2026, 10, 26, 0, 0, tzinfo=UTC),
            ],
            [(date(2026, 10, 24), 1, 0), (date(2026, 10, 25), 2, 0), (date(2026, 10, 26), 1, 0)],
        ),
    ],
)
def test_days_are_londons_whatever_the_clocks_do(at, moments, expected):
    book_at(session_of(), *moments)

    assert news(at) == expected


def test_a_place_that_was_exchanged_is_neither_booked_nor_cancelled():
    event = make_event(plan(), plan(starts_at=NOON + timedelta(days=30)))
    first, second = event.sessions.select_related("event").in_order()
    attendees = [make_booking(first) for _ in range(2)]
    book_at(first)
    Booking.objects.update(booked_at=NOON - timedelta(days=1))
    booking = attendees[0].bookings.get().public_id

    moving.move_booking(attendees[0], booking=booking, to=second, at=NOON)
    substitution.substitute_attendee(attendees[1], "Sam", "sam@school.example", at=LATER)

    assert Booking.objects.filter(state="cancelled").count() == 2
    assert news() == [(date(2026, 11, 1), 2, 0)]


def test_whoever_cancels_and_another_who_books_at_that_moment_are_counted():
    session = session_of()
    attendee = make_booking(session)
    commands.cancel_bookings(attendee, at=LATER)
    make_booking(session, at=LATER)

    assert news() == [(TODAY, 2, 1)]


def test_the_line_is_as_high_as_the_most_of_a_day():
    found = Days([Day(TODAY, 0, 0), Day(TODAY, 4, 9), Day(TODAY, 1, 0)])

    assert (found.points, found.width, found.most) == ("0,58 10,2 20,44", 20, 4)
    assert Days([Day(TODAY, 0, 0), Day(TODAY, 0, 3)]).points == "0,58 10,58"


def test_the_first_page_shows_the_line_of_what_is_to_come_with_its_numbers(signed_in):
    book_at(session_of(), NOON - timedelta(days=1), NOON)
    session = session_of()
    commands.cancel_bookings(make_booking(session), at=NOON)
    over = make_event(plan(starts_at=NOON + timedelta(hours=1))).sessions.select_related("event")
    book_at(over.get(), NOON)
    over.update(sort_at=NOON - timedelta(hours=1), over_at=NOON)
    book_at(session_of(team=make_team("Others")), NOON)

    response = signed_in.get(HOME)

    shown = words(response)
    assert (
        "3 places booked and 1 cancelled at events that are coming up. At most 2 booked in a day."
        in shown
    )
    assert "1 November 2026 1 0 2 November 2026 2 1" in shown
    assert '<polyline class="app-line" points="0,58 ' in response.text
    assert " style=" not in response.text


def test_without_bookings_there_is_no_line(signed_in):
    response = signed_in.get(HOME)

    assert "0 places booked and 0 cancelled at events that are coming up." in words(response)
    assert "<polyline" not in response.text


def test_the_line_stands_before_all_that_is_to_come_alone(signed_in):
    for show in ("attention", "past", "drafts", "cancelled"):
        assert signed_in.get(HOME, {"show": show}).context_data["dashboard"].by_day is None


@pytest.mark.parametrize(("role", "is_shown"), [("assistant", True), ("partner", False)])
def test_whoever_may_not_see_bookings_does_not_see_their_number(client, settings, role, is_shown):
    settings.REQUIRE_TOTP = False
    let_in(client, make_organiser(role=role))
    make_booking()

    response = client.get(HOME, follow=True)

    assert ("1 place booked" in words(response)) is is_shown


def test_an_event_shows_its_own_over_or_not_and_a_draft_nothing(signed_in):
    session = session_of()
    make_booking(session)
    cancel_session(session, at=LATER)
    make_booking()
    draft = make_event(published=False)

    shown = words(signed_in.get(f"/organiser/events/{session.event.public_id}/"))

    assert "1 place booked and 1 cancelled." in shown
    assert "Bookings in the last" not in signed_in.get(f"/organiser/events/{draft.public_id}/").text
