"""What becomes of waiting lists where the version before is installed again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from events.models import Session
from tests.bookings.waiting import count, give_up, join, make_full
from tests.factories import NOON, plan

BEFORE = [("bookings", "0025_mailbox_read_at"), ("events", "0014_join_by")]


@pytest.fixture
def migrating(transactional_db):
    yield
    graph = MigrationExecutor(connection)
    graph.migrate(graph.loader.graph.leaf_nodes())


def places_before():
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    state = executor.loader.project_state(BEFORE)
    rows = state.apps.get_model("events", "Session").objects.order_by("pk")
    return list(rows.values_list("places_taken", flat=True))


def test_what_was_offered_or_kept_is_free(migrating):
    soon, later = make_full(
        plan(starts_at=NOON + timedelta(hours=20), capacity=1),
        plan(capacity=1),
        attendance="any",
    )
    join(soon, later)
    for session in (soon, later):
        give_up(session)
    assert [count(session) for session in (soon, later)] == [(1, 1, 1), (1, 1, 0)]

    assert places_before() == [0, 0]


def test_a_course_that_was_offered_is_free_in_all_its_sessions(migrating):
    course = make_full(
        plan(capacity=1),
        plan(starts_at=NOON + timedelta(days=40), capacity=1),
        attendance="all",
    )
    join(*course)
    give_up(course[0])
    assert list(Session.objects.values_list("places_taken", flat=True)) == [1, 1]

    assert places_before() == [0, 0]
