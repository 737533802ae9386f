"""Booking and cancelling as commands: who gets a place, and what is written."""

import uuid
from datetime import timedelta

import pytest

from bookings.lifecycle import commands, refusals
from bookings.models import Attendee, Booking, Message
from events.models import AuditEntry, Session
from tests.database import every_row
from tests.factories import (
    NOON,
    cancel_session,
    make_event,
    make_person,
    make_session,
    plan,
)

pytestmark = pytest.mark.django_db


def book(session, *others, person=None, form_uuid=None, at=NOON):
    return commands.book_place(
        event=session.event,
        sessions=[session, *others],
        person=person or make_person(),
        form_uuid=form_uuid or uuid.uuid4(),
        at=at,
    )


def kinds_and_recipients():
    return sorted(Message.objects.values_list("kind", "to"))


def test_booking_takes_a_place_and_queues_one_message():
    session = make_session(capacity=2)

    attendee = book(session, person=make_person(email="Head@School.example"))

    session.refresh_from_db()
    assert session.places_left == 1
    assert [booking.state for booking in attendee.bookings.all()] == ["booked"]
    assert attendee.email == "Head@School.example"
    assert attendee.email_key == "head@school.example"
    assert kinds_and_recipients() == [("place_booked", "Head@School.example")]
    assert AuditEntry.objects.filter(
        action="place_booked", object_type="attendee", object_id=attendee.public_id
    ).exists()


def test_booking_for_somebody_else_copies_whoever_booked():
    person = make_person(
        email="head@school.example",
        booked_by_name="Olive Office",
        booked_by_email="office@school.example",
    )

    book(make_session(), person=person)

    assert kinds_and_recipients() == [
        ("booking_copy", "office@school.example"),
        ("place_booked", "head@school.example"),
    ]


def test_every_session_of_a_course_is_booked_with_an_invitation_each():
    event = make_event(plan(), plan(starts_at=NOON + timedelta(days=35)), attendance="all")
    first, second = event.sessions.order_by("sort_at")

    attendee = book(first, second, person=make_person(email="a@school.example"))

    assert [booking.exclusive for booking in attendee.bookings.all()] == [False, False]
    assert kinds_and_recipients() == [
        ("invitation", "a@school.example"),
        ("invitation", "a@school.example"),
        ("place_booked", "a@school.example"),
    ]


def test_a_full_session_refuses_and_writes_nothing():
    session = make_session(capacity=1)
    book(session)
    before = every_row()

    with pytest.raises(refusals.SessionFull):
        book(session)

    assert every_row() == before


def test_unlimited_places_are_counted_all_the_same():
    session = make_session(capacity=None)

    book(session)

    session.refresh_from_db()
    assert (session.places_taken, session.places_left) == (1, None)


def test_all_sessions_or_none():
    event = make_event(plan(), plan(capacity=0), attendance="any")
    first, full = event.sessions.order_by("capacity").reverse()

    with pytest.raises(refusals.SessionFull):
        book(first, full)

    assert not Booking.objects.exists()
    assert [session.places_taken for session in Session.objects.all()] == [0, 0]


def test_the_same_form_twice_is_one_booking():
    session, person, form_uuid = make_session(), make_person(), uuid.uuid4()

    first = book(session, person=person, form_uuid=form_uuid)
    second = book(session, person=person, form_uuid=form_uuid)

    assert second == first
    assert (Booking.objects.count(), Message.objects.count()) == (1, 1)


def test_the_same_form_with_another_person_is_another_booking():
    session, form_uuid = make_session(), uuid.uuid4()

    first = book(session, form_uuid=form_uuid)
    second = book(session, form_uuid=form_uuid)

    assert second != first
    assert Booking.objects.count() == 2


def test_one_address_holds_one_place_where_one_session_is_attended():
    event = make_event(plan(), plan(starts_at=NOON + timedelta(days=35)))
    first, second = event.sessions.order_by("sort_at")
    attendee = book(first, person=make_person(email="Head@School.example"))

    with pytest.raises(refusals.AlreadyBooked) as refused:
        book(second, person=make_person(email=" head@SCHOOL.example "))

    assert refused.value.attendee == attendee
    assert Booking.objects.count() == 1


def test_booking_again_after_cancelling_makes_a_new_link_and_uid():
    session = make_session()
    person = make_person()
    first = book(session, person=person)
    commands.cancel_bookings(first, at=NOON)

    second = book(session, person=person)

    first.refresh_from_db()
    assert first.replaced_by == second
    assert first.link_token != second.link_token
    assert first.bookings.get().uid != second.bookings.get().uid


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"opens_at": NOON + timedelta(minutes=1)}, NOON),
        ({}, NOON + timedelta(days=28)),
        ({"booking_by": "email"}, NOON),
        ({"published": False}, NOON),
    ],
    ids=["not open yet", "started", "booked elsewhere", "draft"],
)
def test_what_is_not_open_is_refused(fields, at):
    session = make_event(**fields).sessions.select_related("event").get()

    with pytest.raises(refusals.NotOpen) as refused:
        book(session, at=at)

    assert refused.value.session == session
    assert not Attendee.objects.exists()


def test_a_session_without_a_date_is_not_bookable():
    session = make_session(precision="none")

    with pytest.raises(refusals.NotOpen):
        book(session)


def test_a_cancelled_session_is_refused_as_cancelled():
    session = make_session()
    cancel_session(session)

    with pytest.raises(refusals.SessionCancelled):
        book(session)


def test_a_session_of_another_event_is_refused():
    session, foreign = make_session(), make_session()

    with pytest.raises(refusals.WrongChoice):
        commands.book_place(
            event=session.event,
            sessions=[foreign],
            person=make_person(),
            form_uuid=uuid.uuid4(),
            at=NOON,
        )


@pytest.mark.parametrize(("attendance", "chosen"), [("one", 2), ("all", 1), ("any", 0)])
def test_the_choice_has_to_follow_the_rule(attendance, chosen):
    event = make_event(plan(), plan(starts_at=NOON + timedelta(days=35)), attendance=attendance)

    with pytest.raises(refusals.WrongChoice):
        commands.book_place(
            event=event,
            sessions=list(event.sessions.all())[:chosen],
            person=make_person(),
            form_uuid=uuid.uuid4(),
            at=NOON,
        )
