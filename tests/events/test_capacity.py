"""The number of places: taken, released, changed, and never below what is taken."""

import pytest
from django.db import transaction

from events import capacity
from tests.factories import make_session

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


def test_sessions_are_locked_in_one_order_however_they_are_named():
    first, second = make_session(), make_session()

    with transaction.atomic():
        locked = capacity.lock_sessions(second.pk, first.pk)

    assert locked == [first, second]
