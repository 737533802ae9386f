"""Joining a waiting list: from the full page with the answers kept, or by its own form."""

import re
from datetime import timedelta

import pytest

from bookings.lifecycle import commands
from bookings.models import Attendee, Booking, WaitingPlace
from tests.bookings.test_book_place_page import address, answers, errors_of
from tests.bookings.waiting import join, make_full, told
from tests.database import every_row
from tests.events.pages import page, words
from tests.factories import NOON, make_booking, make_event, make_session, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')
SELECTED = re.compile(r'<option value="(\w+)" selected')
LATER = NOON + timedelta(days=35)
THREE = [plan(capacity=1, label=label) for label in ("A", "B", "C")]


def waiting_list(event, session=None):
    return address(event, session).replace("/book/", "/waiting-list/")


def ann():
    return Attendee.objects.get(email="ann@school.example")


def wanted(attendee):
    lines = WaitingPlace.objects.open().of(attendee).to_show()
    return [line.session.label if line.session else "all" for line in lines]


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

    response = client.post(waiting_list(session.event), hidden(full))

    assert full.status_code == 409
    assert (response.status_code, response["Location"]) == (302, f"/b/{ann().link_token}/")
    assert (ann().full_name, ann().role) == ("Ann Example", "Headteacher")
    assert WaitingPlace.objects.get().session == session
    assert told(ann()) == ["waiting_list_joined"]
    assert not Booking.objects.of(ann()).exists()


def test_of_several_full_sessions_the_one_asked_for_is_the_first_choice(client):
    one, two, _ = make_full(*THREE)
    full = client.post(address(one.event), answers(two))

    client.post(waiting_list(one.event), hidden(full))

    assert words(full).count("Second choice (optional)") == 1
    assert wanted(ann()) == ["B"]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [([2, 0, 1], ["C", "A", "B"]), ([1, None, 1], ["B"]), ([None, 2, None], ["C"])],
)
def test_sessions_are_waited_for_in_the_order_in_which_they_are_preferred(client, chosen, expected):
    sessions = make_full(*THREE)
    sent = ["" if number is None else sessions[number].public_id for number in chosen]

    client.post(waiting_list(sessions[0].event), answers(sessions=sent))

    assert wanted(ann()) == expected


def test_a_course_is_waited_for_as_a_whole(client):
    course = make_full(plan(capacity=1), plan(capacity=5, starts_at=LATER), attendance="all")
    full = client.post(address(course[0].event), answers(*course))

    client.post(waiting_list(course[0].event), hidden(full))

    assert wanted(ann()) == ["all"]
    assert "You book all of these sessions together" in words(full)


def test_the_page_of_a_full_session_leads_to_an_empty_form(client):
    [session] = make_full()

    full = client.get(address(session.event, session))
    link = waiting_list(session.event, session)
    response = client.get(link)

    assert f'href="{link}"' in full.text
    assert response.status_code == 200
    assert "This does not book a place." in words(response)
    assert "Monday 30 November 2026" in words(response)


def test_from_the_form_for_colleagues_it_leads_to_the_form_for_one(client):
    [session] = make_full(places_per_booking=5)
    event = session.event

    full = client.get(f"/events/{event.public_id}/{event.slug}/book-for-colleagues/")

    assert f'href="{waiting_list(event, session)}"' in full.text
    assert "Each person joins it with their own email address." in words(full)


def test_the_events_page_leads_to_the_list_of_what_is_full_and_to_no_other(client):
    event = make_event(plan(capacity=1), plan(starts_at=LATER))
    full, free = event.sessions.with_place().order_by("pk")
    make_booking(full)

    shown = client.get(page(event)).text

    assert f'href="{waiting_list(event, full)}"' in shown
    assert waiting_list(event, free) not in shown


@pytest.mark.parametrize("fields", [{"booking_by": "email"}, {"opens_at": LATER}])
def test_what_cannot_be_booked_here_or_now_has_no_list_to_join(client, fields):
    booking = {"booking_address": "book@westshire.example"} if "booking_by" in fields else {}
    event = make_event(plan(capacity=0), **fields, **booking)

    shown = client.get(page(event))
    response = client.get(waiting_list(event))

    assert "waiting-list" not in shown.text
    assert (response.status_code, WaitingPlace.objects.count()) == (409, 0)


