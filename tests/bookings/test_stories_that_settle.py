"""What people do with places offers what is free to those who wait, at the same moment."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from bookings.lifecycle import (
    colleagues,
    commands,
    moving,
    replies,
    substitution,
    taking_back,
    waiting_list,
)
from bookings.lifecycle.refusals import AlreadyWaiting
from bookings.models import WaitingPlace
from bookings.replies.calendar_part import Answer
from bookings.replies.reading import AnswerMail
from tests.bookings.waiting import (
    count,
    give_up,
    holder,
    join,
    line_of,
    make_full,
    states,
    take,
    told,
    two,
)
from tests.factories import (
    NOON,
    amend_event,
    make_booking,
    make_person,
)

pytestmark = pytest.mark.django_db


def test_a_move_to_another_session():
    first, second = make_full(*two())
    amend_event(first.event, sessions=[{}, {"capacity": 2}])
    ann, ben = holder(first), join(first)
    booking = ann.bookings.get().public_id

    moving.move_booking(ann, booking=booking, to=second, at=NOON)

    assert states(ben) == ["offered"]


def test_an_invitation_that_is_declined_and_taken_back_too_late():
    [session] = make_full()
    ann, ben = holder(session), join(session)
    booking = ann.bookings.get()
    said = Answer(booking.uid, "declined", ann.email, 0, NOON)

    replies.act_on_answer(AnswerMail(said, ann.email, None), key="1", raw=None, at=NOON)

    assert states(ben) == ["offered"]
    accepted = replace(said, partstat="accepted", stamped_at=NOON + timedelta(minutes=1))
    later = NOON + timedelta(minutes=2)
    replies.act_on_answer(AnswerMail(accepted, ann.email, None), key="2", raw=None, at=later)
    assert told(ann)[-1] == "waiting_list_joined"
    assert states(ann) == ["waiting"]


def test_a_place_that_is_taken_back_in_time():
    [session] = make_full()
    amend_event(session.event, sessions=[{"capacity": 2}])
    ann = holder(session)
    booking = ann.bookings.get()
    said = Answer(booking.uid, "declined", ann.email, 0, NOON)
    replies.act_on_answer(AnswerMail(said, ann.email, None), key="1", raw=None, at=NOON)

    taking_back.take_back(ann, booking=booking.public_id, at=NOON)

    assert count(session) == (2, 1, 0)


def test_a_colleague_who_is_sent_waits_for_what_was_waited_for():
    first, second = make_full(*two())
    ann = holder(first)
    waiting_list.wait_for_more(ann, sessions=[second], at=NOON)

    ben = substitution.substitute_attendee(ann, "Ben Example", "ben@school.example", at=NOON)

    assert [line.attendee for line in WaitingPlace.objects.all()] == [ben]
    give_up(second)
    assert take(ben, second)


def test_of_two_lines_in_one_list_the_better_one_is_kept():
    first, second = make_full(*two())
    ben, ann = join(second, email="ben@school.example"), holder(first)
    waiting_list.wait_for_more(ann, sessions=[second], at=NOON)
    amend_event(first.event, sessions=[{}, {"capacity": 3}])
    assert states(ann, ben, session=second) == ["offered", "offered"]

    substitution.substitute_attendee(ann, "Ben Example", "ben@school.example", at=NOON)

    lines = WaitingPlace.objects.order_by("rank").values_list("rank", "state")
    assert list(lines) == [(1, "offered"), (2, "left")]
    assert count(second) == (3, 2, 0)


def test_nobody_books_elsewhere_by_form_for_an_address_that_waits():
    first, second = make_full(*two())
    ann = join(first, email="ann@school.example")
    amend_event(first.event, sessions=[{}, {"capacity": 2}])

    with pytest.raises(AlreadyWaiting):
        make_booking(second, email="ann@school.example")

    assert line_of(ann).attendee == ann
    assert states(ann) == ["waiting"]
    assert count(second) == (2, 1, 0)


def test_colleagues_among_whom_is_one_who_waits_are_not_booked_in_their_name():
    first, second = make_full(*two(), attendance="any")
    ann = join(first, second, email="ann@school.example")
    amend_event(first.event, sessions=[{"capacity": 4}])
    assert states(ann, session=first) == ["offered"]

    with pytest.raises(AlreadyWaiting):
        colleagues.book_for_colleagues(
            event=first.event,
            sessions=[first],
            people=[make_person(email="ann@school.example"), make_person()],
            by=colleagues.BookedBy("The Office", "office@school.example"),
            form_uuid=uuid.uuid4(),
            at=NOON,
        )

    assert states(ann, session=first) == ["offered"]
    assert count(first) == (4, 2, 0)


def test_a_further_session_that_is_booked_is_not_waited_for():
    first, second = make_full(*two(), attendance="any")
    ann = holder(first)
    waiting_list.wait_for_more(ann, sessions=[second], at=NOON)
    ben = join(second)
    amend_event(first.event, sessions=[{}, {"capacity": 4}])

    commands.book_more(ann, sessions=[second], at=NOON)

    assert states(ann, ben, session=second) == ["accepted", "offered"]
    assert count(second) == (4, 3, 0)
