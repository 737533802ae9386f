"""Addresses, dates and times as people write them."""

from datetime import date

import pytest
from django import forms

from events.clock import Clock
from events.fields import ClockField, DateInBoxes, EmailField, LineField, LinesField


class Answers(forms.Form):
    day = DateInBoxes(label="Date", required=False)
    clock = ClockField(label="Time", required=False)
    email = EmailField("Email address (optional)")
    full_name = LineField("Full name", 200, missing="Enter your full name")
    needs = LinesField("Access needs (optional)", 1000, rows=3)


def answer(name, **typed):
    form = Answers(typed)
    form.full_clean()
    return form.errors.get(name) or form.cleaned_data[name]


def read_date(day, month, year):
    return answer("day", day_0=day, day_1=month, day_2=year)


@pytest.mark.parametrize("month", ["3", "03", "mar", "Mar", "mar.", "March", " march "])
def test_a_month_may_be_a_number_or_a_name(month):
    assert read_date("27", month, "2026") == date(2026, 3, 27)


def test_no_date_is_no_date():
    assert read_date("", "", "") is None


@pytest.mark.parametrize("typed", [("27", "", "2026"), ("", "3", "2026"), ("27", "3", "")])
def test_a_part_of_a_date_is_not_enough(typed):
    assert read_date(*typed) == ["Enter the date with a day, a month and a year"]


@pytest.mark.parametrize(
    "typed",
    [
        ("31", "2", "2026"),
        ("27", "13", "2026"),
        ("27", "3", "0"),
        ("27", "ma", "2026"),
        ("27", "m4r", "2026"),
        ("27", "²", "2026"),
        ("27", "smarch", "2026"),
        ("27", "junk", "2026"),
        ("27", "marc", "2026"),
        ("27", "decimal", "2026"),
        ("27", "٣", "2026"),
        ("x", "3", "2026"),
        ("1", "1", "9" * 11),
        ("1", "1", "9" * 5000),
    ],
)
def test_what_is_no_day_is_told_so(typed):
    assert read_date(*typed) == ["Enter a real date"]


@pytest.mark.parametrize("year", ["1", "26", "1999", "2101", "9999"])
def test_a_year_that_nobody_means_is_told_so(year):
    assert read_date("31", "12", year) == ["Enter a year from 2000 to 2100"]


@pytest.mark.parametrize("year", [2000, 2100])
def test_a_year_may_be_the_first_or_the_last(year):
    assert read_date("31", "12", str(year)) == date(year, 12, 31)


def test_a_date_is_shown_in_its_boxes():
    assert DateInBoxes().widget.decompress(date(2026, 3, 27)) == [27, 3, 2026]
    assert DateInBoxes().widget.decompress(None) == ["", "", ""]


def test_a_time_is_read():
    assert answer("clock", clock="4.30 p.m.") == Clock((16 * 60 + 30,))
    assert answer("clock", clock="") is None


@pytest.mark.parametrize("typed", ["25", "13pm", "0am", "9:60", "soon", "4pm tomorrow", "9:5"])
def test_what_is_no_time_is_told_so(typed):
    assert answer("clock", clock=typed) == ["Enter a time, like 9:30am or 4pm"]


@pytest.mark.parametrize(
    "typed",
    [
        "ann@school.example",
        "o'neil+events@school.example",
        "ann@schüle.example",
        "a@" + "x" * 62 + "." + "x" * 62 + "." + "x" * 62 + "." + "x" * 55 + ".example",
        "",
    ],
)
def test_an_address_that_mail_reaches_is_kept_as_typed(typed):
    assert answer("email", email=f" {typed} ") == typed


@pytest.mark.parametrize(
    "typed",
    [
        "ann",
        "ann@school",
        "a@" + "ü" * 60 + ".example",  # longer than a label of DNS may be, once encoded
        "a@" + "ü1." * 40 + "example",  # 254 characters and more, once encoded
        "a" * 64 + "@" + "ü1." * 20 + "example",  # too long with its name, once encoded
        "a@\ufdfa\ufdfa\ufdfa\ufdfa.example",  # one character that DNS spells with eighteen
    ],
    ids=ascii,
)
def test_an_address_that_no_mail_reaches_is_told_so(typed):
    assert answer("email", email=typed) == [
        "Enter an email address in the correct format, like name@example.sch.uk"
    ]


@pytest.mark.parametrize("typed", ['"a\x0cb"@school.example', '"a\x1fb"@school.example'])
def test_an_address_with_hidden_characters_is_told_so(typed):
    assert answer("email", email=typed) == ["Remove the hidden characters and line breaks"]


def test_an_address_that_is_too_long_as_typed_is_told_so():
    typed = "a@" + "x." * 130 + "example"

    assert answer("email", email=typed) == ["Email address must be 254 characters or fewer"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("a@b.example; c@d.example", "Enter one email address only"),
        ("a@b.example, c@d.example", "Enter one email address only"),
        ("ann head@school.example", "Remove the space from the email address"),
        (
            "zoë@school.example",
            "Enter an email address without accents or symbols before the @",
        ),
    ],
)
def test_what_is_odd_about_an_address_is_said(typed, sentence):
    assert answer("email", email=typed) == [sentence]


def test_an_address_is_cleaned_before_it_is_looked_at():
    assert answer("email", email="Ann <head@school.example\u200b>;") == "head@school.example"


@pytest.mark.parametrize(
    "typed",
    ["Ann\tExample", "Ann\r\nExample", " Ann  Example\n", "Ann\u2028Example", "Ann\xa0Example"],
)
def test_what_a_spreadsheet_adds_becomes_one_space(typed):
    assert answer("full_name", full_name=typed) == "Ann Example"


@pytest.mark.parametrize(
    "typed",
    [
        "\u200b",
        "\u2800\u2800",
        "\u3164",
        "\u115f\u1160",
        "\u00ad \u200d",
        "\ufeff",
        "\u034f",
        " \t\n",
    ],
)
def test_a_name_that_nobody_could_see_is_none(typed):
    assert answer("full_name", full_name=typed) == ["Enter your full name"]
    assert answer("needs", needs=typed, full_name="Ann") == ""


@pytest.mark.parametrize(
    "typed", ["Family \U0001f469\u200d\U0001f467", "क्\u200dष", "Zoe\u0301 Ünal"]
)
def test_joiners_and_accents_inside_a_name_stay(typed):
    assert answer("full_name", full_name=typed) == typed


def test_text_of_several_lines_keeps_them():
    assert (
        answer("needs", needs="A ramp\n\n  and a loop", full_name="Ann") == "A ramp\n\n  and a loop"
    )
