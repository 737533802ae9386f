"""A code by mail after the password, where the installation lets that be the second step."""

from datetime import datetime

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest

from bookings.mail import sign_in_notices
from bookings.mail.queue import queue
from events import throttle
from events.access import has_entered_a_code
from events.command import command
from events.models import Organiser

CODES_TO = "sign_in_codes_to"
CODES_PER_HOUR = 10
MINUTE = 60


class TooManyCodes(Exception):
    """This hour has sent that many to the address."""


def is_needed(request: HttpRequest, organiser: Organiser) -> bool:
    """Whoever has set up an app or a passkey is asked for that: it is safer than a mailbox."""
    is_offered: bool = settings.SIGN_IN_CODE_BY_MAIL
    return (
        is_offered and not is_mfa_enabled(organiser) and not has_entered_a_code(request, organiser)
    )


@command
def send(email: str, code: str, *, at: datetime) -> None:
    """To whoever has just typed the password. Raises TooManyCodes."""
    organiser = Organiser.objects.get(email=email.lower())
    if throttle.count(CODES_TO, organiser.email, at=at) > CODES_PER_HOUR:
        raise TooManyCodes
    minutes = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // MINUTE
    queue(sign_in_notices.sign_in_code(organiser, code, minutes=minutes), at=at)
