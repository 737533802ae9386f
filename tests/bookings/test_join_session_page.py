"""Joining an online session by the link of one's own: what is shown, and what is recorded."""

from datetime import timedelta

import pytest

from bookings.lifecycle import absence
from bookings.models import Booking, Message
from events.models import AuditEntry, Session
from tests.bookings.joining import MEETING, START, booked, links_of, page
from tests.database import every_row
from tests.events.pages import words
from tests.factories import (
    NOON,
    make_booking,
    make_event,
    make_session,
    plan,
)

pytestmark = pytest.mark.django_db

WHEN = "Monday 30 November 2026, midday to 1:30pm, Online"
HELP = "Go to the event If you need help Education Events team events@westshire.example"
MOMENT = timedelta(seconds=1)


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_shows_a_button_and_neither_records_nor_shows_the_meeting(client, at, method):
    booking = booked()
    before = every_row()

    response = getattr(client, method)(page(booking))

    assert (response.status_code, response.template_name) == (200, "bookings/join_session.html")
    assert MEETING not in response.text
    assert every_row() == before


def test_the_page_says_what_is_joined_and_that_it_is_recorded(client, at):
    response = client.get(page(booked()))

    assert (
        f"Headteacher briefing Join the meeting {WHEN} When you select the button, we record that "
        "you joined. Join the meeting"
    ) in words(response)
    assert "<title>Join the meeting: Headteacher briefing - " in response.text
    assert links_of(response) == []


def test_joining_is_recorded_and_the_one_link_of_the_page_is_the_meeting(client, at):
    booking = booked()
    Message.objects.all().delete()
    at(START - timedelta(minutes=2))

    response = client.post(page(booking))

    booking.refresh_from_db()
    assert (response.status_code, response.template_name) == (200, "bookings/session_joined.html")
    assert links_of(response) == [MEETING]
    assert 'rel="noopener noreferrer"' in response.text
    assert "<title>Join the meeting: Headteacher briefing - " in response.text
    assert f"Join the meeting {WHEN} Go to the meeting on meet.example" in words(response)
    assert (booking.joined_at, booking.state) == (START - timedelta(minutes=2), "booked")
    assert not Message.objects.exists()
    entry = AuditEntry.objects.get(action="session_joined")
    assert (entry.object_type, entry.object_id, entry.actor, entry.changed) == (
        "attendee",
        booking.attendee.public_id,
        None,
        [],
    )


def test_joining_again_leads_there_again_and_changes_nothing(client, at):
    booking = booked()
    client.post(page(booking))
    at(START + timedelta(minutes=40))
    before = every_row()

    response = client.post(page(booking))

    assert links_of(response) == [MEETING]
    assert every_row() == before


def test_whoever_joins_did_come_whatever_they_had_told(client, at):
    booking = booked()
    client.post(page(booking))
    at(START + timedelta(minutes=5))
    absence.report_absence(booking.attendee, at=START + timedelta(minutes=5))

    client.post(page(booking))

    booking.refresh_from_db()
    assert (booking.joined_at, booking.absent_at) == (START, None)


def test_a_page_without_a_form_sets_no_cookie(client, at):
    booking = booked()
    at(NOON)

    assert not client.get(page(booking)).cookies


def test_no_page_names_anybody_or_leads_to_the_attendees_own(client, at):
    event = make_event(plan(), plan(starts_at=START + timedelta(days=7)), attendance="any")
    sessions = event.sessions.with_place().order_by("pk")
    booker = {"booked_by_name": "Olive", "booked_by_email": "olive@school.example"}
    attendee = make_booking(
        *sessions, full_name="Ann Example", email="ann@school.example", **booker
    )
    first, second = attendee.bookings.order_by("session_id")

    pages = [client.get(page(first)), client.post(page(first)), client.get(page(second))]

    known = [attendee.full_name, attendee.email, attendee.link_token, attendee.public_id]
    known += ["Olive", "olive@school.example", attendee.booker.link_token, "Oakfield"]
    known += [first.public_id, second.join_token, "7 December"]
    assert [what for what in known if what in pages[0].text + pages[1].text] == []
    assert [what for what in known[:-2] if what in pages[2].text] == []


def test_an_unknown_link_is_not_found(client, at):
    booking = booked()
    unknown = [
        f"/join/{booking.join_token.swapcase()}/",
        f"/join/{booking.attendee.link_token}/",
        f"/join/{booking.check_in_code}/",
        f"/b/{booking.join_token}/",
    ]

    assert {client.get(one).status_code for one in unknown} == {404}
    assert {client.post(one).status_code for one in unknown[:2]} == {404}
    assert Booking.objects.get().joined_at is None


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_not_known(client, at, method):
    assert getattr(client, method)(page(booked())).status_code == 405


def test_the_pages_are_not_stored_indexed_or_told_to_other_sites(client, at):
    booking = booked()

    for response in (client.get(page(booking)), client.post(page(booking))):
        assert response["Cache-Control"] == "no-store"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("number", [1, 3])
def test_the_database_is_asked_as_often_for_many_people_as_for_one(
    client, at, django_assert_num_queries, number
):
    session = make_session()
    booking, *_ = [booked(session, email=f"head{n}@school.example") for n in range(number)]

    with django_assert_num_queries(1):
        client.get(page(booking))
    with django_assert_num_queries(8):
        client.post(page(booking))
    assert Session.objects.count() == 1
