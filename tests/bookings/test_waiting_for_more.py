"""Waiting for more than before, by one's own link."""

from datetime import timedelta

import pytest

from bookings.lifecycle import waiting_list
from bookings.lifecycle.refusals import NothingToWaitFor, PlaceIsFree, WrongChoice
from tests.bookings.waiting import holder, join, make_full, told, two
from tests.database import every_row
from tests.factories import NOON, amend_event

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(hours=1)
START = NOON + timedelta(days=28)


def test_whoever_holds_a_place_waits_for_a_better_one():
    first, second = make_full(*two())
    ann = holder(second)

    [line] = waiting_list.wait_for_more(ann, sessions=[first], at=NOON)

    assert (line.state, line.session) == ("waiting", first)
    assert told(ann) == ["place_booked", "waiting_list_joined"]
    before = every_row()
    assert waiting_list.wait_for_more(ann, sessions=[first], at=NOON) == []
    assert every_row() == before


def test_what_is_waited_for_later_comes_after_what_was_chosen_before():
    first, second = make_full(*two())
    ann = join(second)
    join(first)

    waiting_list.wait_for_more(ann, sessions=[first, second], at=LATER)

    lines = ann.waiting_places.order_by("preference")
    assert [(line.session, line.rank) for line in lines] == [(second, 1), (first, 3)]


def test_nobody_waits_for_what_they_have_or_for_what_is_over():
    [session] = make_full()
    ann = holder(session)

    with pytest.raises(NothingToWaitFor):
        waiting_list.wait_for_more(ann, sessions=[session], at=NOON)
    with pytest.raises(WrongChoice):
        waiting_list.wait_for_more(ann, sessions=[], at=NOON)
    ben = join(session)
    waiting_list.leave_waiting_list(ben, at=NOON)
    with pytest.raises(NothingToWaitFor):
        waiting_list.wait_for_more(ben, sessions=[session], at=START)


def test_whoever_waits_for_a_course_waits_for_all_of_it():
    course = make_full(*two(), attendance="all")
    ann = join(*course)

    assert waiting_list.wait_for_more(ann, sessions=course, at=LATER) == []


def test_more_is_not_waited_for_where_it_is_free():
    first, second = make_full(*two(), attendance="any")
    ann = join(first)
    amend_event(first.event, sessions=[{}, {"capacity": 3}])

    with pytest.raises(PlaceIsFree):
        waiting_list.wait_for_more(ann, sessions=[second], at=NOON)
