"""Placeholders: four names, filled in once, and anything else in braces is said."""

import pytest

from bookings.mail.placeholders import NAMES, filled, first_name, what_is_wrong

ALONE = "There is a “{” on its own."
ALL = "{first name}, {full name}, {session} or {link}"


def test_each_is_filled_in_wherever_it_stands():
    values = {"first name": "Ann", "full name": "Ann Example", "session": "Morning", "link": "x"}

    text = "{first name} {full name}\n{session}: {link}. {link}"

    assert what_is_wrong(text) == ""
    assert filled(text, values) == "Ann Ann Example\nMorning: x. x"


def test_what_a_value_holds_is_not_filled_in_again():
    values = {"first name": "{link}", "full name": "{first name} {{link}", "link": "secret"}

    assert filled("{first name}, {full name}", values) == "{link}, {first name} {{link}"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Hello {firstname}", f"“{{firstname}}” is not a placeholder. Use {ALL}"),
        ("Hello {First name}", f"“{{First name}}” is not a placeholder. Use {ALL}"),
        ("Hello { link }", f"“{{link}}” is not a placeholder. Use {ALL}"),
        ("Hello {}", f"“{{}}” is not a placeholder. Use {ALL}"),
        ("Hello {first\nname} {link", f"“{{first name}}” is not a placeholder. {ALONE} Use {ALL}"),
        ("{" + "x" * 31 + "}", f"“{{{'x' * 30}…}}” is not a placeholder. Use {ALL}"),
        (
            "{{ link.__class__ }}",
            f"“{{link.__class__}}” is not a placeholder. {ALONE} Use {ALL}",
        ),
        (
            "{name} {school}, {name}",
            f"“{{name}}” and “{{school}}” are not placeholders. Use {ALL}",
        ),
        (
            "{1} {2} {3} {4} {5}",
            f"“{{1}}”, “{{2}}”, “{{3}}”, “{{4}}” and “{{5}}” are not placeholders. Use {ALL}",
        ),
        (
            "{1} {2} {3} {4} {5} {6} {7}",
            "“{1}”, “{2}”, “{3}”, “{4}”, “{5}” and 2 more are not placeholders."
            f" Use {ALL}",
        ),
        ("{{link}}", f"There is a “{{” on its own. Use {ALL}"),
        ("{link}}", f"There is a “}}” on its own. Use {ALL}"),
        ("{% link %}", f"“{{% link %}}” is not a placeholder. Use {ALL}"),
        ("50 % off, %s, $link, <b>", ""),
    ],
)
def test_anything_else_in_braces_is_said(text, sentence):
    assert what_is_wrong(text) == sentence


def test_where_one_may_not_stand_the_others_are_named():
    others = [name for name in NAMES if name != "link"]

    assert what_is_wrong("{link} {name}", allowed=others, where="in the subject") == (
        "“{name}” is not a placeholder. You cannot use {link} in the subject. Use {first name},"
        " {full name} or {session}"
    )


@pytest.mark.parametrize(
    ("full_name", "greeting"),
    [
        ("Ann Example", "Ann"),
        ("Dr. Ann van der Example", "Ann"),
        ("Mrs Khan", "Mrs Khan"),
        ("Khan, Aisha", "Aisha"),
        ("Khan,", "Khan"),
        ("Ann Example, MSc", "Ann"),
        ("Dr", "Dr"),
        ("Plato", "Plato"),
        ("山田太郎", "山田太郎"),
        ("{link} Example", "{link}"),
    ],
)
def test_a_greeting_uses_the_first_name(full_name, greeting):
    assert first_name(full_name) == greeting
