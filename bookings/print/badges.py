"""Name badges on sheets of labels: name, school, event, and the check-in code as a QR code."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import qrcode

from bookings.print.fitting import fitted
from bookings.print.labels import LabelSheet
from bookings.print.people import Person
from bookings.print.printable import printable
from bookings.print.typesetting import typeset

OF_A_SHEET = ("beside", "code", "page_width", "page_height")


def badges(
    title: str, people: Sequence[Person], sheet: LabelSheet, *, first: int, at: datetime
) -> bytes:
    """PDF for one kind of sheet, from this label on, counted from 1."""
    names = fitted((person.name for person in people), sheet.of_name)
    schools = fitted((person.school for person in people), sheet.of_school)
    values = {
        "title": printable(f"Name badges: {title}"),
        "event": fitted([title], sheet.of_event)[title],
        "sheet": {name: getattr(sheet, name) for name in OF_A_SHEET},
        "sheets": [
            [
                {
                    "edges": sheet.edges(number),
                    "name": names[person.name],
                    "school": schools[person.school],
                    "code": person.check_in_code,
                    "drawn": _drawn(person.check_in_code),
                }
                for number, person in labels
            ]
            for labels in sheet.sheets(people, first - 1)
        ],
    }
    return typeset("badges.typ", values, at)


def _drawn(code: str) -> str:
    """The QR code as an SVG picture, one unit a module, without a margin: the label has one."""
    made = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=0)
    made.add_data(code, optimize=0)
    rows = made.get_matrix()
    dark = "".join(f"M{x} {y}h{width}v1h-{width}z" for x, y, width in _runs(rows))
    side = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<path d="{dark}"/></svg>'
    )


def _runs(rows: list[list[bool]]) -> Iterator[tuple[int, int, int]]:
    """Dark modules that are beside each other: where they begin, and how many."""
    for y, row in enumerate(rows):
        begins = None
        for x, is_dark in enumerate([*row, False]):
            if is_dark and begins is None:
                begins = x
            elif not is_dark and begins is not None:
                yield begins, y, x - begins
                begins = None
