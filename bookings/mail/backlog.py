"""How the outbox is doing: what waits longer than it should, and what was given up lately.

A mail whose recipient was refused is no sign of how it is doing, while others are delivered: any
stranger may book with an address that does not exist, and the organiser reads of it beside the
booking.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Min, Q

from bookings.models import Message
from bookings.models.message import REFUSED_FOR_ITS_RECIPIENT

LATELY = timedelta(days=2)  # trying takes a day, and somebody should have a day to see it
MANY = 10  # fewer may be something about these very mails
ONE_IN = 10
SINCE_QUEUED = {"number": Count("pk"), "since": Min("queued_at")}


@dataclass(frozen=True)
class Waiting:
    """How many mails wait, and since when the first of them does."""

    number: int
    since: datetime | None

    def is_too_long(self, at: datetime) -> bool:
        return self.since is not None and at - self.since > settings.MAIL_LATE_AFTER

    def longest(self, at: datetime) -> timedelta:
        return at - self.since if self.since else timedelta(0)


@dataclass(frozen=True)
class Failing(Waiting):
    """Of what the mail server did not accept; `delivered` are those that it has lately."""

    delivered: int

    def is_too_long(self, at: datetime) -> bool:
        """A few are no trouble while it accepts others."""
        is_a_few = self.number < MANY and self.delivered > 0
        return not is_a_few and super().is_too_long(at)


@dataclass(frozen=True)
class GivenUp:
    """How many mails of the last two days could not be delivered, of all that are done with.

    Neither counts those `refused` because of their recipient; `sent` were delivered.
    """

    number: int
    done: int
    refused: int
    sent: int

    @property
    def is_everything(self) -> bool:
        """A server that will not deliver for us may say so of each recipient."""
        return self.refused >= MANY and self.sent == 0

    @property
    def is_too_often(self) -> bool:
        return self.is_everything or (self.number >= MANY and self.number * ONE_IN >= self.done)


def due(at: datetime) -> Waiting:
    """What a worker would take now."""
    found = Message.objects.due(at).aggregate(number=Count("pk"), since=Min("not_before"))
    return Waiting(**found)


def failing(at: datetime) -> Failing:
    """What was tried and will be again, for a reason of the mail server or the way there."""
    put_off = Message.objects.put_off(at).refused_by_server()
    sent = Message.objects.done_since(at - LATELY).filter(sent_at__gt=at - settings.MAIL_LATE_AFTER)
    return Failing(**put_off.aggregate(**SINCE_QUEUED), delivered=sent.count())


def broken(at: datetime) -> Waiting:
    """What was tried and will be again, because of a fault of our own."""
    return Waiting(**Message.objects.put_off(at).broken().aggregate(**SINCE_QUEUED))


def given_up(at: datetime) -> GivenUp:
    is_dead = Q(state=Message.State.DEAD)
    is_refused = is_dead & REFUSED_FOR_ITS_RECIPIENT
    found = Message.objects.done_since(at - LATELY).aggregate(
        number=Count("pk", filter=is_dead & ~REFUSED_FOR_ITS_RECIPIENT),
        done=Count("pk", filter=~is_refused),
        refused=Count("pk", filter=is_refused),
        sent=Count("pk", filter=Q(state=Message.State.SENT)),
    )
    return GivenUp(**found)
