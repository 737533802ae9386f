"""What the booking form answers when the rules say no, and the way on from there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.lifecycle import commands, resending
from bookings.models import Attendee, Message
from tests.bookings.test_book_place_page import LATER, address, answers
from tests.database import every_row
from tests.factories import (
    NOON,
    cancel_event,
    make_booking,
    make_event,
    make_person,
    make_school,
    make_session,
    plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def test_a_full_session_has_a_page_that_keeps_the_answers_for_another(client):
    event = make_event(plan(label="Full", capacity=1), plan(label="Free", starts_at=LATER))
    full, free = event.sessions.order_by("sort_at")
    make_booking(full)
    form = answers(sessions=full.public_id)

    refused = client.post(address(event), form)

    assert (refused.status_code, refused.template_name) == (409, "bookings/session_full.html")
    assert refused.context_data["others"] == [free]
    kept = dict(refused.context_data["form"].kept_answers)
    assert kept == {name: value for name, value in form.items() if name != "sessions"}

    booked = client.post(address(event), kept | {"sessions": free.public_id})

    assert booked.status_code == 302
    assert Attendee.objects.get(email="ann@school.example").bookings.get().session == free


def test_asking_for_a_full_session_tells_so_before_anything_is_typed(client):
    session = make_session(capacity=1)
    make_booking(session)

    response = client.get(address(session.event, session))

    assert (response.status_code, response.template_name) == (409, "bookings/session_full.html")


def test_what_could_not_be_mailed_is_not_promised(client, settings):
    session = make_session()
    make_booking(session, email="ann@school.example")
    typed = answers(session, email="ann@school.example")
    promised = client.post(address(session.event), typed)
    settings.MAILS_PER_RECIPIENT_PER_HOUR = 1

    refused = client.post(address(session.event), typed)

    assert "We are sending the details of this booking to that address." in promised.text
    assert "We are sending" not in refused.text
    assert "We have sent several emails to that address." in refused.text


def test_a_course_with_one_full_session_does_not_say_that_all_are(client):
    later = NOON + timedelta(days=35)
    event = make_event(plan(capacity=0), plan(starts_at=later), attendance="all")

    text = client.get(address(event)).text

    assert "You book all of these sessions together" in text
    assert "No other session of this event has places left" not in text


def test_the_only_session_that_is_left_is_ticked(client):
    event = make_event(plan(capacity=0), plan(label="Later", starts_at=NOON + timedelta(days=35)))
    full, other = event.sessions.in_order()

    text = client.get(f"{address(event)}?session={full.public_id}").text

    assert f'value="{other.public_id}" checked' in text
    assert "Later, Monday 7 December 2026" in text


def test_a_course_with_a_full_session_offers_no_other(client):
    event = make_event(plan(), plan(starts_at=LATER, capacity=0), attendance="all")

    for response in (client.get(address(event)), client.post(address(event), answers())):
        assert (response.status_code, response.template_name) == (409, "bookings/session_full.html")
        assert response.context_data["others"] == []
    assert not Attendee.objects.exists()


def test_the_session_that_was_shown_is_booked_or_none(client):
    event = make_event(plan(label="Shown", capacity=1), plan(label="Other", starts_at=LATER))
    shown = event.sessions.get(label="Shown")
    make_booking(shown)

    response = client.post(address(event), answers(shown))

    assert (response.status_code, response.template_name) == (409, "bookings/session_full.html")
    assert Attendee.objects.count() == 1


def test_a_form_that_shows_no_session_any_more_asks_for_one(client):
    session = make_session()

    response = client.post(address(session.event), answers())

    assert response.context_data["form"].errors == {
        "sessions": ["Select the session you will attend"]
    }
    assert 'type="radio"' in response.text


def test_a_course_that_has_grown_meanwhile_is_shown_again(client):
    event = make_event(plan(), plan(starts_at=LATER), attendance="all")

    response = client.post(address(event), answers(event.sessions.first()))

    assert (response.status_code, response.template_name) == (409, "bookings/wrong_choice.html")
    assert not Attendee.objects.exists()


@pytest.mark.parametrize("attendance", ["one", "any", "all"])
def test_a_cancelled_event_says_so(client, attendance):
    event = make_event(plan(), plan(starts_at=LATER), attendance=attendance)
    cancel_event(event)

    response = client.get(address(event))

    assert (response.status_code, response.template_name) == (
        409,
        "bookings/session_cancelled.html",
    )
    assert response.context_data["closed"] is None


def test_an_address_that_has_booked_is_sent_its_details_and_nothing_is_shown(client):
    session = make_session()
    known = make_booking(session, full_name="Secret Name", email="ann@school.example")

    response = client.post(address(session.event), answers(session))

    assert (response.status_code, response.template_name) == (409, "bookings/already_booked.html")
    assert "Secret Name" not in response.text
    assert known.link_token not in response.text
    assert list(Message.objects.filter(kind="already_booked").values_list("to", flat=True)) == [
        "ann@school.example"
    ]


def test_the_details_are_mailed_no_more_than_the_hour_allows(client, settings, monkeypatch):
    settings.MAILS_PER_RECIPIENT_PER_HOUR = 6
    session = make_session()
    make_booking(session, email="ann@school.example")

    statuses = []
    for second in range(7):
        monkeypatch.setattr(timezone, "now", lambda at=NOON + timedelta(seconds=second): at)
        statuses.append(client.post(address(session.event), answers(session)).status_code)

    assert statuses == [409] * 7
    assert Message.objects.filter(kind="already_booked").count() == 5


@pytest.mark.parametrize(
    "leave",
    [
        lambda known: commands.replace_attendee(known, make_person(), at=NOON),
        lambda known: commands.cancel_bookings(known, at=NOON),
    ],
)
def test_who_leaves_at_the_moment_when_somebody_books_with_their_address_gets_no_mail(leave):
    known = make_booking(email="ann@school.example")
    leave(known)
    before = every_row()

    resending.tell_already_booked(known, at=NOON)

    assert every_row() == before


def test_answers_can_be_changed_after_a_refusal(client):
    session = make_session()
    make_booking(session, email="ann@school.example")

    response = client.post(address(session.event), answers(session, change="1"))

    assert (response.status_code, response.template_name) == (200, "bookings/book_place.html")
    assert 'value="Ann Example"' in response.text


def test_a_field_that_nobody_sees_asks_to_look_again_and_then_books(client):
    session = make_session()
    form = answers(session, website="https://spam.example")

    asked = client.post(address(session.event), form)

    assert (asked.status_code, asked.template_name) == (409, "bookings/check_and_book.html")
    assert "Ann Example" in asked.text
    assert not Attendee.objects.exists()

    kept = dict(asked.context_data["form"].kept_answers)
    chosen = {"sessions": session.public_id, "confirmed": "on"}
    booked = client.post(address(session.event), kept | chosen)

    assert booked.status_code == 302


def test_more_than_a_towns_schools_from_one_address_are_asked_to_look_again(client, settings):
    settings.BOOKINGS_PER_ADDRESS_PER_HOUR = 2
    session = make_session()

    statuses = [
        client.post(
            address(session.event), answers(session, email=f"{n}@school.example")
        ).status_code
        for n in range(3)
    ]
    elsewhere = client.post(address(session.event), answers(session), REMOTE_ADDR="192.0.2.7")

    assert statuses == [302, 302, 409]
    assert elsewhere.status_code == 302


def test_drafts_and_unknown_events_are_not_found(client):
    draft = make_event(published=False)

    statuses = [
        client.get(address(draft)).status_code,
        client.get("/events/xxxxxxxx/any/book/").status_code,
    ]

    assert statuses == [404, 404]


def test_looking_changes_nothing(client):
    session = make_session()
    before = every_row()

    client.get(address(session.event, session))

    assert every_row() == before


def test_other_methods_are_refused(client):
    assert client.put(address(make_event())).status_code == 405


@pytest.mark.parametrize("number", [1, 3])
def test_the_form_asks_the_database_as_often_for_many_sessions_as_for_one(
    client, django_assert_num_queries, number
):
    event = make_event(*(plan(starts_at=NOON + timedelta(days=n + 1)) for n in range(number)))
    for _ in range(number):
        make_school()
    client.get(address(event))

    with django_assert_num_queries(3):
        client.get(address(event))
