"""Accepting an invitation after declining it: the place comes back if there is one."""

from datetime import timedelta

import pytest

from bookings.lifecycle import commands
from bookings.mail import messages
from bookings.models import Booking, Message, WaitingPlace
from tests.bookings.answered import ANN, booked, state_of, told
from tests.bookings.replying import LATER, receive, reply
from tests.factories import (
    NOON,
    amend_event,
    as_sent,
    cancel_session,
    make_booking,
    make_event,
    plan,
)

pytestmark = pytest.mark.django_db


def test_accepting_after_declining_takes_the_place_again(booking):
    receive(reply(booking))

    outcome = receive(reply(booking, "ACCEPTED", stamp=LATER + timedelta(minutes=1)))

    assert outcome == "taken_back"
    assert state_of(booking) == ("booked", "accepted", 1)
    assert ("place_booked", ANN) in told()


def test_whose_diary_was_told_of_the_end_gets_another_entry(booking):
    receive(reply(booking))
    as_sent()

    outcome = receive(reply(booking, "ACCEPTED", stamp=LATER + timedelta(minutes=1)))

    new = Booking.objects.exclude(pk=booking.pk).get()
    assert outcome == "taken_back"
    assert (new.state, new.partstat, new.sequence) == ("booked", "accepted", 0)
    assert new.uid != booking.uid
    assert told() == [("place_booked", ANN)]


def test_accepting_after_declining_again_and_again_books_one_place(booking):
    receive(reply(booking))
    as_sent()
    receive(reply(booking, "ACCEPTED", stamp=LATER + timedelta(minutes=1)))

    outcome = receive(reply(booking, "ACCEPTED", stamp=LATER + timedelta(minutes=2)))

    assert outcome == "older"
    assert Booking.objects.holding_a_place().count() == 1


def test_accepting_one_of_several_after_declining_it_keeps_the_others():
    event = make_event(plan(), plan(starts_at=NOON + timedelta(days=35)), attendance="any")
    booking = booked(*event.sessions.order_by("sort_at"))
    receive(reply(booking))

    outcome = receive(reply(booking, "ACCEPTED", stamp=LATER + timedelta(minutes=1)))

    assert outcome == "taken_back"
    assert Booking.objects.holding_a_place().count() == 2


def fill(session):
    make_booking(session, email="b@school.example")
    make_booking(session, email="c@school.example")
    as_sent()


def test_accepting_after_declining_once_it_is_full_joins_the_waiting_list(booking):
    receive(reply(booking))
    fill(booking.session)

    outcome = receive(reply(booking, "ACCEPTED", stamp=LATER + timedelta(minutes=1)))

    line = WaitingPlace.objects.get()
    assert outcome == "no_place"
    assert state_of(booking) == ("cancelled", "declined", 2)
    assert (line.attendee, line.session, line.state) == (
        booking.attendee,
        booking.session,
        "waiting",
    )
    assert told() == [("waiting_list_joined", ANN)]
    mail = messages.mail_of(Message.objects.get(kind="waiting_list_joined"))
    said = (
        "You accepted the invitation after declining it, but the session is full now. "
        "You are on the waiting list. You do not have a place yet."
    )
    assert said in mail.text
    assert said in mail.html


def test_whoever_waits_already_keeps_their_line_and_is_told_why(booking):
    receive(reply(booking))
    fill(booking.session)
    receive(reply(booking, "ACCEPTED", stamp=LATER + timedelta(minutes=1)))
    as_sent()

    outcome = receive(reply(booking, "ACCEPTED", stamp=LATER + timedelta(minutes=2)))

    assert outcome == "no_place"
    assert WaitingPlace.objects.count() == 1
    assert told() == [("no_place_left", ANN)]
    assert Message.objects.get(kind="no_place_left").facts["reason"] == "The session is full now."


def test_once_booking_has_closed_nobody_waits(booking):
    amend_event(booking.session.event, closes_working_days=2)
    receive(reply(booking))
    fill(booking.session)
    late = booking.session.starts_at - timedelta(hours=3)

    outcome = receive(reply(booking, "ACCEPTED", stamp=late), at=late)

    assert outcome == "no_place"
    assert not WaitingPlace.objects.exists()
    assert told() == [("no_place_left", ANN)]


def test_one_session_of_a_course_is_not_booked_by_itself():
    event = make_event(plan(), plan(starts_at=NOON + timedelta(days=35)), attendance="all")
    booking = booked(*event.sessions.order_by("sort_at"))
    receive(reply(booking))
    commands.cancel_bookings(booking.attendee, at=LATER)
    as_sent()

    outcome = receive(reply(booking, "ACCEPTED", stamp=LATER + timedelta(minutes=1)))

    assert outcome == "no_place"
    assert not Booking.objects.holding_a_place().exists()
    assert told() == [("no_place_left", ANN)]
    told_why = Message.objects.get(kind="no_place_left").facts["reason"]
    assert told_why == "It is one session of a course, which can only be booked as a whole."


def test_accepting_after_declining_a_cancelled_session_says_so(booking):
    receive(reply(booking))
    cancel_session(booking.session)
    as_sent()

    outcome = receive(reply(booking, "ACCEPTED", stamp=LATER + timedelta(minutes=1)))

    assert outcome == "no_place"
    told_why = Message.objects.get(kind="no_place_left").facts["reason"]
    assert told_why == "The session will not take place."


def test_accepting_after_declining_once_it_has_started_is_too_late(booking):
    receive(reply(booking))
    as_sent()
    start = booking.session.starts_at

    outcome = receive(reply(booking, "ACCEPTED", stamp=start), at=start)

    assert outcome == "too_late"
    assert told() == []


def test_perhaps_after_declining_takes_no_place(booking):
    receive(reply(booking))

    outcome = receive(reply(booking, "TENTATIVE", stamp=LATER + timedelta(minutes=1)))

    assert outcome == "older"
    assert state_of(booking) == ("cancelled", "declined", 0)


def test_accepting_what_was_cancelled_by_the_link_books_nothing(booking):
    commands.cancel_bookings(booking.attendee, at=NOON)
    as_sent()

    outcome = receive(reply(booking, "ACCEPTED"))

    assert outcome == "older"
    assert state_of(booking) == ("cancelled", "needs_action", 0)
    assert told() == []
