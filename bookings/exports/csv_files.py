"""CSV as spreadsheets read it, in which no cell is a formula."""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice

ROWS_AT_ONCE = 500
BYTE_ORDER_MARK = "\ufeff"
STARTS_A_FORMULA = frozenset("=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20")


def write_csv(rows: Iterable[list[str]]) -> Iterator[str]:
    """CSV, a few lines at a time: UTF-8 with its mark, every cell quoted, no cell a formula."""
    yield BYTE_ORDER_MARK
    rest = iter(rows)
    while some := list(islice(rest, ROWS_AT_ONCE)):
        lines = io.StringIO(newline="")
        writer = csv.writer(lines, quoting=csv.QUOTE_ALL)
        writer.writerows([harmless(cell) for cell in row] for row in some)
        yield lines.getvalue()


def harmless(cell: str) -> str:
    """The text as a spreadsheet shows it; what would start a formula gets an apostrophe."""
    return f"'{cell}" if cell[:1] in STARTS_A_FORMULA else cell
