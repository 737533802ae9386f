"""What pasting adds to text, and what looks like nothing."""

import re
import unicodedata

INVISIBLE_LETTERS = {*"\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5\u180e"}
GAP = re.compile(r"[ \t\r\n\v\f\x85\xa0\u2028\u2029]+")


def on_one_line(text: str) -> str:
    """With single spaces where a spreadsheet or a document had tabs and line ends."""
    return GAP.sub(" ", text).strip()


def plain(text: str) -> str:
    """On one line and without characters that nobody sees, for what is no prose."""
    return on_one_line("".join(c for c in text if unicodedata.category(c) != "Cf"))


def is_invisible(text: str) -> bool:
    """Whether nobody could see any of it; joiners inside emoji and words are no such text."""
    return all(c in INVISIBLE_LETTERS or unicodedata.category(c) in UNSEEN for c in text)


UNSEEN = {"Cf", "Cc", "Zs", "Zl", "Zp", "Mn"}
