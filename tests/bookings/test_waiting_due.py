"""What the worker does about waiting lists: only what is due, and at a constant price."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.lifecycle import settling
from bookings.models import WaitingPlace
from deploy import worker
from tests.bookings.waiting import count, give_up, join, join_all, make_full, states, two
from tests.database import every_row
from tests.factories import NOON, amend_event, plan

pytestmark = pytest.mark.django_db

TOMORROW = NOON + timedelta(hours=22)


def test_it_is_a_job_of_every_minute():
    jobs = {job.name: (job.work, job.every) for job in worker.JOBS}

    assert jobs["settle_waiting_lists"] == (settling.settle_due, timedelta(minutes=1))


def test_before_anything_is_due_nothing_is_written():
    [session] = make_full()
    join_all(session, 2)
    give_up(session)
    before = every_row()

    assert not settling.settle_due(TOMORROW - timedelta(seconds=1))

    assert every_row() == before


def test_offers_lapse_whose_time_is_over():
    [session], [other] = make_full(), make_full()
    ann, ben, cat = join(session), join(session), join(other)
    give_up(session)
    give_up(other, at=NOON + timedelta(hours=1))

    settling.settle_due(TOMORROW)

    assert states(ann, ben, cat) == ["lapsed", "offered", "offered"]


def test_lists_close_with_their_session():
    [session] = make_full()
    course = make_full(*two(), attendance="all")
    ann, ben = join(session), join(*course)

    settling.settle_due(session.closes_at)

    assert states(ann, ben) == ["closed", "closed"]
    before = every_row()
    settling.settle_due(session.closes_at)
    assert every_row() == before


def test_many_events_are_done_a_few_at_a_time(monkeypatch):
    monkeypatch.setattr(settling, "EVENTS_AT_ONCE", 1)
    for _ in range(2):
        [session] = make_full()
        join(session)
        give_up(session)

    assert settling.settle_due(TOMORROW)
    assert WaitingPlace.objects.offered().count() == 1
    assert settling.settle_due(TOMORROW)
    assert WaitingPlace.objects.offered().count() == 0
    assert not settling.settle_due(TOMORROW)


def queries_of(act):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        act()
    return len(queries)


@pytest.mark.parametrize("number", [1, 3])
def test_offers_and_lapses_cost_the_same_number_of_queries_however_many_they_are(number):
    [session] = make_full(places_per_school=40)
    join_all(session, 2 * number)
    amend_event(session.event, sessions=[{"capacity": 1 + number}])

    lapsing = queries_of(lambda: settling.settle_event(session.event_id, at=TOMORROW))

    assert count(session) == (1 + number, 1 + number, 0)
    assert lapsing == 18


def test_the_last_day_begins_by_itself():
    [session] = make_full(plan(starts_at=NOON + timedelta(hours=25), capacity=1))
    ann = join(session)
    give_up(session)

    settling.settle_due(NOON + timedelta(hours=1))

    assert states(ann) == ["waiting"]
    assert count(session) == (1, 1, 1)
