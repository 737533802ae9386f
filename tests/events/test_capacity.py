"""The number of places: taken, released, changed, and never below what is taken."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from events import capacity
from events.models import Session
from tests.factories import NOON, make_event, make_session, plan

pytestmark = pytest.mark.django_db


def test_few_places_are_a_tenth_or_fewer():
    session = make_session(capacity=20)

    told = []
    for taken in (17, 18, 20):
        session.places_taken = taken
        told.append((session.places_left, session.has_few_places_left, session.is_full))

    assert told == [(3, False, False), (2, True, False), (0, False, True)]


def test_unlimited_places_are_never_few_or_full():
    session = make_session(capacity=None)

    assert (session.places_left, session.has_few_places_left, session.is_full) == (
        None,
        False,
        False,
    )


def event_of_many_sessions():
    return make_event(*(plan(starts_at=NOON + timedelta(days=40 - day)) for day in range(8)))


def test_sessions_are_locked_in_one_order_however_they_are_named():
    event = event_of_many_sessions()
    pks = sorted(event.sessions.values_list("pk", flat=True))

    locked = capacity.lock_sessions(event, *reversed(pks))
    everything = capacity.lock_all_sessions(event)

    assert [session.pk for session in locked] == pks
    assert [session.pk for session in everything] == pks


def test_only_sessions_of_the_locked_event_are_locked():
    event, other = make_event(), make_event()

    assert capacity.lock_sessions(event, other.sessions.get().pk) == []


def test_a_locked_session_knows_the_locked_event():
    event = capacity.lock_event(make_event().pk)

    [session] = capacity.lock_all_sessions(event)

    assert session.event is event


def test_places_are_taken_and_released_in_the_row_and_in_hand():
    [session] = capacity.lock_all_sessions(make_event())

    counts = []
    for change in (capacity.take_places, capacity.take_places, capacity.release_places):
        change(session, at=NOON)
        counts.append((session.places_taken, Session.objects.get().places_taken))

    assert counts == [(1, 1), (2, 2), (1, 1)]


def test_the_database_forbids_one_place_too_many():
    [session] = capacity.lock_all_sessions(make_event(plan(capacity=0)))

    with pytest.raises(IntegrityError), transaction.atomic():
        capacity.take_places(session, at=NOON)

    assert Session.objects.get().places_taken == 0
