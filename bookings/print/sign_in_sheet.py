"""The sign-in sheet of a session: who is expected, room to sign, lines for whoever else comes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bookings.print.people import Person
from bookings.print.printable import placed, printable
from bookings.print.typesetting import measured, typeset
from events.cards import describe_place
from events.counting import count
from events.dates import format_moment
from events.models import Session

TEMPLATE = "sign_in_sheet.typ"
FULL_PAGE = 40  # more rows than a page has


def sign_in_sheet(
    session: Session, people: Iterable[Person], *, by_school: bool, blank: int, at: datetime
) -> bytes:
    """PDF, A4, of a session that is loaded with its event and venue."""
    rows = [_row(person) for person in people]
    values = {
        "event": placed(session.event.title),
        "session": placed(describe_place(session)),
        "title": printable(f"Sign-in sheet: {session.event.title}"),
        "people": _people(len(rows)),
        "printed": f"Printed at {format_moment(at)}",
        "by_school": by_school,
        "rows": rows,
    }
    lines = _blank_lines(values, blank)
    return typeset(TEMPLATE, {**values, "blank": lines, "is_measured": False}, at)


def _people(number: int) -> str:
    said = count(number, "person has a place", "people have a place")
    return said if number else "Nobody has booked"


def _blank_lines(values: dict[str, Any], asked: int) -> int:
    """As many as are asked, and none alone on a page.

    One that would be is dropped; if it is the only one, its page is filled.
    """
    if not asked:
        return 0
    more = {"blank": asked + FULL_PAGE, "is_measured": True}
    pages: list[int] = measured(TEMPLATE, {**values, **more})  # of each row, where it stands
    on = pages[len(values["rows"]) + asked - 1]
    if on == 1 or pages[: len(values["rows"]) + asked].count(on) > 1:
        return asked
    return asked - 1 if asked > 1 else pages.count(on)


def _row(person: Person) -> dict[str, Any]:
    school = ", ".join(filter(None, (person.school, person.town)))
    return {"name": placed(person.name), "school": placed(school), "role": placed(person.role)}
