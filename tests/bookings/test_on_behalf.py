"""Organisers book, move, cancel, undo and correct for somebody, who is told or not."""

import uuid
from datetime import timedelta

import pytest

from bookings.lifecycle import commands, on_behalf
from bookings.lifecycle.refusals import (
    AlreadyBooked,
    NotMoved,
    OutsideAudience,
    SchoolLimitReached,
    SessionCancelled,
    SessionFull,
    TooLate,
)
from bookings.mail import messages
from bookings.models import AudienceRule, Booking, Message
from events.models import AuditEntry
from tests.bookings.acting import ANN, LATER, act, book, two_sessions
from tests.bookings.told import mails
from tests.database import every_row
from tests.factories import (
    NOON,
    amend_event,
    as_sent,
    cancel_session,
    make_audience,
    make_booking,
    make_event,
    make_person,
    make_school,
    make_session,
)

pytestmark = pytest.mark.django_db


def test_a_place_is_booked_and_told_as_if_they_had_booked_it_themselves(olu):
    session = make_session(capacity=1)

    attendee = book(session, by=olu)

    assert mails() == [("ann@school.example", "place_booked", "REQUEST", 0, "NEEDS-ACTION")]
    session.refresh_from_db()
    assert (session.places_taken, session.capacity) == (1, 1)
    entry = AuditEntry.objects.get(action="place_booked")
    assert (entry.object_id, entry.actor, entry.at) == (attendee.public_id, olu, LATER)


def test_nobody_is_told_where_the_organiser_says_so(olu):
    first, second = two_sessions()
    booked = book(first, by=olu, tells=False)
    [booking] = booked.bookings.all()
    quietly = act(olu, tells=False)

    on_behalf.move_on_behalf(booked, booking=booking.public_id, to=second, act=quietly)
    moved = booked.bookings.get(state="booked").public_id
    on_behalf.cancel_on_behalf(booked, only=[moved], reason="Ill", act=quietly)
    on_behalf.undo_cancellation(booked, booking=moved, act=quietly)
    on_behalf.correct_on_behalf(booked, make_person(), act=quietly)

    assert not Message.objects.exists()
    assert Booking.objects.holding_a_place().count() == 1


def test_booking_that_has_closed_or_not_opened_is_open_to_organisers_until_the_end(olu):
    session = make_session()
    amend_event(session.event, opens_at=NOON + timedelta(days=99))

    late = session.ends_at - timedelta(minutes=1)
    attendee = book(session, by=olu, at=late)

    assert attendee.bookings.get().booked_at == late
    with pytest.raises(TooLate):
        book(session, by=olu, at=session.ends_at, email="bo@school.example")


def test_nobody_is_booked_for_a_session_that_is_cancelled(olu):
    first, _ = two_sessions()
    cancel_session(first)

    with pytest.raises(SessionCancelled):
        book(first, by=olu)


def test_a_full_session_gets_one_place_more_by_whoever_knows_that_it_is_full(olu):
    session = make_session(capacity=1)
    make_booking(session)

    with pytest.raises(SessionFull):
        book(session, by=olu)
    book(session, by=olu, knowing=["full"])

    session.refresh_from_db()
    assert (session.places_taken, session.capacity) == (2, 2)
    entry = AuditEntry.objects.get(action="session_changed")
    assert (entry.object_id, entry.actor, entry.changed) == (session.public_id, olu, ["capacity"])


def test_knowing_that_a_session_is_full_adds_no_place_where_one_is_left(olu):
    session = make_session(capacity=2)
    make_booking(session)

    book(session, by=olu, knowing=["full"])

    session.refresh_from_db()
    assert (session.places_taken, session.capacity) == (2, 2)


def test_the_limit_of_a_school_is_passed_knowingly_alone(olu):
    session = make_session()
    amend_event(session.event, places_per_school=1)
    make_booking(session)

    with pytest.raises(SchoolLimitReached):
        book(session, by=olu, knowing=["full", "outside"])
    book(session, by=olu, knowing=["limit"])

    assert session.bookings.count() == 2


