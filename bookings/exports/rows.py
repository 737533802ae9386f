"""The rows of a file: what its columns say of each booking, a few bookings at a time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from bookings.columns import Column

ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class Row:
    """The cells of one booking, or of one line of a waiting list.

    `session` is the primary key of its session; None where somebody waits for a whole course.
    """

    session: int | None
    cells: list[str]


def rows_of(bookings: QuerySet[Any, Any], columns: Sequence[Column]) -> Iterator[Row]:
    """In the order of the bookings, read by no more of their tables than the columns ask for."""
    paths = list(dict.fromkeys(["session_id", *(p for column in columns for p in column.paths)]))
    cells = [_cell(column, paths) for column in columns]
    for values in bookings.values_list(*paths).iterator(ROWS_AT_ONCE):
        yield Row(values[0], [cell(values) for cell in cells])


def headings_of(columns: Sequence[Column]) -> list[str]:
    return [column.heading for column in columns]


def _cell(column: Column, paths: list[str]) -> Callable[[Sequence[Any]], str]:
    """The cell of this column in a row that has the values of these paths."""
    text, places = column.text, [paths.index(path) for path in column.paths]
    if len(places) == 1:
        [place] = places
        return lambda values: text(values[place])
    return lambda values: text(*[values[place] for place in places])
