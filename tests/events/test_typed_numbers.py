"""Numbers, times, days and links as they are pasted: in digits, without what nobody sees."""

from datetime import date

import pytest
from django import forms

from events.clock import NoClock, read_clock
from events.fields import ClockField, DateInBoxes, LinkField, NumberField


class Typed(forms.Form):
    day = DateInBoxes(required=False)
    clock = ClockField(required=False)
    number = NumberField(required=False, min_value=1, error_messages={"invalid": "Digits"})
    link = LinkField("Link", 100)


def answer(name, **typed):
    form = Typed(typed)
    return form.cleaned_data[name] if form.is_valid() else list(form.errors[name])


@pytest.mark.parametrize("day", ["1_2", "+5", "٣", "-1", "１２", "1.0"])
def test_a_day_is_digits(day):
    assert answer("day", day_0=day, day_1="3", day_2="2027") == ["Enter a real date"]


@pytest.mark.parametrize("year", ["２０２７", "+2027", "2_027"])
def test_a_year_is_digits(year):
    assert answer("day", day_0="1", day_1="3", day_2=year) == ["Enter a real date"]


@pytest.mark.parametrize("around", ["\u200b{}", "{}\u200b", "\xa0{}\ufeff", "\u00ad{} "])
def test_what_nobody_sees_is_taken_away(around):
    assert answer("day", day_0=around.format("1"), day_1=around.format("mar"), day_2="2027") == (
        date(2027, 3, 1)
    )
    assert answer("number", number=around.format("40")) == 40
    assert answer("clock", clock=around.format("4\xa0pm")) == read_clock("4pm")
    assert answer("link", link=around.format("https://meet.example/a\u200bb")) == (
        "https://meet.example/ab"
    )


@pytest.mark.parametrize("number", ["1_0", "٤٠", "+40", "4.0", "1e2", "forty", "40 places"])
def test_a_number_of_places_is_digits(number):
    assert answer("number", number=number) == ["Digits"]


def test_no_number_is_none():
    assert answer("number", number=" ") is None
    assert answer("number") is None


@pytest.mark.parametrize(
    ("typed", "meanings"),
    [
        ("9h", (540, 1260)),
        ("16h", (960,)),
        ("930", (570, 1290)),
        ("0930", (570,)),
        ("130", (90, 810)),
    ],
)
def test_hours_without_a_point_are_understood(typed, meanings):
    assert read_clock(typed).meanings == meanings


@pytest.mark.parametrize("typed", ["160", "99", "9 h 5", "12345"])
def test_other_figures_are_no_time(typed):
    with pytest.raises(NoClock):
        read_clock(typed)
