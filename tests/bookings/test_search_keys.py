"""What people are searched and sorted by."""

import pytest

from bookings.lifecycle import details
from bookings.models import Attendee
from bookings.search_keys import name_key, search_key
from events.folding import folded
from tests.factories import NOON, make_booking, make_person, make_session


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Ann Smith", "smith ann"),
        ("  Élodie  O’Brien-Zoë ", "o'brien-zoe elodie"),
        ("Madonna", "madonna"),
        ("Michał Łukasik", "lukasik michal"),
        ("Søren Ødegård", "odegard soren"),
        ("王小明", "王小明"),
        ("", ""),
        ("x" * 300, "x" * 200),
    ],
)
def test_names_are_sorted_by_their_last_word(name, key):
    assert name_key(name) == key


def test_letters_that_are_several_in_one_are_folded_into_them():
    assert folded("ﬁﬃ Straße") == "fiffi strasse"


def test_letters_of_their_own_are_folded_into_those_that_people_type_for_them():
    assert folded("Łł Øøǿ Đđ Ðð Ħħ Ŧŧ ı İ") == "ll ooo dd dd hh tt i i"
    assert folded("ÆæǼ Œœ Þþ ẞß") == "aeaeae oeoe thth ssss"


def test_what_is_searched_is_folded_and_leaves_out_what_is_empty():
    assert search_key("Ann Élan", "", "ANN@oak.example") == "ann elan\nann@oak.example"


@pytest.mark.django_db
def test_people_are_in_the_order_of_their_surnames_whatever_letters_these_begin_with():
    session = make_session(capacity=None)
    for name in ("Ann Zeta", "Bo Ødegård", "Cy Łukasik", "Di Example", "Ed Łukasik"):
        make_booking(session, full_name=name)

    in_order = Attendee.objects.by_name().values_list("full_name", flat=True)

    assert [name.split()[0] for name in in_order] == ["Di", "Cy", "Ed", "Bo", "Ann"]


@pytest.mark.django_db
def test_keys_follow_what_is_corrected():
    attendee = make_booking(full_name="Ann Smith", email="ann@oak.example", typed_school="Oak")
    person = make_person(full_name="Anne Jones", email="ann@oak.example", typed_school="Elm")

    details.change_details(attendee, person, at=NOON)

    attendee.refresh_from_db()
    assert attendee.name_key == "jones anne"
    assert attendee.search_key == "anne jones\nann@oak.example\nelm"
