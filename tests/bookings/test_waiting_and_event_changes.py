"""What organisers change of an event, and what that means for those who wait."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bookings.lifecycle import event_changes, waiting_list
from bookings.lifecycle.refusals import AttendanceSettled, CourseIsBooked
from bookings.models import Message
from events import planning
from events.amending import TooFewPlaces
from tests.bookings.waiting import (
    count,
    give_up,
    holder,
    join,
    join_all,
    make_full,
    sessions_of,
    states,
    take,
    two,
)
from tests.factories import NOON, amend_event, cancel_event, cancel_session, plan

pytestmark = pytest.mark.django_db


def test_a_capacity_that_rises():
    [session] = make_full()
    people = join_all(session, 3)

    amend_event(session.event, sessions=[{"capacity": 3}])

    assert states(*people) == ["offered", "offered", "waiting"]
    assert count(session) == (3, 3, 0)


def test_a_capacity_without_a_limit():
    [session] = make_full()
    people = join_all(session, 3)

    amend_event(session.event, sessions=[{"capacity": None}])

    assert states(*people) == ["offered"] * 3
    assert count(session) == (None, 4, 0)


def test_what_is_offered_cannot_be_taken_away_by_a_smaller_capacity():
    [session] = make_full()
    join(session)
    amend_event(session.event, sessions=[{"capacity": 2}])

    with pytest.raises(TooFewPlaces):
        amend_event(session.event, sessions=[{"capacity": 1}])


def test_a_session_that_is_cancelled_closes_its_list_and_tells_everybody():
    first, second = make_full(*two(), attendance="any")
    ann, ben = join(first, second), join(first)
    give_up(first)

    cancel_session(first)

    assert states(ann, ben, session=first) == ["closed", "closed"]
    assert states(ann, session=second) == ["waiting"]
    assert count(first) == (1, 0, 0)
    why = Message.objects.filter(to=ben.email).latest("pk").facts["why"]
    assert why == "This session will not take place, so its waiting list is closed."


def test_people_who_are_moved_from_a_cancelled_session_to_another_one():
    first, second = make_full(*two())
    ann, ben, cat = holder(first), join(second), join(first)
    waiting_list.wait_for_more(ann, sessions=[second], at=NOON)
    amend_event(first.event, sessions=[{}, {"capacity": None}])
    give_up(second)

    event_changes.cancel_session(first, reason="Snow", at=NOON, by=None, move_to=second)

    assert states(ann, ben, session=second) == ["accepted", "offered"]
    assert states(cat) == ["closed"]
    assert count(second) == (None, 2, 0)


def test_an_event_that_is_cancelled_closes_all_lists():
    first, second = make_full(*two(), attendance="any")
    ann, ben = join(first, second), join(second)
    give_up(second)

    cancel_event(first.event)

    assert states(ann, session=first) == states(ann, session=second) == states(ben) == ["closed"]
    assert [count(one) for one in (first, second)] == [(1, 0, 0), (1, 0, 0)]


def test_one_session_of_a_course_that_is_cancelled_frees_what_is_offered_there_alone():
    course = make_full(*two(), attendance="all")
    ann = join(*course)
    give_up(course[0])

    cancel_session(course[0])

    assert states(ann) == ["offered"]
    assert [count(one) for one in course] == [(1, 0, 0), (1, 1, 0)]
    assert [one.session for one in take(ann)] == [course[1]]


def test_the_last_session_of_a_course_that_is_cancelled_closes_its_list():
    course = make_full(*two(), attendance="all")
    ann = join(*course)
    give_up(course[0])

    cancel_event(course[0].event)

    assert states(ann) == ["closed"]
    assert [count(one) for one in course] == [(1, 0, 0), (1, 0, 0)]


def test_in_the_last_day_a_cancelled_session_of_a_course_keeps_nothing():
    soon = plan(starts_at=NOON + timedelta(hours=20), capacity=1)
    course = make_full(soon, two()[0], attendance="all")
    join(*course)
    give_up(course[0])

    cancel_session(course[1])

    assert [count(one) for one in course] == [(1, 1, 1), (1, 0, 0)]


def test_booking_that_closes_earlier_closes_the_list():
    [session] = make_full(plan(starts_at=NOON + timedelta(days=3), capacity=1))
    ann = join(session)

    amend_event(session.event, closes_working_days=5)

    assert states(ann) == ["closed"]
    why = Message.objects.filter(to=ann.email).latest("pk").facts["why"]
    assert (
        why == "Booking has closed, so the waiting list is closed. We could not offer you a place."
    )


def test_while_booking_is_made_elsewhere_nothing_is_offered():
    [session] = make_full()
    ann = join(session)
    amend_event(session.event, booking_by="invitation")

    amend_event(session.event, sessions=[{"capacity": 2}])
    assert states(ann) == ["waiting"]
    amend_event(session.event, booking_by="here")
    assert states(ann) == ["offered"]


def test_how_many_sessions_one_attends_stays_while_somebody_waits():
    [session] = make_full()
    join(session)
    give_up(session)

    with pytest.raises(AttendanceSettled):
        amend_event(session.event, attendance="all")


def test_a_course_that_is_offered_gets_no_further_session():
    course = make_full(*two(), attendance="all")
    join(*course)
    give_up(course[0])
    now = planning.plan_of(course[0].event, sessions_of(course[0].event))
    more = (*now.sessions, plan(starts_at=NOON + timedelta(days=50)))

    with pytest.raises(CourseIsBooked):
        event_changes.amend_event(
            course[0].event, replace(now, sessions=more), seen={}, tell=True, at=NOON, by=None
        )