def test_the_booking_form_says_that_some_are_full(client):
    event = make_event(plan(capacity=0), plan(starts_at=LATER))

    assert f'href="{waiting_list(event)}"' in client.get(address(event)).text


def test_an_empty_form_says_what_to_do_in_each_place(client):
    [*_, last] = make_full(*THREE)

    response = client.post(waiting_list(last.event), {"form_uuid": ""})

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

    response = client.post(waiting_list(session.event), answers(other))

    assert errors_of(response) == {"sessions": ["Select one of these sessions"]}
    assert not WaitingPlace.objects.exists()


def test_a_place_that_has_become_free_can_be_booked_with_the_answers_kept(client):
    [session] = make_full()
    commands.cancel_bookings(Attendee.objects.get(), at=NOON)

    response = client.post(waiting_list(session.event), answers(session))
    kept = dict(response.context_data["form"].kept_answers)
    booked = client.post(address(session.event), kept | {"sessions": session.public_id})

    assert response.status_code == 409
    assert "There is a place at this session" in words(response)
    assert (booked.status_code, ann().bookings.get().session) == (302, session)
    assert not WaitingPlace.objects.exists()


def test_a_course_that_has_become_free_is_booked_whole(client):
    course = make_full(plan(capacity=1), plan(capacity=5, starts_at=LATER), attendance="all")
    commands.cancel_bookings(Attendee.objects.get(), at=NOON)

    looked = client.get(waiting_list(course[0].event))
    response = client.post(waiting_list(course[0].event), answers(*course))

    assert (looked.status_code, response.status_code) == (409, 409)
    assert "There are places at these sessions" in words(response)
    for session in course:
        assert f'name="sessions" value="{session.public_id}"' in response.text


def test_a_session_with_places_has_no_list_and_its_page_leads_to_the_form(client):
    session = make_session()

    response = client.get(waiting_list(session.event, session))

    assert response.status_code == 409
    assert f'href="{address(session.event, session)}"' in response.text


def test_a_course_of_which_a_session_has_begun_cannot_be_waited_for(client, monkeypatch):
    course = make_full(plan(capacity=1), plan(capacity=1, starts_at=LATER), attendance="all")
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON + timedelta(days=30))

    response = client.get(waiting_list(course[0].event))

    assert response.status_code == 409
    assert "This session has taken place" in words(response)


def test_an_address_that_waits_and_one_that_has_booked_are_told_and_shown_the_same(client):
    [session] = make_full()
    ben = join(session, email="ben@school.example", at=NOON - timedelta(hours=1))
    [cat] = Attendee.objects.filter(bookings__session=session)

    both = [
        client.post(waiting_list(session.event), answers(session, email=whose.email))
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

    asked = client.post(waiting_list(sessions[0].event), answers(sessions=chosen))
    kept = dict(asked.context_data["form"].kept_answers)
    client.post(waiting_list(sessions[0].event), kept | {"sessions": chosen, "confirmed": "on"})

    assert asked.status_code == 409
    assert "You are not on the waiting list yet." in words(asked)
    assert "Nothing has been booked yet." not in words(asked)
    assert wanted(ann()) == ["C", "A"]


def test_somebody_who_joins_for_a_colleague_sees_it_by_a_link_of_their_own(client):
    [session] = make_full()
    by = {"booked_by_name": "Olive Office", "booked_by_email": "office@school.example"}

    response = client.post(
        waiting_list(session.event), answers(session, booking_for_other="on", **by)
    )

    link = f"/for-colleagues/{ann().booker.link_token}/{ann().public_id}/"
    assert response["Location"] == link


def test_sending_the_form_twice_is_one_line(client):
    [session] = make_full()
    form = answers(session)

    first, second = (client.post(waiting_list(session.event), form) for _ in range(2))

    assert first["Location"] == second["Location"]
    assert WaitingPlace.objects.count() == 1


def test_looking_changes_nothing(client):
    [session] = make_full()
    before = every_row()

    assert client.get(waiting_list(session.event, session)).status_code == 200
    assert every_row() == before


def test_an_unknown_event_has_no_list(client):
    assert client.get("/events/xxxxxxxx/any/waiting-list/").status_code == 404


def test_answers_go_back_to_the_form_to_be_changed(client):
    [session] = make_full()

    response = client.post(waiting_list(session.event), answers(session) | {"change": "1"})

    assert response.status_code == 200
    assert "Join the waiting list" in words(response)
    assert not WaitingPlace.objects.exists()
