"""The label sheets that name badges are printed on, by the names on their packets."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from bookings.print.fitting import Box

T = TypeVar("T")


@dataclass(frozen=True)
class LabelSheet:
    """Sizes in millimetres; a pitch is from the edge of one label to the same edge of the next.

    `code` is the side of the QR code, `largest` the size of a short name in points.
    """

    name: str
    columns: int
    rows: int
    width: float
    height: float
    pitch_across: float
    pitch_down: float
    code: float
    largest: int
    page_width: float = 210
    page_height: float = 297

    @property
    def number(self) -> int:
        return self.columns * self.rows

    @property
    def label(self) -> str:
        return f"{self.name} ({self.number} on a sheet)" if self.number > 1 else self.name

    @property
    def left(self) -> float:
        """The labels are in the middle of their sheet."""
        return (self.page_width - self.pitch_across * (self.columns - 1) - self.width) / 2

    @property
    def top(self) -> float:
        return (self.page_height - self.pitch_down * (self.rows - 1) - self.height) / 2

    @property
    def around(self) -> float:
        """The margin within a label."""
        return min(max(self.height * 0.08, 3), 14)

    @property
    def beside(self) -> float:
        """The width that the QR code leaves beside it."""
        return self.width - 2.5 * self.around - self.code

    @property
    def of_name(self) -> Box:
        """Above the QR code."""
        width, height = self.width - 2 * self.around, self.height - 2 * self.around - self.code
        return Box(width, height, self.largest, 9, "bold")

    @property
    def of_school(self) -> Box:
        return Box(self.beside, self.code * 0.64, max(self.largest * 0.4, 9), 6)

    @property
    def of_event(self) -> Box:
        return Box(self.beside, self.code * 0.36, max(self.largest * 0.28, 7), 5)

    def position(self, number: int) -> tuple[float, float]:
        """Of the left upper corner of a label, counted from 0 across and then down."""
        down, across = divmod(number, self.columns)
        return self.left + across * self.pitch_across, self.top + down * self.pitch_down

    def edges(self, number: int) -> tuple[float, float, float, float]:
        """Left, upper, right and lower, of what may be printed on a label."""
        left, top = self.position(number)
        right, bottom = left + self.width, top + self.height
        return left + self.around, top + self.around, right - self.around, bottom - self.around

    def sheets(self, badges: Iterable[T], first: int) -> Iterator[list[tuple[int, T]]]:
        """The badges of each sheet with the numbers of their labels, from this label on."""
        rest = iter(badges)
        while some := list(islice(rest, self.number - first)):
            yield list(enumerate(some, first))
            first = 0


# Sizes and pitches are those of Avery's own templates for these numbers, and the margins follow:
# they are 7.2 and 15.15 mm on L7160, 4.65 and 15.15 on L7163, 4.65 and 6 on L7173, 17.5 and 13.5
# on L4785. The templates of gLabels 3.4 (avery-iso-templates.xml), which
# have no L7173, differ by 0.5 mm at the most.
SHEETS = {
    "L7160": LabelSheet("Avery L7160", 3, 7, 63.5, 38.1, 66.04, 38.1, 15, 22),
    "L7163": LabelSheet("Avery L7163", 2, 7, 99.1, 38.1, 101.6, 38.1, 17, 26),
    "L7173": LabelSheet("Avery L7173", 2, 5, 99.1, 57, 101.6, 57, 22, 34),
    "L4785": LabelSheet("Avery L4785, name badges", 2, 5, 80, 50, 95, 55, 20, 30),
    "A4": LabelSheet("A4, one large name on each", 1, 1, 297, 210, 297, 210, 45, 110, 297, 210),
}
