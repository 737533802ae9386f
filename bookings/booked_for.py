"""Whom a booker has booked for, as their own page shows them."""

from dataclasses import dataclass

from bookings.models import Attendee, Booker, Booking
from bookings.models.booking import not_exchanged
from bookings.own_pages import OwnPages


@dataclass(frozen=True)
class Colleague:
    """One attendee, their places in order, and where the booker changes these."""

    attendee: Attendee
    bookings: list[Booking]
    pages: OwnPages

    @property
    def held(self) -> list[Booking]:
        return [booking for booking in self.bookings if booking.holds_a_place]


def colleagues_of(booker: Booker) -> list[Colleague]:
    """Everybody whom they booked for and who has not been replaced, by name; two queries."""
    attendees = list(booker.attendees.not_replaced().by_name())
    found = Booking.objects.of_attendees(attendees).with_session().in_order()
    bookings: dict[int, list[Booking]] = {attendee.pk: [] for attendee in attendees}
    for booking in found:
        bookings[booking.attendee_id].append(booking)
    return [
        Colleague(attendee, not_exchanged(bookings[attendee.pk]), OwnPages(attendee, booker))
        for attendee in attendees
    ]
