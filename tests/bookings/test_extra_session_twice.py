"""An extra session is opened once, however often its form is sent."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bookings.lifecycle import extra_sessions
from bookings.models import Message
from events.plans import VenuePlan
from tests.bookings.waiting import join, make_full
from tests.database import every_row
from tests.factories import NOON, cancel_session, plan

pytestmark = pytest.mark.django_db

UNTIL = NOON + timedelta(days=2)
HALL = VenuePlan("Ashby Hall", "1 High Street", "WS1 2AB")
EXTRA = plan(label="Extra", capacity=2, mode="in_person", join_link="", venue=HALL)


def open_extra(event, extra=EXTRA, *, at=NOON):
    return extra_sessions.open_extra_session(
        event, extra, waiting_first_until=UNTIL, at=at, by=None
    )


def test_the_same_again_is_the_first_and_changes_nothing():
    [full] = make_full()
    join(full)
    first = open_extra(full.event)
    before = every_row()

    again = open_extra(full.event, at=NOON + timedelta(minutes=1))

    assert again == first
    assert every_row() == before
    assert Message.objects.filter(kind="place_offered").count() == 1


def test_another_one_is_another():
    [full] = make_full()
    join(full)
    first = open_extra(full.event)
    second = open_extra(full.event, replace(EXTRA, label="Extra 2"))

    assert extra_sessions.opened_at(full.event) == [first, second]


def test_one_that_says_the_same_and_was_cancelled_is_opened_anew():
    [full] = make_full()
    join(full)
    first = open_extra(full.event)
    cancel_session(first)

    assert open_extra(full.event) != first


def test_an_ordinary_session_of_the_same_time_is_no_extra_one():
    [full] = make_full(plan(capacity=1, label="Extra"))
    join(full)

    extra = open_extra(full.event, plan(capacity=1, label="Extra"))

    assert extra != full
    assert extra_sessions.opened_at(full.event) == [extra]
