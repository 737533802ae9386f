"""The sign-in sheet of a session: who is expected, room to sign, lines for whoever else comes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bookings.print.people import Person
from bookings.print.printable import placed, printable
from bookings.print.typesetting import typeset
from events.cards import describe_place
from events.counting import count
from events.dates import format_moment
from events.models import Session


def sign_in_sheet(
    session: Session, people: Iterable[Person], *, by_school: bool, blank: int, at: datetime
) -> bytes:
    """PDF, A4, of a session that is loaded with its event and venue."""
    rows = [_row(person) for person in people]
    values = {
        "event": placed(session.event.title),
        "session": placed(describe_place(session)),
        "title": printable(f"Sign-in sheet: {session.event.title}"),
        "people": count(len(rows), "person has a place", "people have a place"),
        "printed": f"Printed at {format_moment(at)}",
        "by_school": by_school,
        "rows": rows,
        "blank": blank,
    }
    return typeset("sign_in_sheet.typ", values, at)


def _row(person: Person) -> dict[str, Any]:
    school = ", ".join(filter(None, (person.school, person.town)))
    return {"name": placed(person.name), "school": placed(school), "role": placed(person.role)}
