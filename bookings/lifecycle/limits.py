"""How many bookings from one network address are usual, and what happens above that."""

from datetime import datetime

from django.conf import settings

from bookings.lifecycle.refusals import LooksAutomatic, TooManyBookings
from events import throttle
from events.command import command, step

BOOKINGS_FROM = "bookings_from"


def check_usual(
    caller_network: str, *, looks_automatic: bool, is_confirmed: bool, at: datetime
) -> None:
    """Return if the form is to be taken as it is. Raises LooksAutomatic, until it is confirmed."""
    if is_confirmed:
        return
    booked = throttle.counted(BOOKINGS_FROM, caller_network, at=at)
    if looks_automatic or booked >= settings.BOOKINGS_PER_ADDRESS_PER_HOUR:
        raise LooksAutomatic


@command
def count_refused(caller_network: str, *, at: datetime) -> None:
    """Count a form that was refused: what it says could be tried out. Raises TooManyBookings."""
    count_booking(caller_network, at=at)


@step
def count_booking(caller_network: str, people: int = 1, *, at: datetime) -> None:
    """Count so many more from this network address, confirmed or not. Raises TooManyBookings."""
    number = throttle.count(BOOKINGS_FROM, caller_network, people, at=at)
    if number > settings.MOST_BOOKINGS_PER_ADDRESS_PER_HOUR:
        raise TooManyBookings
