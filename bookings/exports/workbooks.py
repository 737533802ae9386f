"""A workbook with a sheet of all and one of each session, in which every cell is text.

Written row by row: what is written stays in no memory (XlsxWriter's constant_memory).
"""

import re
from collections.abc import Iterable, Sequence
from itertools import chain, count
from pathlib import Path
from typing import Any

import xlsxwriter

from bookings.columns import Column
from bookings.exports.rows import Row, headings_of
from events.dates import format_short_date, format_time
from events.models import Session

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
NAME_LENGTH = 31  # of a sheet, as Excel has it
RESERVED = "history"
ALL = "All"
WIDE = {"full_name": 28, "email": 34, "school": 34, "access_needs": 34, "when": 40, "where": 40}
NARROWEST, MARGIN = 12, 3  # in characters


def write_workbook(
    path: Path,
    columns: Sequence[Column],
    sessions: Sequence[Session],
    rows: Iterable[Row],
    *,
    title: str = "Bookings",
) -> None:
    """One session has no sheet of its own: all are its."""
    book = xlsxwriter.Workbook(str(path), OPTIONS | {"tmpdir": str(path.parent)})
    book.set_properties({"title": title})
    names = sheet_names(sessions if len(sessions) > 1 else [])
    everything = _Sheet(book, ALL, columns)
    of_session = {pk: _Sheet(book, name, columns) for pk, name in names.items()}
    for row in rows:
        everything.write(row.cells)
        if row.session in of_session:
            of_session[row.session].write(row.cells)
    for sheet in (everything, *of_session.values()):
        sheet.finish()
    book.close()


def sheet_names(sessions: Iterable[Session]) -> dict[int, str]:
    """By the primary key of each session, a name of which there is one, as Excel allows it."""
    taken, names = {ALL.lower(), RESERVED}, {}
    for number, session in enumerate(sessions, 1):
        label = session.label or _day_and_time(session) or f"Session {number}"
        cleaned = _shortened(NOT_IN_A_NAME.sub(" ", label)) or f"Session {number}"
        numbered = (_shortened(f"{again} {cleaned}") for again in count(2))
        name = next(one for one in chain([cleaned], numbered) if one.lower() not in taken)
        taken.add(name.lower())
        names[session.pk] = name
    return names


def _day_and_time(session: Session) -> str:
    """6 January 2027, 1pm: short enough for a sheet's name."""
    if session.starts_at is None:
        return ""
    return f"{format_short_date(session.starts_at)}, {format_time(session.starts_at)}"


def _shortened(name: str) -> str:
    """As long as Excel takes, which counts in UTF-16."""
    while len(name.encode("utf-16-le")) // 2 > NAME_LENGTH:
        name = name[:-1]
    return name.strip(" '")


class _Sheet:
    """One sheet that grows row by row."""

    def __init__(self, book: Any, name: str, columns: Sequence[Column]) -> None:
        self._sheet = book.add_worksheet(name)
        self._rows, self._last = 0, len(columns) - 1
        for place, column in enumerate(columns):
            width = WIDE.get(column.name, max(NARROWEST, len(column.heading) + MARGIN))
            self._sheet.set_column(place, place, width)
        self._sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True})
        for place, heading in enumerate(headings_of(columns)):
            self._sheet.write_string(0, place, heading, bold)

    def write(self, cells: Sequence[str]) -> None:
        self._rows += 1
        for place, text in enumerate(cells):
            if text:
                self._sheet.write_string(self._rows, place, text)

    def finish(self) -> None:
        self._sheet.autofilter(0, 0, self._rows, self._last)
