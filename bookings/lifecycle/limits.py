"""How many bookings from one network address are usual, and what happens above that."""

from datetime import datetime

from django.conf import settings

from bookings.lifecycle.refusals import LooksAutomatic
from events import throttle

BOOKINGS_FROM = "bookings_from"


def check_usual(
    caller_address: str, *, looks_automatic: bool, is_confirmed: bool, at: datetime
) -> None:
    """Return if the form is to be taken as it is. Raises LooksAutomatic, until it is confirmed."""
    if is_confirmed:
        return
    booked = throttle.counted(BOOKINGS_FROM, caller_address, at=at)
    if looks_automatic or booked >= settings.BOOKINGS_PER_ADDRESS_PER_HOUR:
        raise LooksAutomatic