@pytest.mark.parametrize("outside", ["ask", "refuse"])
def test_a_school_that_the_event_is_not_for_is_let_in_knowingly_alone(olu, outside):
    audience = make_audience()
    AudienceRule.objects.create(audience=audience, phases=["Primary"])
    event = make_event(audiences=[audience], outside_audience=outside, places_per_school=1)
    [session] = event.sessions.select_related("event")
    school = make_school(phase="Secondary")
    who = {"school": school, "typed_school": ""}
    make_booking(session, school=make_school(phase="Primary"), typed_school="")

    with pytest.raises(OutsideAudience):
        book(session, by=olu, knowing=["full", "limit"], **who)
    book(session, by=olu, knowing=["outside"], **who)
    with pytest.raises(SchoolLimitReached):
        book(session, by=olu, knowing=["outside"], email="bo@school.example", **who)
    book(session, by=olu, knowing=["outside", "limit"], email="bo@school.example", **who)

    assert session.bookings.count() == 3


def test_the_same_form_sent_twice_books_once(olu):
    session = make_session()
    form_uuid = uuid.uuid4()

    first = book(session, by=olu, form_uuid=form_uuid)
    again = book(session, by=olu, form_uuid=form_uuid)

    assert first == again
    assert len(mails()) == 1


def test_whoever_has_a_place_is_refused_or_gets_the_further_sessions(olu):
    first, second = two_sessions()
    make_booking(first, **ANN)
    morning, late = two_sessions(attendance="any")
    has_one = make_booking(morning, **ANN)

    with pytest.raises(AlreadyBooked):
        book(second, by=olu)
    added = book(morning, late, by=olu)
    with pytest.raises(AlreadyBooked):
        book(late, by=olu)

    assert added == has_one
    assert list(has_one.bookings.values_list("session", flat=True)) == [morning.pk, late.pk]


def test_whoever_has_cancelled_is_booked_anew_and_keeps_the_note(olu):
    session = make_session()
    before = make_booking(session, **ANN)
    on_behalf.note_attendee(before, "Comes late", by=olu, at=NOON)
    commands.cancel_bookings(before, at=NOON)

    again = book(session, by=olu)

    assert again != before
    assert (again.note, again.link_token != before.link_token) == ("Comes late", True)


def test_a_move_to_a_full_session_adds_a_place_knowingly(olu):
    first, second = two_sessions(capacity=1)
    make_booking(second)
    ann = make_booking(first, **ANN)
    as_sent()
    booking = ann.bookings.get().public_id

    with pytest.raises(SessionFull):
        on_behalf.move_on_behalf(ann, booking=booking, to=second, act=act(olu))
    on_behalf.move_on_behalf(ann, booking=booking, to=second, act=act(olu, "full"))

    second.refresh_from_db()
    assert (second.places_taken, second.capacity) == (2, 2)
    assert mails() == [
        ("ann@school.example", "booking_moved", "REQUEST", 0, "NEEDS-ACTION"),
        ("ann@school.example", "moved_from_session", "CANCEL", 1, "NEEDS-ACTION"),
    ]


def test_nobody_is_moved_to_where_they_are_or_to_what_will_not_take_place(olu):
    morning, late = two_sessions(attendance="any")
    ann = make_booking(morning, late, **ANN)
    booking = ann.bookings.get(session=morning).public_id
    other = make_session()
    first, second = two_sessions()
    bo = make_booking(first, email="bo@school.example")
    cancel_session(second)
    before = every_row()

    for attendee, moved, to in [
        (ann, booking, late),
        (ann, booking, other),
        (bo, bo.bookings.get().public_id, second),
    ]:
        with pytest.raises(NotMoved):
            on_behalf.move_on_behalf(attendee, booking=moved, to=to, act=act(olu))

    assert every_row() == before


def test_a_cancellation_is_told_with_its_reason(olu):
    ann = make_booking(booked_by_name="Olive", booked_by_email="olive@school.example", **ANN)
    as_sent()
    booking = ann.bookings.get()

    on_behalf.cancel_on_behalf(ann, only=[booking.public_id], reason="You called.", act=act(olu))

    [own, copy] = [messages.mail_of(one) for one in Message.objects.waiting().in_order()]
    said = "The organisers have cancelled your place. You called."
    assert own.text.startswith(f"{said}\n\n")
    assert said in own.html
    assert copy.to == "olive@school.example"
    assert "You called." not in copy.text
    booking.refresh_from_db()
    assert (booking.state, booking.cancel_reason) == ("cancelled", "You called.")


def test_organisers_are_held_to_no_limit_of_mails(olu, settings):
    settings.MAILS_PER_RECIPIENT_PER_HOUR = 1
    make_booking(**ANN)

    attendee = book(make_session(), by=olu)

    assert attendee.messages.count() == 1
