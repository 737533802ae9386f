"""Queueing a message: a row of the outbox, in the transaction of the change that it tells of.

Every mail passes here, so here is the limit on what strangers can have sent to an address.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.conf import settings

from bookings.mail.facts import Facts
from bookings.models import Attendee, Booker, Booking, Message, WrittenMessage
from events import throttle
from events.command import step
from events.email_addresses import email_key
from events.refusal import Refusal

MAILS_TO = "mails_to"


class TooManyMails(Refusal):
    """An address has been sent as many mails as this hour allows; nothing was changed.

    `to` is the address. `is_copy`: of whoever booked for somebody else, who would have had a copy.
    """

    template = "bookings/too_many_mails.html"

    def __init__(self, to: str, *, is_copy: bool) -> None:
        super().__init__()
        self.to = to
        self.is_copy = is_copy


class Limit(Enum):
    """What the limit of mails to one address means for a message."""

    REFUSE = "counted, and refused above the limit"
    COUNT = "counted, never refused: it ends what another message began"
    NONE = "not counted here: no stranger can cause it, or whoever queues it has a limit"


@dataclass(frozen=True)
class Notice:
    """One mail that somebody is due; `key` holds the revision it tells of, so it goes once.

    It goes at once, unless it is held until `not_before`.
    """

    kind: Message.Kind
    to: str
    key: str
    facts: Facts
    attendee: Attendee | None = None
    booking: Booking | None = None
    booker: Booker | None = None
    written: WrittenMessage | None = None
    not_before: datetime | None = None
    limit: Limit = Limit.REFUSE
    is_copy: bool = False

    @property
    def dedupe_key(self) -> str:
        return f"{self.kind}:{self.key}"


@step
def queue(notices: Sequence[Notice], *, at: datetime) -> None:
    """Put these into the outbox, each once per kind and key. Raises TooManyMails."""
    _check_limit(notices, at)
    Message.objects.bulk_create((_message(notice, at) for notice in notices), ignore_conflicts=True)


def _message(notice: Notice, at: datetime) -> Message:
    return Message(
        kind=notice.kind,
        to=notice.to,
        attendee=notice.attendee,
        booking=notice.booking,
        booker=notice.booker,
        written=notice.written,
        dedupe_key=notice.dedupe_key,
        facts=notice.facts.to_json(),
        queued_at=at,
        not_before=notice.not_before or at,
    )


def _check_limit(notices: Iterable[Notice], at: datetime) -> None:
    """Count by address over all events and kinds, in one order, so that nobody's counts cross.

    What is queued together is sent or refused together, however many mails a course takes.
    """
    counted = [notice for notice in notices if notice.limit is not Limit.NONE]
    numbers = Counter(email_key(notice.to) for notice in counted)
    refusable = [notice for notice in counted if notice.limit is Limit.REFUSE]
    only_copies = {email_key(notice.to): notice.is_copy for notice in refusable}
    only_copies |= {email_key(notice.to): False for notice in refusable if not notice.is_copy}
    for address, number in sorted(numbers.items()):
        before = throttle.count(MAILS_TO, address, number, at=at) - number
        if address in only_copies and before >= settings.MAILS_PER_RECIPIENT_PER_HOUR:
            to = next(one.to for one in refusable if email_key(one.to) == address)
            raise TooManyMails(to, is_copy=only_copies[address])
