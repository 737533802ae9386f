"""How much is usual, and what happens above that."""

from datetime import datetime

from django.conf import settings

from events import throttle
from events.refusal import Refusal

BOOKINGS_FROM = "bookings_from"
MAIL_AGAIN, BOOKED_AGAIN, CORRECTED = "mail_again", "booked_again", "corrected"


class LooksAutomatic(Refusal):
    """More than schools behind one address book in an hour, or a field filled that nobody sees."""

    template = "bookings/check_and_book.html"


class SentOften(Refusal):
    """Mail has gone out as often as this hour allows."""

    template = "bookings/sent_often.html"


def check_mails(what: str, whom: str, *, at: datetime) -> int:
    """Count one more occasion to mail somebody, and say how many that makes. Raises SentOften."""
    throttle.count(what, whom, at=at)
    number = throttle.counted(what, whom, at=at)
    if number > settings.MAILS_PER_ATTENDEE_PER_HOUR:
        raise SentOften
    return number


def check_usual(origin: str, *, looks_automatic: bool, is_confirmed: bool, at: datetime) -> None:
    """Return if the form is to be taken as it is. Raises LooksAutomatic, until it is confirmed."""
    if is_confirmed:
        return
    booked = throttle.counted(BOOKINGS_FROM, origin, at=at)
    if looks_automatic or booked >= settings.BOOKINGS_PER_ADDRESS_PER_HOUR:
        raise LooksAutomatic
