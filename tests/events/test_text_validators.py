"""What typed text may hold, with any text that there is."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from events.text_validators import many_lines, one_line

HIDDEN = ["\0", "\x07", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\u202e", "\u2066", "\ud800"]


@pytest.mark.parametrize(
    "text", ["Ann", "O’Neil-Žižek", "=cmd|' /C calc'!A0", "🎉", "שלום", "a\u200fb"]
)
def test_any_words_are_welcome(text):
    assert one_line(text) is None
    assert many_lines(f"{text}\r\n\t{text}") is None


@pytest.mark.parametrize("character", HIDDEN)
def test_what_nobody_sees_is_refused(character):
    for check in (one_line, many_lines):
        with pytest.raises(ValidationError):
            check(f"a{character}b")


@pytest.mark.parametrize("end", ["\n", "\r", "\t"])
def test_one_line_is_one_line(end):
    with pytest.raises(ValidationError, match="Remove the hidden characters and line breaks"):
        one_line(f"a{end}b")


@given(st.text())
def test_what_is_let_through_has_no_control_character(text):
    try:
        one_line(text)
    except ValidationError:
        return
    assert not [c for c in text if unicodedata.category(c) in ("Cc", "Cs")]
