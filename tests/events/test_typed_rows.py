"""Venues as organisers type them: one row for one place, never another place of the same name."""

import pytest

from events import typed_rows
from events.models import Venue
from events.plans import VenuePlan
from tests.factories import make_venue

pytestmark = pytest.mark.django_db

HALL = {"name": "Village Hall", "address": "1 Low Road\nAshby", "postcode": "WS1 2AB"}


def test_a_venue_typed_twice_is_kept_once():
    first = typed_rows.venue(VenuePlan(**HALL))

    assert typed_rows.venue(VenuePlan(**HALL)) == first
    assert list(Venue.objects.values("name", "address", "postcode")) == [HALL]


@pytest.mark.parametrize(
    "changed",
    [{"name": "Town Hall"}, {"address": "9 High Road\nWestport"}, {"postcode": "WS9 9ZZ"}],
)
def test_another_place_is_another_venue(changed):
    first = typed_rows.venue(VenuePlan(**HALL))

    second = typed_rows.venue(VenuePlan(**HALL | changed))

    assert second != first
    assert list(Venue.objects.order_by("pk").values("name", "address", "postcode")) == [
        HALL,
        HALL | changed,
    ]


def test_of_two_that_are_the_same_the_older_is_used():
    first, _ = make_venue(**HALL), make_venue(**HALL)

    assert typed_rows.venue(VenuePlan(**HALL)) == first
