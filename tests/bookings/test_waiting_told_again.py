"""Whoever waits is sent what they wait for once more, as whoever has booked is."""

from datetime import timedelta

import pytest

from bookings.lifecycle import commands, resending, waiting_list
from bookings.lifecycle.refusals import AlreadyBooked, TooLate
from bookings.mail.queue import TooManyMails
from bookings.models import Attendee, Message
from tests.bookings.waiting import join, line_of, make_full, told
from tests.database import every_row
from tests.factories import NOON, as_sent, make_booking, plan

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(minutes=5)
AGAIN = Message.Kind.BOOKING_AGAIN


def facts_of(attendee, kind):
    return Message.objects.filter(to=attendee.email, kind=kind).latest("pk").facts


def test_what_they_wait_for_is_mailed_once_more_with_how_many_are_before_them_by_now():
    other = plan(capacity=1, label="B", starts_at=NOON + timedelta(days=35))
    one, two = make_full(plan(capacity=1), other, shows_waiting_position=True)
    ben = join(one)
    ann = join(one, two)
    waiting_list.leave_waiting_list(ben, at=NOON)
    as_sent()

    resending.send_again(ann, kind=AGAIN, at=LATER)

    assert told(ann) == ["waiting_list_joined", "waiting_list_joined"]
    facts = facts_of(ann, "waiting_list_joined")
    assert facts["standing"] == "You are number 1 for 30 November and number 1 for 7 December."
    assert [place["label"] for place in facts["places"]] == ["", "B"]


def test_the_position_is_left_out_where_it_is_not_shown():
    [session] = make_full()
    ann = join(session)

    resending.send_again(ann, kind=AGAIN, at=LATER)

    assert facts_of(ann, "waiting_list_joined")["standing"] == ""


def test_an_offer_that_stands_is_mailed_once_more():
    [session] = make_full()
    ann = join(session)
    commands.cancel_bookings(Attendee.objects.earliest("pk"), at=NOON)

    resending.send_again(ann, kind=AGAIN, at=LATER)

    assert told(ann) == ["waiting_list_joined", "place_offered", "place_offered"]
    assert facts_of(ann, "place_offered")["offer"] == line_of(ann).public_id


def test_whoever_has_a_place_is_sent_that():
    one, two = make_full(plan(capacity=2), plan(capacity=1, label="B"), attendance="any")
    ann = make_booking(one, email="ann@school.example")
    waiting_list.wait_for_more(ann, sessions=[two], at=NOON)

    resending.send_again(ann, kind=AGAIN, at=LATER)

    assert told(ann) == ["place_booked", "waiting_list_joined", "booking_again"]


def test_a_stranger_has_no_more_sent_to_an_address_than_the_hour_allows(settings):
    settings.MAILS_PER_RECIPIENT_PER_HOUR = 2
    [session] = make_full()
    ann = join(session)
    commands.cancel_bookings(Attendee.objects.earliest("pk"), at=NOON)
    resending.send_again(ann, kind=AGAIN, at=LATER)
    before = every_row()

    with pytest.raises(TooManyMails):
        resending.send_again(ann, kind=AGAIN, at=LATER + timedelta(minutes=1))

    assert every_row() == before


def test_whoever_waits_for_nothing_any_more_has_nothing_to_be_sent():
    [session] = make_full()
    ann = join(session)
    waiting_list.leave_waiting_list(ann, at=NOON)

    with pytest.raises(TooLate):
        resending.send_again(ann, kind=AGAIN, at=LATER)


def test_joining_again_is_refused_as_if_the_address_had_booked():
    [session] = make_full()
    ann = join(session, email="ann@school.example")

    with pytest.raises(AlreadyBooked) as refused:
        join(session, email="Ann@School.example", at=LATER)

    assert (refused.value.attendee, refused.value.is_told) == (ann, False)
    assert resending.tell_already_booked(ann, at=LATER) is True
    assert told(ann) == ["waiting_list_joined", "waiting_list_joined"]
