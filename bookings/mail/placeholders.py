"""Placeholders in what organisers write: four names in braces, and no language besides."""

import re
from collections.abc import Collection, Mapping, Sequence

from events.text_cleaning import on_one_line

FIRST_NAME, FULL_NAME, SESSION, LINK = "first name", "full name", "session", "link"
NAMES = (FIRST_NAME, FULL_NAME, SESSION, LINK)
IN_BRACES = re.compile(r"\{([^{}]*)\}")
BRACE = re.compile(r"[{}]")
LONGEST_QUOTED, MOST_QUOTED = 30, 5
_ARE = ("is not a placeholder", "are not placeholders")
TITLES = {
    *("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "lady", "lord"),
    *("rev", "revd", "reverend", "canon", "father", "fr", "sister", "sr", "rabbi", "imam"),
}


def filled(text: str, values: Mapping[str, str]) -> str:
    """With the values in one pass: what stands in braces within a value stays as it is."""
    return IN_BRACES.sub(lambda found: values.get(found[1], found[0]), text)


def what_is_wrong(text: str, *, allowed: Collection[str] = NAMES, where: str = "") -> str:
    """What is no placeholder, what has its place elsewhere, and the first brace alone."""
    found = dict.fromkeys(name for name in IN_BRACES.findall(text) if name not in allowed)
    unknown = dict.fromkeys(f"“{_quoted(name)}”" for name in found if name not in NAMES)
    elsewhere = [f"{{{name}}}" for name in found if name in NAMES]
    stray = BRACE.search(IN_BRACES.sub("", text))
    sentences = [
        f"{_listed(list(unknown))} {_ARE[len(unknown) > 1]}" if unknown else "",
        f"You cannot use {_listed(elsewhere)} {where}" if elsewhere else "",
        f"There is a “{stray[0]}” on its own" if stray else "",
    ]
    wrong = ". ".join(filter(None, sentences))
    return f"{wrong}. Use {in_words(allowed)}" if wrong else ""


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


def _listed(texts: Sequence[str]) -> str:
    """A; A and B; A, B and C; the first of very many, and how many more."""
    more = len(texts) - MOST_QUOTED
    named = [*texts[:MOST_QUOTED], *([f"{more} more"] if more > 0 else [])]
    *first, last = named
    return f"{', '.join(first)} and {last}" if first else last


def _quoted(name: str) -> str:
    short = on_one_line(name)
    return f"{{{short}}}" if len(short) <= LONGEST_QUOTED else f"{{{short[:LONGEST_QUOTED]}…}}"
