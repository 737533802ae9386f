"""Who holds a place at a session, in the order and with no more than what is printed of them."""

from dataclasses import dataclass

from bookings.models import Booking
from events.models import Session

COLUMNS = (
    "attendee__full_name",
    "attendee__school__name",
    "attendee__school__town",
    "attendee__typed_school",
    "attendee__role",
    "check_in_code",
)


@dataclass(frozen=True)
class Person:
    """Neither an address nor access needs: whoever signs or wears this shows it to everybody."""

    name: str
    school: str
    town: str
    role: str
    check_in_code: str


def people_at(session: Session, order: str) -> list[Person]:
    """In one of the orders of SORTED_BY: one query."""
    holding = Booking.objects.at_sessions([session.pk]).holding_a_place()
    rows = holding.sorted_by(order).values_list(*COLUMNS)
    return [
        Person(name, school or typed or "", town or "", role, code)
        for name, school, town, typed, role, code in rows
    ]
