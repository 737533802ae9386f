"""The list of an event's bookings as a file, and the same cells written and nothing else."""

import csv
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter

from bookings.columns import columns_of
from bookings.exports.files import Asked, Kind, write_file
from bookings.exports.rows import rows_of
from bookings.exports.workbooks import OPTIONS
from bookings.listing import Wanted
from deploy.bench.figures import seconds
from events.models import Event

Answer = dict[str, Any]


def export(what: str, at: datetime) -> Answer:
    """ "abcdefgh:csv": of the event with this public id, if there is one, with every column."""
    asked = _asked(what)
    if asked is None:
        return {}
    with TemporaryDirectory() as folder:
        path = Path(folder) / asked.file_name
        return {"seconds": seconds(lambda: write_file(asked, path))}


def write_bare(what: str, at: datetime) -> Answer:
    """The floor of that: the cells are there already; a workbook has each sheet that we write."""
    asked = _asked(what)
    assert asked is not None  # noqa: S101 (measured after the export of the same event)
    sessions = list(asked.event.sessions.with_venue())
    rows = list(rows_of(asked.bookings, columns_of(asked.event, sessions)))
    with TemporaryDirectory() as folder:
        path = Path(folder) / asked.file_name
        if asked.kind == Kind.CSV:
            return {"seconds": seconds(lambda: _bare_csv(path, [row.cells for row in rows]))}
        sheets = [[row.cells for row in rows]]
        sheets += [[row.cells for row in rows if row.session == one.pk] for one in sessions]
        return {"seconds": seconds(lambda: _bare_workbook(path, sheets))}


def _asked(what: str) -> Asked | None:
    public_id, _, kind = what.partition(":")
    event = Event.objects.filter(public_id=public_id).first()
    if event is None:
        return None
    names = tuple(column.name for column in columns_of(event, event.sessions.with_venue()))
    return Asked(event, Wanted(), names, kind)


def _bare_csv(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def _bare_workbook(path: Path, sheets: list[list[list[str]]]) -> None:
    book = xlsxwriter.Workbook(str(path), OPTIONS)
    for rows in sheets:
        sheet = book.add_worksheet()
        for number, cells in enumerate(rows):
            for place, text in enumerate(cells):
                if text:
                    sheet.write_string(number, place, text)
    book.close()
