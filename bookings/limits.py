"""How much is usual: decisions on numbers, which change nothing."""

from datetime import datetime

from django.conf import settings

from events import throttle
from events.refusal import Refusal

BOOKINGS_FROM = "bookings_from"


class LooksAutomatic(Refusal):
    """More than schools behind one address book in an hour, or a field filled that nobody sees."""

    template = "bookings/check_and_book.html"


def check_usual(origin: str, *, looks_automatic: bool, is_confirmed: bool, at: datetime) -> None:
    """Return if the form is to be taken as it is. Raises LooksAutomatic, until it is confirmed."""
    if is_confirmed:
        return
    booked = throttle.counted(BOOKINGS_FROM, origin, at=at)
    if looks_automatic or booked >= settings.BOOKINGS_PER_ADDRESS_PER_HOUR:
        raise LooksAutomatic
