"""What an organiser has asked to take out, written to a file of one of two kinds."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from bookings.columns import Column, columns_of
from bookings.exports.csv_files import write_csv
from bookings.exports.rows import Row, headings_of, rows_of
from bookings.exports.workbooks import write_workbook
from bookings.listing import Wanted, matching
from bookings.models import ExportFile
from bookings.models.booking import BookingQuerySet
from events.models import Event

Kind = ExportFile.Kind
CONTENT_TYPES = {
    Kind.CSV: "text/csv; charset=utf-8",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
TOLD_EVERY = 2_000  # rows


@dataclass(frozen=True)
class Asked:
    """Which bookings of an event, with which of its columns, as which kind of file."""

    event: Event
    wanted: Wanted
    columns: tuple[str, ...]
    kind: str

    @classmethod
    def of(cls, stored: ExportFile) -> Self:
        wanted: dict[str, Any] = dict(stored.wanted)
        wanted["words"] = tuple(wanted["words"])
        return cls(stored.event, Wanted(**wanted), tuple(stored.columns), stored.kind)

    @property
    def bookings(self) -> BookingQuerySet:
        return matching(self.event, self.wanted)

    @property
    def file_name(self) -> str:
        return f"{self.event.feed_name}-bookings.{self.kind}"

    def stored(self) -> dict[str, Any]:
        """What a row keeps of it, as JSON has it."""
        return {"wanted": asdict(self.wanted), "columns": list(self.columns), "kind": self.kind}


def write_file(asked: Asked, path: Path, *, tell: Callable[[int], None] = lambda done: None) -> int:
    """Row by row, how many; `tell` is told now and then how many are written."""
    sessions = list(asked.event.sessions.with_venue().in_order())
    columns = [one for one in columns_of(asked.event, sessions) if one.name in asked.columns]
    found = asked.bookings.sorted_by(asked.wanted.order)
    counted = Counted(rows_of(found, columns), tell)
    rows = iter(counted)
    if asked.kind == Kind.XLSX:
        write_workbook(path, columns, sessions, rows)
    else:
        write_csv_file(path, columns, rows)
    return counted.number


def write_csv_file(path: Path, columns: Sequence[Column], rows: Iterable[Row]) -> None:
    def lines() -> Iterator[list[str]]:
        yield headings_of(columns)
        for row in rows:
            yield row.cells

    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(write_csv(lines()))


class Counted:
    """Rows that are counted as they are taken."""

    def __init__(self, rows: Iterable[Row], tell: Callable[[int], None]) -> None:
        self.number = 0
        self._rows, self._tell = rows, tell

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            yield row
            self.number += 1
            if self.number % TOLD_EVERY == 0:
                self._tell(self.number)
