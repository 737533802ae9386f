"""What people typed, as it can be printed: every character in a font, no word without an end."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from bookings.print import fonts
from events.counting import count

JOINERS = "\u200c\u200d"  # they shape letters and emoji
BREAK = "\u200b"  # where a line may end; it has no width
FITS_ANYWHERE = 12  # letters that fit beside each other wherever something is printed
PIECES = re.compile(r"[^\s-]+-*|-+")  # between which a line may end
TURNS = {"R": True, "AL": True, "L": False}


def printable(text: str) -> str:
    """On one line; what no font has is named: [2 Cuneiform characters]."""
    spaced = "".join(map(_seen, text))
    parts = (_named(script, list(run)) for script, run in groupby(spaced, _missing))
    return " ".join("".join(parts).split())


def placed(text: str) -> dict[str, Any]:
    """What a template needs to know to print a text within a width.

    `broken` may be broken within its words, where `longest` of them does not fit.
    """
    text = printable(text)
    longest = max(PIECES.findall(text), key=len, default="")
    fits = len(longest) <= FITS_ANYWHERE
    return {
        "text": text,
        "rtl": is_right_to_left(text),
        "longest": longest,
        "broken": None if fits else BREAK.join(_letters(text)),
    }


def is_right_to_left(text: str) -> bool:
    """By the first letter that has a direction."""
    directions = map(unicodedata.bidirectional, text)
    return next((TURNS[one] for one in directions if one in TURNS), False)


def _seen(character: str) -> str:
    """A space for what only moves the pen; nothing for what is never seen."""
    category = unicodedata.category(character)
    if category in ("Cc", "Zl", "Zp", "Zs"):
        return " "
    return "" if category == "Cf" and character not in JOINERS else character


def _missing(character: str) -> str:
    """The script of a character that no font has, else nothing."""
    if character in JOINERS or _varies(character) or fonts.has(character):
        return ""
    return unicodedata.name(character, "unknown").split()[0].capitalize()


def _named(script: str, run: list[str]) -> str:
    if not script:
        return "".join(run)
    return f"[{count(len(run), f'{script} character', f'{script} characters')}]"


def _letters(text: str) -> Iterator[str]:
    """Each with the marks on it; emoji that are joined stay together."""
    letter = ""
    for character in text:
        joins = letter.endswith(JOINERS[1]) or character in JOINERS or _varies(character)
        if letter and not (joins or unicodedata.category(character).startswith("M")):
            yield letter
            letter = ""
        letter += character
    yield letter


def _varies(character: str) -> bool:
    """Whether it only says how the one before it looks."""
    return "\ufe00" <= character <= "\ufe0f" or "\U0001f3fb" <= character <= "\U0001f3ff"
