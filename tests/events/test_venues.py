"""Venues as organisers type them: one row for one place, never another place of the same name."""

import pytest

from events.models import Venue
from events.plans import VenuePlan
from events.venues import find_or_make_venue
from tests.factories import make_venue

pytestmark = pytest.mark.django_db

HALL = {"name": "Village Hall", "address": "1 Low Road\nAshby", "postcode": "WS1 2AB"}


def test_a_venue_typed_twice_is_kept_once():
    first = find_or_make_venue(VenuePlan(**HALL))

    assert find_or_make_venue(VenuePlan(**HALL)) == first
    assert list(Venue.objects.values("name", "address", "postcode")) == [HALL]


@pytest.mark.parametrize(
    "changed",
    [{"name": "Town Hall"}, {"address": "9 High Road\nWestport"}, {"postcode": "WS9 9ZZ"}],
)
def test_another_place_is_another_venue(changed):
    first = find_or_make_venue(VenuePlan(**HALL))

    second = find_or_make_venue(VenuePlan(**HALL | changed))

    assert second != first
    assert list(Venue.objects.order_by("pk").values("name", "address", "postcode")) == [
        HALL,
        HALL | changed,
    ]


def test_of_two_that_are_the_same_the_older_is_used():
    first, _ = make_venue(**HALL), make_venue(**HALL)

    assert find_or_make_venue(VenuePlan(**HALL)) == first
