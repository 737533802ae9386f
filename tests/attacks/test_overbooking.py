"""Somebody takes places that there are not, or that are not theirs to take."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.models import Attendee, Booking, Message
from events.models import Session
from tests.bookings.test_book_place_page import address, answers
from tests.factories import (
    NOON,
    cancel_session,
    make_booking,
    make_event,
    make_session,
    plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

LATER = NOON + timedelta(days=35)


def places(event):
    return [session.places_taken for session in event.sessions.order_by("pk")]


def book(client, event, *sessions, **typed):
    return client.post(address(event), answers(*sessions, **typed))


def test_a_full_session_takes_nobody_however_it_is_asked_for(client):
    session = make_session(capacity=1)
    make_booking(session)
    name = {"confirmed": "on", "places_taken": "0", "capacity": "9"}

    by_form = book(client, session.event, session, email="b@school.example", **name)
    by_link = client.post(
        address(session.event, session), answers(session, email="c@school.example")
    )

    assert (by_form.status_code, by_link.status_code) == (409, 409)
    assert places(session.event) == [1]
    assert Attendee.objects.count() == 1


@pytest.mark.parametrize("how", ["started", "cancelled", "elsewhere"])
def test_a_session_that_cannot_be_booked_is_not_booked_by_its_id(how, client, monkeypatch):
    event = make_event(plan(label="A"), plan(label="B", starts_at=LATER))
    wanted = event.sessions.get(label="A")
    if how == "started":
        monkeypatch.setattr(timezone, "now", lambda: wanted.starts_at + timedelta(minutes=1))
    elif how == "cancelled":
        cancel_session(wanted)
    else:
        wanted = make_session(capacity=1)

    answer = book(client, event, wanted)

    assert answer.status_code in (200, 409)
    assert not Booking.objects.exists()
    assert Session.objects.filter(places_taken__gt=0).count() == 0


@pytest.mark.parametrize(("attendance", "booked"), [("one", 0), ("any", 2), ("all", 2)])
def test_nobody_takes_more_sessions_than_the_event_allows(attendance, booked, client):
    event = make_event(plan(label="A"), plan(label="B", starts_at=LATER), attendance=attendance)
    sessions = list(event.sessions.order_by("pk"))

    book(client, event, *sessions, *sessions)

    assert sum(places(event)) <= (booked or 1)
    assert Booking.objects.count() == sum(places(event))


def test_the_same_form_sent_ten_times_takes_one_place(client):
    session = make_session(capacity=20)
    typed = answers(session)

    pages = {client.post(address(session.event), typed)["Location"] for _ in range(10)}

    assert len(pages) == 1
    assert places(session.event) == [1]
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    "email",
    [
        "ann@school.example",
        "ANN@School.Example",
        " ann@school.example ",
        "<ann@school.example>",
        "mailto:ann@school.example",
        "ann\u200b@school.example",
        "ａnn@school.example",
    ],
)
def test_one_mailbox_takes_one_place_however_it_is_written(email, client):
    session = make_session(capacity=20)
    make_booking(session, email="ann@school.example")

    answer = book(client, session.event, session, email=email)

    assert answer.status_code == 409
    assert places(session.event) == [1]


def test_a_form_of_somebody_else_does_not_show_who_that_was(client):
    session = make_session(capacity=20)
    first = make_booking(session, email="ann@school.example")
    form_uuid = str(first.form_uuid)

    answer = book(client, session.event, session, email="eve@school.example", form_uuid=form_uuid)

    assert first.link_token not in answer["Location"]
    assert Attendee.objects.exclude(pk=first.pk).get().form_uuid != uuid.UUID(form_uuid)


def test_whether_an_address_has_booked_is_told_to_its_mailbox_alone(client):
    session = make_session(capacity=20)
    first = make_booking(session, email="ann@school.example", full_name="Ann Secret")

    answer = book(client, session.event, session, email="ann@school.example")

    assert first.link_token not in answer.text
    assert "Ann Secret" not in answer.text
    assert [message.to for message in Message.objects.all()] == ["ann@school.example"] * 2


def test_a_place_cancelled_twice_is_freed_once(client):
    session = make_session(capacity=2)
    attendee, _ = make_booking(session), make_booking(session)
    typed = {"places": [attendee.bookings.get().public_id]}

    for _ in range(3):
        client.post(f"/b/{attendee.link_token}/cancel/", typed)

    assert places(session.event) == [1]
