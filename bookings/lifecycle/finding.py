"""Asking for the links to one's bookings: the same work whether or not there are any."""

from datetime import datetime

from django.conf import settings

from bookings.lifecycle.refusals import TooManySearches
from bookings.mail import notices
from bookings.mail.queue import queue
from bookings.models import Message
from events import throttle
from events.command import command
from events.email_addresses import email_key

SEARCHES_FROM, SEARCHES_FOR = "searches_from", "searches_for"
SEARCHES_PER_ADDRESS_PER_HOUR = 3
NONE_OF_THEM = ""  # no message has this key


@command
def ask_for_bookings(email: str, *, caller_network: str, at: datetime) -> None:
    """Queue the mail with all that is booked with this address. Raises TooManySearches.

    Nothing is looked up here. Where the hour allows the address no more, the same statements are
    made and the message is taken out again.
    """
    asked = throttle.count(SEARCHES_FROM, caller_network, at=at)
    if asked > settings.SEARCHES_PER_NETWORK_PER_HOUR:
        raise TooManySearches
    notice = notices.find_bookings(email, at=at)
    queue([notice], at=at)
    asked_for = throttle.count(SEARCHES_FOR, email_key(email), at=at)
    is_too_often = asked_for > SEARCHES_PER_ADDRESS_PER_HOUR
    unwanted = notice.dedupe_key if is_too_often else NONE_OF_THEM
    Message.objects.filter(dedupe_key=unwanted).delete()
