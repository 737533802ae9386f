"""What a school is called where one is chosen."""

import pytest

from bookings.models import School


@pytest.mark.parametrize(
    ("name", "town", "number", "label"),
    [
        ("Oak School", "Ashby", "875/2109", "Oak School, Ashby (875/2109)"),
        ("Oak School", "", "", "Oak School"),
        ("Ashby Grammar School", "Ashby", "875/4001", "Ashby Grammar School (875/4001)"),
        ("Bromstone School, Broadstairs", "Broadstairs", "", "Bromstone School, Broadstairs"),
        ("st. leonards school", "St. Leonards", "", "st. leonards school"),
        ("Newashby School", "Ashby", "", "Newashby School, Ashby"),
    ],
)
def test_a_town_is_not_said_twice(name, town, number, label):
    assert School(name=name, town=town, dfe_number=number).label == label
