"""What typed text may hold: no characters that hide, reorder or break lines elsewhere."""

import unicodedata

from django.core.exceptions import ValidationError

REORDERING = {*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}
LINE_ENDS = {"\n", "\r", "\t"}


def one_line(value: str) -> None:
    """Refuse control characters, line ends included. Raises ValidationError."""
    if any(_is_hidden(character) for character in value):
        raise ValidationError("Remove the hidden characters and line breaks", code="hidden")


def many_lines(value: str) -> None:
    """Refuse control characters other than line ends. Raises ValidationError."""
    if any(_is_hidden(character) for character in value if character not in LINE_ENDS):
        raise ValidationError("Remove the hidden characters", code="hidden")


def _is_hidden(character: str) -> bool:
    category = unicodedata.category(character)
    return category in ("Cc", "Cs", "Zl", "Zp") or character in REORDERING
