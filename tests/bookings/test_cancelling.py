"""Giving places back and handing them to another address: what is written, who is told."""

from datetime import timedelta

import pytest

from bookings.lifecycle import commands, refusals
from bookings.mail.queue import TooManyMails
from bookings.models import Message
from tests.bookings.test_booking import book, kinds_and_recipients
from tests.database import every_row
from tests.factories import NOON, make_booking, make_event, make_person, make_session, plan

pytestmark = pytest.mark.django_db


def test_cancelling_twice_releases_one_place_and_tells_once():
    session = make_session(capacity=2)
    attendee = book(session)
    book(session)

    commands.cancel_bookings(attendee, at=NOON)
    commands.cancel_bookings(attendee, at=NOON + timedelta(minutes=1))

    session.refresh_from_db()
    booking = attendee.bookings.get()
    assert session.places_left == 1
    assert (booking.state, booking.cancelled_at, booking.sequence) == ("cancelled", NOON, 1)
    assert Message.objects.filter(kind="place_cancelled").count() == 1


def test_one_place_of_several_can_be_cancelled():
    event = make_event(plan(), plan(starts_at=NOON + timedelta(days=35)), attendance="any")
    first, second = event.sessions.order_by("sort_at")
    attendee = book(first, second)
    cancelled = attendee.bookings.get(session=second)

    commands.cancel_bookings(attendee, only=[cancelled.public_id], at=NOON)

    assert list(attendee.bookings.holding_a_place().values_list("session", flat=True)) == [first.pk]
    assert list(event.sessions.order_by("sort_at").values_list("places_taken", flat=True)) == [1, 0]


def test_cancelling_tells_whoever_booked_too():
    attendee = make_booking(email="head@school.example", booked_by_email="office@school.example")
    Message.objects.all().delete()

    commands.cancel_bookings(attendee, at=NOON)

    assert kinds_and_recipients() == [
        ("cancelled_copy", "office@school.example"),
        ("place_cancelled", "head@school.example"),
    ]


def test_a_started_session_cannot_be_cancelled():
    attendee = make_booking()
    before = every_row()

    with pytest.raises(refusals.TooLate):
        commands.cancel_bookings(attendee, at=NOON + timedelta(days=28))

    assert every_row() == before


def test_giving_back_all_keeps_what_has_started():
    event = make_event(plan(), plan(starts_at=NOON + timedelta(days=35)), attendance="any")
    first, second = event.sessions.order_by("sort_at")
    attendee = book(first, second)

    cancelled = commands.cancel_bookings(attendee, at=NOON + timedelta(days=30))

    assert [booking.session for booking in cancelled] == [second]
    assert attendee.bookings.get(session=first).is_booked


def test_another_address_gets_the_places_a_new_link_and_new_invitations():
    session = make_session(capacity=1)
    old = book(session, person=make_person(email="wrong@school.example"))
    Message.objects.all().delete()

    new = commands.replace_attendee(old, make_person(email="right@school.example"), at=NOON)

    old.refresh_from_db()
    session.refresh_from_db()
    assert (old.replaced_by, old.replaced_at) == (new, NOON)
    assert session.places_taken == 1
    assert new.bookings.get().uid != old.bookings.get().uid
    assert kinds_and_recipients() == [
        ("address_changed", "wrong@school.example"),
        ("place_booked", "right@school.example"),
    ]


def test_an_address_that_holds_a_place_cannot_be_corrected_to():
    session = make_session()
    old = book(session)
    book(session, person=make_person(email="taken@school.example"))
    before = every_row()

    with pytest.raises(refusals.AlreadyBooked):
        commands.replace_attendee(old, make_person(email="taken@school.example"), at=NOON)

    assert every_row() == before


def test_an_address_cannot_be_corrected_once_the_session_has_started():
    old = make_booking()
    before = every_row()

    with pytest.raises(refusals.TooLate):
        commands.replace_attendee(old, make_person(), at=NOON + timedelta(days=28))

    assert every_row() == before


def test_the_day_for_corrections_begins_with_the_first_booking():
    first = make_booking(at=NOON)

    second = commands.replace_attendee(first, make_person(), at=NOON + timedelta(hours=23))

    assert second.created_at == NOON
    assert second.bookings.get().booked_at == NOON + timedelta(hours=23)


def test_correcting_an_address_to_and_fro_does_not_fill_a_mailbox(settings):
    settings.MAILS_PER_RECIPIENT_PER_HOUR = 4
    one, other = make_person(), make_person()
    attendee = book(make_session(), person=one)
    for person in (other, one, other):
        attendee = commands.replace_attendee(attendee, person, at=NOON)

    with pytest.raises(TooManyMails):
        commands.replace_attendee(attendee, one, at=NOON)

    assert Message.objects.filter(to=one.email).count() == 4
    assert attendee.bookings.get().is_booked


def test_booking_and_cancelling_in_turns_does_not_fill_a_mailbox(settings):
    settings.MAILS_PER_RECIPIENT_PER_HOUR = 6
    session, person = make_session(), make_person()
    for _ in range(3):
        commands.cancel_bookings(book(session, person=person), at=NOON)

    with pytest.raises(TooManyMails):
        book(session, person=person)

    assert book(session, person=person, at=NOON + timedelta(hours=1)).bookings.get().is_booked


def test_a_booking_that_waited_for_its_turn_makes_no_change_older():
    session = make_session(capacity=11)
    for _ in range(9):
        book(session)
    book(session, at=NOON + timedelta(seconds=9))

    book(session, at=NOON + timedelta(seconds=8))

    session.refresh_from_db()
    assert session.changed_at == NOON + timedelta(seconds=9)
