"""Places that several want at one moment, and a worker that is killed while offers lapse."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from bookings.lifecycle import settling
from bookings.models import Booking, WaitingPlace
from events.refusal import Refusal
from tests.bookings.waiting import count, give_up, join_all, make_full, states, take
from tests.database import database_url
from tests.factories import NOON, amend_event, plan

pytestmark = pytest.mark.django_db(transaction=True)

TWO_DAYS_LATER = NOON + timedelta(days=2)


def at_once(*acts):
    """What each returns, or the name of its refusal."""
    together = Barrier(len(acts))

    def run(act):
        together.wait()
        try:
            act()
            return "done"
        except Refusal as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return sorted(threads.map(run, acts))


def test_of_many_who_claim_the_last_place_one_has_it():
    [session] = make_full(plan(starts_at=NOON + timedelta(hours=20), capacity=1))
    people = join_all(session, 6)
    give_up(session)

    done = at_once(*(lambda one=one: take(one) for one in people))

    assert done == ["OfferOver"] * 5 + ["done"]
    assert count(session) == (1, 1, 0)
    assert Booking.objects.holding_a_place().count() == 1


def test_workers_that_let_the_same_offers_lapse_let_them_lapse_once():
    [session] = make_full()
    people = join_all(session, 4)
    amend_event(session.event, sessions=[{"capacity": 3}])

    at_once(*([lambda: settling.settle_due(TWO_DAYS_LATER)] * 3))

    assert states(*people) == ["lapsed", "lapsed", "offered", "offered"]
    assert count(session) == (3, 3, 0)


@pytest.mark.parametrize(
    "statement",
    [
        'INTO "bookings_message"',
        'UPDATE "bookings_waitingplace"',
        'UPDATE "events_session"',
        'INTO "events_auditentry"',
    ],
)
def test_a_worker_that_is_killed_while_offers_lapse_loses_none(statement):
    [session] = make_full()
    people = join_all(session, 3)
    amend_event(session.event, sessions=[{"capacity": 2}])
    before = list(WaitingPlace.objects.order_by("pk").values())
    program = [sys.executable, "-m", "tests.concurrency.killed_at", "settle_due"]
    environment = os.environ | {"DATABASE_URL": database_url()}

    ended = subprocess.run([*program, session.public_id, statement], env=environment)

    assert ended.returncode == -signal.SIGKILL
    assert list(WaitingPlace.objects.order_by("pk").values()) == before
    settling.settle_due(TWO_DAYS_LATER)
    assert states(*people) == ["lapsed", "offered", "waiting"]
    assert count(session) == (2, 2, 0)
