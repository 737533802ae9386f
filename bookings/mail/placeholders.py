"""Placeholders in what organisers write: four names in braces, and no language besides."""

import re
from collections.abc import Collection, Mapping

from events.text_cleaning import on_one_line

FIRST_NAME, FULL_NAME, SESSION, LINK = "first name", "full name", "session", "link"
NAMES = (FIRST_NAME, FULL_NAME, SESSION, LINK)
IN_BRACES = re.compile(r"\{([^{}]*)\}")
BRACE = re.compile(r"[{}]")
LONGEST_QUOTED = 30
TITLES = {
    *("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "lady", "lord"),
    *("rev", "revd", "reverend", "canon", "father", "fr", "sister", "sr", "rabbi", "imam"),
}


def filled(text: str, values: Mapping[str, str]) -> str:
    """With the values in one pass: what stands in braces within a value stays as it is."""
    return IN_BRACES.sub(lambda found: values.get(found[1], found[0]), text)


def what_is_wrong(text: str, *, allowed: Collection[str] = NAMES) -> str:
    """The first thing in braces that is no placeholder, or the first brace alone, in a sentence."""
    for found in IN_BRACES.finditer(text):
        if found[1] not in allowed:
            return f"“{_quoted(found[1])}” is not a placeholder. Use {in_words(allowed)}"
    stray = BRACE.search(IN_BRACES.sub("", text))
    if stray:
        return f"There is a “{stray[0]}” on its own. Use {in_words(allowed)}"
    return ""


def in_words(names: Collection[str] = NAMES) -> str:
    *others, last = [f"{{{name}}}" for name in names]
    return f"{', '.join(others)} or {last}"


def first_name(full_name: str) -> str:
    """What somebody is called in a greeting; the whole name where only a title is before it."""
    last, _, first = full_name.partition(",")
    is_turned_round = first.strip() and len(last.split()) == 1  # not Ann Example, MSc
    words = (first if is_turned_round else last).split()
    named = [word for word in words if word.rstrip(".").casefold() not in TITLES]
    has_surname_alone = len(named) == 1 and len(words) > 1
    return full_name if has_surname_alone or not named else named[0]


def _quoted(name: str) -> str:
    short = on_one_line(name)
    return f"{{{short}}}" if len(short) <= LONGEST_QUOTED else f"{{{short[:LONGEST_QUOTED]}…}}"
