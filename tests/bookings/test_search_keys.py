"""What people are searched and sorted by."""

import pytest

from bookings.lifecycle import details
from bookings.search_keys import folded, name_key, search_key
from tests.factories import NOON, make_booking, make_person


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Ann Smith", "smith ann"),
        ("  Élodie  O’Brien-Zoë ", "o'brien-zoe elodie"),
        ("Madonna", "madonna"),
        ("王小明", "王小明"),
        ("", ""),
        ("x" * 300, "x" * 200),
    ],
)
def test_names_are_sorted_by_their_last_word(name, key):
    assert name_key(name) == key


def test_letters_that_are_several_in_one_are_folded_into_them():
    assert folded("ﬁﬃ Straße") == "fiffi strasse"


def test_what_is_searched_is_folded_and_leaves_out_what_is_empty():
    assert search_key("Ann Élan", "", "ANN@oak.example") == "ann elan\nann@oak.example"


@pytest.mark.django_db
def test_keys_follow_what_is_corrected():
    attendee = make_booking(full_name="Ann Smith", email="ann@oak.example", typed_school="Oak")
    person = make_person(full_name="Anne Jones", email="ann@oak.example", typed_school="Elm")

    details.change_details(attendee, person, at=NOON)

    attendee.refresh_from_db()
    assert attendee.name_key == "jones anne"
    assert attendee.search_key == "anne jones\nann@oak.example\nelm"
