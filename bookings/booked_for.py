"""Whom a booker has booked for, as their own page shows them."""

from dataclasses import dataclass

from bookings.mail.waiting_facts import sessions_loaded
from bookings.models import Attendee, Booker, Booking, WaitingPlace
from bookings.models.booking import not_exchanged
from bookings.own_pages import OwnPages
from events.models import Session


@dataclass(frozen=True)
class Colleague:
    """One attendee, their places in order, and where the booker changes these."""

    attendee: Attendee
    bookings: list[Booking]
    waiting: list[Session]
    pages: OwnPages

    @property
    def held(self) -> list[Booking]:
        return [booking for booking in self.bookings if booking.holds_a_place]


def colleagues_of(booker: Booker) -> list[Colleague]:
    """Everybody whom they booked for and who has not been replaced, by name, as they wait too."""
    attendees = list(booker.attendees.not_replaced().by_name())
    found = Booking.objects.of_attendees(attendees).with_session().in_order()
    bookings: dict[int, list[Booking]] = {attendee.pk: [] for attendee in attendees}
    for booking in found:
        bookings[booking.attendee_id].append(booking)
    waiting: dict[int, list[Session]] = {attendee.pk: [] for attendee in attendees}
    for line in WaitingPlace.objects.open().of_attendees(attendees).to_show().with_courses():
        waiting[line.attendee_id] += sessions_loaded(line)
    return [
        Colleague(
            attendee,
            not_exchanged(bookings[attendee.pk]),
            waiting[attendee.pk],
            OwnPages(attendee, booker),
        )
        for attendee in attendees
    ]
