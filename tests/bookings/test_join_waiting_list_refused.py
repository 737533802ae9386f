"""Why nobody can join a waiting list: each with a page that leads on."""

from datetime import timedelta

import pytest

from bookings.lifecycle import commands
from bookings.models import Attendee, WaitingPlace
from tests.bookings.test_book_place_page import address, answers, errors_of
from tests.bookings.waiting import join, make_full, told
from tests.bookings.waiting_pages import THREE, ann, list_address, wanted
from tests.events.pages import page, words
from tests.factories import NOON, cancel_session, make_event, make_session, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

LATER = NOON + timedelta(days=35)


@pytest.mark.parametrize("fields", [{"booking_by": "email"}, {"opens_at": LATER}])
def test_what_cannot_be_booked_here_or_now_has_no_list_to_join(client, fields):
    booking = {"booking_address": "book@westshire.example"} if "booking_by" in fields else {}
    event = make_event(plan(capacity=0), **fields, **booking)

    shown = client.get(page(event))
    response = client.get(list_address(event))

    assert "waiting-list" not in shown.text
    assert (response.status_code, WaitingPlace.objects.count()) == (409, 0)


def test_an_empty_form_says_what_to_do_in_each_place(client):
    [*_, last] = make_full(*THREE)

    response = client.post(list_address(last.event), {"form_uuid": ""})

    assert errors_of(response) == {
        "full_name": ["Enter your full name"],
        "email": ["Enter your work email address"],
        "school": ["Select your school, or tick that it is not listed"],
        "sessions": ["Select the session you would like most"],
    }
    assert "<title>Error: Join the waiting list: Headteacher briefing" in response.text
    assert '<a href="#id_sessions">Select the session you would like most</a>' in response.text
    assert not WaitingPlace.objects.exists()


def test_a_session_of_another_event_is_not_one_of_these(client):
    [session] = make_full()
    [other] = make_full()

    response = client.post(list_address(session.event), answers(other))

    assert errors_of(response) == {"sessions": ["Select one of these sessions"]}
    assert not WaitingPlace.objects.exists()


def test_a_place_that_has_become_free_can_be_booked_with_the_answers_kept(client):
    [session] = make_full()
    commands.cancel_bookings(Attendee.objects.get(), at=NOON)

    response = client.post(list_address(session.event), answers(session))
    kept = dict(response.context_data["form"].kept_answers)
    booked = client.post(address(session.event), kept | {"sessions": session.public_id})

    assert response.status_code == 409
    assert "There is a place at this session" in words(response)
    assert (booked.status_code, ann().bookings.get().session) == (302, session)
    assert not WaitingPlace.objects.exists()


def test_a_course_that_has_become_free_is_booked_whole(client):
    course = make_full(plan(capacity=1), plan(capacity=5, starts_at=LATER), attendance="all")
    commands.cancel_bookings(Attendee.objects.get(), at=NOON)

    looked = client.get(list_address(course[0].event))
    response = client.post(list_address(course[0].event), answers(*course))

    assert (looked.status_code, response.status_code) == (409, 409)
    assert "There are places at these sessions" in words(response)
    for session in course:
        assert f'name="sessions" value="{session.public_id}"' in response.text


def test_a_session_with_places_has_no_list_and_its_page_leads_to_the_form(client):
    session = make_session()

    response = client.get(list_address(session.event, session))

    assert response.status_code == 409
    assert f'href="{address(session.event, session)}"' in response.text


def test_a_course_of_which_a_session_has_begun_cannot_be_waited_for(client, monkeypatch):
    course = make_full(plan(capacity=1), plan(capacity=1, starts_at=LATER), attendance="all")
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON + timedelta(days=30))

    response = client.get(list_address(course[0].event))

    assert response.status_code == 409
    assert "This session has taken place" in words(response)


def test_an_address_that_waits_and_one_that_has_booked_are_told_and_shown_the_same(client):
    [session] = make_full()
    ben = join(session, email="ben@school.example", at=NOON - timedelta(hours=1))
    [cat] = Attendee.objects.filter(bookings__session=session)

    both = [
        client.post(list_address(session.event), answers(session, email=whose.email))
        for whose in (ben, cat)
    ]

    assert [response.status_code for response in both] == [409, 409]
    assert words(both[0]) == words(both[1])
    assert "This email address has already been used for this event" in words(both[0])
    assert "We are sending the details to that address." in words(both[0])
    assert told(ben) == ["waiting_list_joined", "waiting_list_joined"]
    assert told(cat) == ["place_booked", "already_booked"]


def test_what_looks_automatic_is_asked_to_look_again(client, settings):
    settings.BOOKINGS_PER_ADDRESS_PER_HOUR = 0
    sessions = make_full(*THREE)
    chosen = [sessions[2].public_id, sessions[0].public_id]

    asked = client.post(list_address(sessions[0].event), answers(sessions=chosen))
    kept = dict(asked.context_data["form"].kept_answers)
    client.post(list_address(sessions[0].event), kept | {"sessions": chosen, "confirmed": "on"})

    assert asked.status_code == 409
    assert "You are not on the waiting list yet." in words(asked)
    assert "Nothing has been booked yet." not in words(asked)
    assert wanted(ann()) == ["C", "A"]


def test_an_unknown_event_has_no_list(client):
    assert client.get("/events/xxxxxxxx/any/waiting-list/").status_code == 404


def test_a_session_that_was_cancelled_has_no_list(client):
    [session] = make_full()
    cancel_session(session)

    response = client.get(list_address(session.event, session))

    assert response.status_code == 409
    assert "This session has been cancelled" in words(response)
