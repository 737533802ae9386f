"""How much is usual, and what happens above that."""

from datetime import datetime

from django.conf import settings

from bookings.lifecycle.refusals import LooksAutomatic, SentOften
from events import throttle

BOOKINGS_FROM = "bookings_from"
MAIL_AGAIN, BOOKED_AGAIN, CORRECTED = "mail_again", "booked_again", "corrected"


def check_mails(what: str, whom: str, *, at: datetime) -> int:
    """Count one more occasion to mail somebody, and say how many that makes. Raises SentOften."""
    throttle.count(what, whom, at=at)
    number = throttle.counted(what, whom, at=at)
    if number > settings.MAILS_PER_ATTENDEE_PER_HOUR:
        raise SentOften
    return number


def check_usual(
    caller_address: str, *, looks_automatic: bool, is_confirmed: bool, at: datetime
) -> None:
    """Return if the form is to be taken as it is. Raises LooksAutomatic, until it is confirmed."""
    if is_confirmed:
        return
    booked = throttle.counted(BOOKINGS_FROM, caller_address, at=at)
    if looks_automatic or booked >= settings.BOOKINGS_PER_ADDRESS_PER_HOUR:
        raise LooksAutomatic
