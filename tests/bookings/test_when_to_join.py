"""When the link to join opens, and what it says before, after and where it leads nowhere."""

from datetime import timedelta

import pytest

from bookings.lifecycle import commands, joining, substitution
from bookings.models import Attendee
from tests.bookings.joining import END, MEETING, OPENS, START, booked, links_of, page
from tests.database import every_row
from tests.events.pages import words
from tests.factories import (
    NOON,
    amend_event,
    cancel_event,
    cancel_session,
    make_booking,
    make_event,
    make_person,
    make_session,
    make_venue,
    plan,
)

pytestmark = pytest.mark.django_db

WHEN = "Monday 30 November 2026, midday to 1:30pm, Online"
HELP = "Go to the event If you need help Education Events team events@westshire.example"
MOMENT = timedelta(seconds=1)


def in_person(booking):
    venue = make_venue()
    amend_event(
        booking.session.event, sessions=[{"mode": "in_person", "join_link": "", "venue": venue}]
    )


def corrected(booking):
    commands.replace_attendee(booking.attendee, make_person(), at=NOON)


def booked_again(booking):
    commands.cancel_bookings(booking.attendee, at=NOON)
    make_booking(booking.session, email="ann@school.example")


def put_off(booking):
    undated = {"precision": "month", "starts_at": None, "ends_at": None, "on_date": START.date()}
    amend_event(booking.session.event, sessions=[undated])


REFUSED = {
    "the session is cancelled": (
        lambda booking: cancel_session(booking.session),
        "This session is cancelled It will not take place.",
    ),
    "the event is cancelled": (
        lambda booking: cancel_event(booking.session.event),
        "This session is cancelled It will not take place.",
    ),
    "the place is cancelled": (
        lambda booking: commands.cancel_bookings(booking.attendee, at=NOON),
        "You no longer have this place It was cancelled, or changed to a different session.",
    ),
    "a colleague was sent": (
        lambda booking: substitution.substitute_attendee(
            booking.attendee, "Bo Example", "bo@school.example", at=NOON
        ),
        "You no longer have this place It was given to a colleague, who has their own link.",
    ),
    "the address was corrected": (
        corrected,
        "This link has been replaced Use the link to join in our latest email.",
    ),
    "booked again": (
        booked_again,
        "This link has been replaced Use the link to join in our latest email.",
    ),
    "it is held in person": (
        in_person,
        "This session is not online The event’s page says where it is held.",
    ),
    "there is no link yet": (
        lambda booking: amend_event(booking.session.event, sessions=[{"join_link": ""}]),
        "There is no link to join yet We will email you the link before the session.",
    ),
    "there is no date": (
        put_off,
        "You cannot join yet The date of this session is to be confirmed.",
    ),
}


@pytest.mark.parametrize("moment", [OPENS, START, END - MOMENT])
def test_it_is_open_from_half_an_hour_before_until_the_end(client, at, moment):
    booking = booked()
    at(moment)

    assert links_of(client.post(page(booking))) == [MEETING]


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        (NOON, "You cannot join yet You can join from 11:30am on Monday 30 November 2026."),
        (
            OPENS - MOMENT,
            "You cannot join yet You can join from 11:30am on Monday 30 November 2026.",
        ),
        (END, "This session is over"),
        (END + timedelta(days=400), "This session is over"),
    ],
)
def test_outside_that_time_the_page_says_when(client, at, moment, sentence):
    booking = booked()
    at(moment)
    before = every_row()

    shown, refused = client.get(page(booking)), client.post(page(booking))

    assert (shown.status_code, refused.status_code) == (200, 409)
    for response in (shown, refused):
        assert f"Headteacher briefing {sentence} {WHEN} {HELP}" in words(response)
        assert MEETING not in response.text
        assert response.template_name == "bookings/join_session.html"
    assert every_row() == before


@pytest.mark.parametrize("why", REFUSED)
def test_whoever_cannot_join_reads_why_and_where_to_go_on(client, at, why):
    arrange, sentence = REFUSED[why]
    booking = booked()
    arrange(booking)
    before = every_row()

    shown, refused = client.get(page(booking)), client.post(page(booking))

    assert (shown.status_code, refused.status_code) == (200, 409)
    for response in (shown, refused):
        assert f"Headteacher briefing {sentence} " in words(response)
        assert HELP in words(response)
        assert MEETING not in response.text
        assert "<form" not in response.text
    assert every_row() == before


def test_summer_time_begins_the_day_before_and_the_page_says_london_time(client, at):
    start = START.replace(year=2027, month=3, day=29, hour=8)
    booking = booked(make_session(starts_at=start))

    text = words(client.get(page(booking)))

    assert "You can join from 8:30am on Monday 29 March 2027." in text


def test_a_session_without_an_end_is_open_until_midnight(client, at):
    booking = booked(make_session(ends_at=None))
    midnight = START.replace(hour=0) + timedelta(days=1)

    at(midnight - MOMENT)
    last = client.post(page(booking))
    at(midnight)
    late = client.post(page(booking))

    assert links_of(last) == [MEETING]
    assert "This session is over" in words(late)


def test_a_session_without_a_time_is_open_all_that_day(client, at):
    day = START.replace(hour=0)
    booking = booked(make_session(precision="day", on_date=START.date()))

    at(day - MOMENT)
    early = client.post(page(booking))
    at(day)
    open_ = client.post(page(booking))

    assert "You cannot join yet You can join on Monday 30 November 2026." in words(early)
    assert links_of(open_) == [MEETING]


def test_a_place_that_was_held_when_the_rest_was_handed_on_can_be_joined(client, at):
    event = make_event(plan(), plan(starts_at=START + timedelta(days=7)), attendance="any")
    attendee = make_booking(*event.sessions.with_place().order_by("pk"))
    first = attendee.bookings.order_by("session_id")[0]
    later = START + timedelta(minutes=10)
    substitution.substitute_attendee(attendee, "Bo Example", "bo@school.example", at=later)
    at(later)

    assert Attendee.objects.get(pk=attendee.pk).is_replaced
    assert links_of(client.post(page(first))) == [MEETING]


@pytest.mark.parametrize(("hours", "kept"), [(0.4, True), (2, False)])
def test_a_session_that_is_put_off_forgets_who_had_joined_unless_it_is_still_open(hours, kept):
    booking = booked()
    joining.record_joining(booking, at=OPENS)
    later = {"starts_at": START + timedelta(hours=hours), "ends_at": END + timedelta(hours=hours)}

    amend_event(booking.session.event, sessions=[later], at=START)

    booking.refresh_from_db()
    assert (booking.joined_at is not None) is kept
