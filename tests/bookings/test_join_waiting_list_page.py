"""Joining a waiting list: from the full page with the answers kept, or by its own form."""

import re
from datetime import timedelta

import pytest

from bookings.models import Booking, WaitingPlace
from tests.bookings.test_book_place_page import address, answers, errors_of
from tests.bookings.waiting import make_full, told
from tests.bookings.waiting_pages import THREE, ann, list_address, wanted
from tests.database import every_row
from tests.events.pages import page, words
from tests.factories import NOON, make_booking, make_event, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')
SELECTED = re.compile(r'<option value="(\w+)" selected')
LATER = NOON + timedelta(days=35)


def hidden(response):
    """What the button of the page's waiting list sends where nothing else is chosen."""
    form = response.text.partition("waiting-list/")[2].partition("</form>")[0]
    sent = {}
    for name, value in HIDDEN.findall(form):
        sent.setdefault(name, []).append(value)
    return sent | {"sessions": sent.get("sessions", []) + SELECTED.findall(form)}


def test_one_click_on_the_full_page_joins_with_the_answers_that_were_typed(client):
    [session] = make_full()
    full = client.post(address(session.event), answers(session, role="Headteacher"))

    response = client.post(list_address(session.event), hidden(full))

    assert full.status_code == 409
    assert (response.status_code, response["Location"]) == (302, f"/b/{ann().link_token}/")
    assert (ann().full_name, ann().role) == ("Ann Example", "Headteacher")
    assert WaitingPlace.objects.get().session == session
    assert told(ann()) == ["waiting_list_joined"]
    assert not Booking.objects.of(ann()).exists()


def test_of_several_full_sessions_the_one_asked_for_is_the_first_choice(client):
    one, two, _ = make_full(*THREE)
    full = client.post(address(one.event), answers(two))

    client.post(list_address(one.event), hidden(full))

    assert words(full).count("Second choice (optional)") == 1
    assert wanted(ann()) == ["B"]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [([2, 0, 1], ["C", "A", "B"]), ([1, None, 1], ["B"]), ([None, 2, None], ["C"])],
)
def test_sessions_are_waited_for_in_the_order_in_which_they_are_preferred(client, chosen, expected):
    sessions = make_full(*THREE)
    sent = ["" if number is None else sessions[number].public_id for number in chosen]

    client.post(list_address(sessions[0].event), answers(sessions=sent))

    assert wanted(ann()) == expected


def test_a_course_is_waited_for_as_a_whole(client):
    course = make_full(plan(capacity=1), plan(capacity=5, starts_at=LATER), attendance="all")
    full = client.post(address(course[0].event), answers(*course))

    client.post(list_address(course[0].event), hidden(full))

    assert wanted(ann()) == ["all"]
    assert "You book all of these sessions together" in words(full)


def test_from_the_form_for_colleagues_it_leads_to_the_form_for_one(client):
    [session] = make_full(places_per_booking=5)
    event = session.event

    full = client.get(f"/events/{event.public_id}/{event.slug}/book-for-colleagues/")

    assert f'href="{list_address(event, session)}"' in full.text
    assert "Each person joins it with their own email address." in words(full)


def test_the_events_page_leads_to_the_list_of_what_is_full_and_to_no_other(client):
    event = make_event(plan(capacity=1), plan(starts_at=LATER))
    full, free = event.sessions.with_place().order_by("pk")
    make_booking(full)

    shown = client.get(page(event)).text

    assert f'href="{list_address(event, full)}"' in shown
    assert list_address(event, free) not in shown


def test_the_booking_form_says_that_some_are_full(client):
    event = make_event(plan(capacity=0), plan(starts_at=LATER))

    assert f'href="{list_address(event)}"' in client.get(address(event)).text


def test_somebody_who_joins_for_a_colleague_sees_it_by_a_link_of_their_own(client):
    [session] = make_full()
    by = {"booked_by_name": "Olive Office", "booked_by_email": "office@school.example"}

    response = client.post(
        list_address(session.event), answers(session, booking_for_other="on", **by)
    )

    link = f"/for-colleagues/{ann().booker.link_token}/{ann().public_id}/"
    assert response["Location"] == link


def test_sending_the_form_twice_is_one_line(client):
    [session] = make_full()
    form = answers(session)

    first, second = (client.post(list_address(session.event), form) for _ in range(2))

    assert first["Location"] == second["Location"]
    assert WaitingPlace.objects.count() == 1


def test_looking_changes_nothing(client):
    [session] = make_full()
    before = every_row()

    assert client.get(list_address(session.event, session)).status_code == 200
    assert every_row() == before


def test_answers_go_back_to_the_form_to_be_changed(client):
    [session] = make_full()

    response = client.post(list_address(session.event), answers(session) | {"change": "1"})

    assert response.status_code == 200
    assert "Join the waiting list" in words(response)
    assert not WaitingPlace.objects.exists()


def test_where_any_may_be_attended_sessions_are_ticked(client):
    one, _, three = make_full(*THREE, attendance="any")

    shown = client.get(list_address(one.event, three))
    none = client.post(list_address(one.event), answers())
    client.post(list_address(one.event), answers(one, three))

    assert shown.text.count('name="sessions"') == 3
    assert re.findall(r'value="(\w+)" checked', shown.text) == [three.public_id]
    assert errors_of(none) == {"sessions": ["Select the sessions you want to wait for"]}
    assert wanted(ann()) == ["A", "C"]


def test_the_page_of_a_full_session_leads_to_an_empty_form(client):
    [session] = make_full()

    full = client.get(address(session.event, session))
    link = list_address(session.event, session)
    response = client.get(link)

    assert f'href="{link}"' in full.text
    assert response.status_code == 200
    assert "This does not book a place." in words(response)
    assert "Monday 30 November 2026" in words(response)
