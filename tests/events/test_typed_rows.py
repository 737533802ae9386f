"""Rows as organisers type them: one for one place, update, series or audience."""

from datetime import date

import pytest

from events import typed_rows
from events.models import Venue
from events.plans import UpdatePlan, VenuePlan
from tests.factories import make_audience, make_event, make_team, make_venue

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


def test_an_update_is_known_by_its_day_and_title():
    day = date(2026, 11, 4)
    first = typed_rows.update(UpdatePlan(day, "Weekly update", "https://x.example/1"))

    again = typed_rows.update(UpdatePlan(day, "Weekly update", "https://x.example/2"))
    other = typed_rows.update(UpdatePlan(day, "Special update"))

    assert (again, other == first, again.address) == (first, False, "https://x.example/1")
    assert (typed_rows.update(None), typed_rows.update(other)) == (None, other)


def test_a_series_is_a_teams_own():
    team, others = make_team(), make_team("Others")

    first = typed_rows.series("Money", team)

    assert typed_rows.series("Money", team) == first
    assert typed_rows.series("Money", others) != first
    assert typed_rows.series("", team) is None
    assert str(first) == "Money"


def test_another_audience_is_made_once_whatever_its_capitals():
    known = make_audience("SENCOs")
    event = make_event(audiences=[known], other_audience="Chairs of governors")
    again = make_event(other_audience="chairs of Governors")
    odd = [make_event(other_audience=label).audiences.get() for label in ("!!!", "???")]

    labels = event.audiences.order_by("label").values_list("label", flat=True)
    assert list(labels) == ["Chairs of governors", "SENCOs"]
    assert again.audiences.get() == event.audiences.get(slug="chairs-of-governors")
    assert odd[0].slug == "audience"
    assert odd[1].slug.startswith("audience-")
