"""Which columns an organiser sees in lists of bookings, and that it is remembered."""

from datetime import timedelta

import pytest

from bookings.columns import columns_of
from bookings.models import Booking
from tests.bookings.listed import errors, names, page
from tests.events.pages import words
from tests.factories import (
    make_booking,
    make_event,
    make_organiser,
    make_school,
    make_session,
    make_team,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

AT_FIRST = ["session", "email", "school", "role", "access_needs", "booked_by", "state"]


def choose(client, event, *names):
    return client.post(f"{page(event)}columns/", {"shown": names}, follow=True)


def shown(response):
    return [column.name for column in response.context_data["columns"]]


def test_the_columns_of_the_list_are_chosen_and_remembered_for_every_event(signed_in):
    event, other = make_booking().event, make_booking().event
    at_first = signed_in.get(page(event))

    chosen = choose(signed_in, event, "school", "phase", "urn")

    assert shown(at_first) == AT_FIRST
    assert chosen.redirect_chain == [(page(event), 302)]
    assert shown(signed_in.get(page(other))) == ["school", "urn", "phase"]


def test_no_column_at_all_leaves_the_names(signed_in):
    attendee = make_booking(full_name="Ann Example")

    response = choose(signed_in, attendee.event)

    assert (shown(response), names(response)) == ([], ["Ann Example"])
    assert f"Name Ann Example {attendee.public_id} Choose columns" in words(response)


def test_the_choice_of_one_organiser_is_not_that_of_another(client, signed_in, settings):
    settings.REQUIRE_TOTP = False
    event = make_booking().event
    choose(signed_in, event, "school")

    client.force_login(make_organiser(email="other@westshire.example"))

    assert shown(client.get(page(event))) == AT_FIRST


@pytest.mark.parametrize("odd", ["x", "full_name", "attendee__link_token", "a" * 10_000, "\0"])
def test_a_column_that_does_not_exist_is_told_and_nothing_is_remembered(signed_in, odd):
    event = make_booking().event

    response = choose(signed_in, event, "school", odd)

    told = "Select columns from the list"
    assert response.context_data["columns_form"].errors == {"shown": [told]}
    assert f'<a href="#id_shown">{told}</a>' in response.text
    assert "<title>Error: Bookings" in response.text
    assert (errors(response), shown(response)) == ({}, AT_FIRST)
    assert shown(signed_in.get(page(event))) == AT_FIRST


def test_many_columns_have_room(signed_in):
    event = make_booking().event

    assert "app-cards--many" not in signed_in.get(page(event)).text
    assert "app-cards--many" in choose(signed_in, event, *AT_FIRST, "town", "urn").text


@pytest.mark.parametrize("address", ["columns/", "search/"])
def test_what_is_sent_is_not_read(signed_in, address):
    assert signed_in.get(page(make_event()) + address).status_code == 405


@pytest.mark.parametrize("address", ["columns/", "search/"])
def test_another_teams_event_is_not_found(signed_in, address):
    event = make_event(team=make_team("Another team"))

    assert signed_in.post(page(event) + address).status_code == 404


@pytest.mark.parametrize("address", ["columns/", "search/"])
def test_who_only_checks_people_in_is_not_allowed(client, settings, address):
    settings.REQUIRE_TOTP = False
    event = make_event()
    client.force_login(make_organiser(role="check_in"))

    assert client.post(page(event) + address).status_code == 403


def test_every_column_says_what_it_is_called(django_assert_num_queries):
    school = make_school(
        name="Ashby School", town="Ashby", dfe_number="875/4001", urn=4, phase="All", district="W"
    )
    session = make_session(label="Morning")
    attendee = make_booking(
        session,
        full_name="Ann Example",
        email="ann@oak.example",
        school=school,
        typed_school="",
        role="Head",
        access_needs="Hearing loop",
        word_to_organiser="We join in May",
        booked_by_name="Olive",
        booked_by_email="olive@oak.example",
    )
    booking = Booking.objects.for_organisers().get()
    booking.joined_at = session.starts_at - timedelta(minutes=2)
    sessions = [booking.session]
    with django_assert_num_queries(1):
        columns = columns_of(session.event, sessions)

    with django_assert_num_queries(0):
        row = {column.heading: column.of(booking) for column in columns}

    assert row == {
        "Reference": attendee.public_id,
        "Session": "Morning",
        "When": "Monday 30 November 2026, midday to 1:30pm",
        "Starts": "2026-11-30 12:00",
        "Ends": "2026-11-30 13:30",
        "Where": "Online",
        "Full name": "Ann Example",
        "Work email address": "ann@oak.example",
        "School": "Ashby School",
        "Town": "Ashby",
        "DfE number": "875/4001",
        "URN": "4",
        "Phase": "All",
        "District": "W",
        "Role": "Head",
        "Access needs": "Hearing loop",
        "Booked by": "Olive",
        "Booked by email address": "olive@oak.example",
        "Told the organisers": "We join in May",
        "State": "Booked",
        "Answer to the invitation": "No answer",
        "Booked at": "2026-11-02 12:00",
        "Cancelled at": "",
        "Could not come": "",
        "Joined": "2026-11-30 11:58",
    }


def test_a_session_without_a_name_is_called_by_its_time():
    attendee = make_booking()
    booking = Booking.objects.for_organisers().get()

    row = {
        column.name: column.of(booking) for column in columns_of(attendee.event, [booking.session])
    }

    assert row["session"] == row["when"] == "Monday 30 November 2026, midday to 1:30pm"
    assert (row["school"], row["town"], row["urn"]) == ("Oakfield Primary School", "", "")


@pytest.mark.parametrize(
    ("asked", "link"),
    [
        ({}, "Write to everyone who has booked"),
        ({"phase": "Primary"}, "Write to these people"),
        ({"state": "cancelled"}, "Write to everyone who has booked"),
    ],
)
def test_the_list_leads_to_a_message_to_just_those_whom_a_message_can_be_for(
    signed_in, asked, link
):
    make_school(phase="Primary")
    session = make_session()
    make_booking(session)

    response = signed_in.get(page(session.event, **asked))

    query = "?phase=Primary" if link == "Write to these people" else "?" if not asked else ""
    address = f"/organiser/events/{session.event.public_id}/messages/new/{query}"
    assert f'<a href="{address}">{link}</a>' in response.text
