"""How the outbox is doing: what waits longer than it should, and what was given up lately."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Min, Q

from bookings.models import Message

LATELY = timedelta(days=2)  # trying takes a day, and somebody should have a day to see it
MANY_GIVEN_UP = 10  # fewer are wrong addresses, which each organiser sees beside the booking
ONE_IN = 10


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
class GivenUp:
    """How many mails of the last two days could not be delivered, of all that are done with."""

    number: int
    done: int

    @property
    def is_too_often(self) -> bool:
        return self.number >= MANY_GIVEN_UP and self.number * ONE_IN >= self.done


def due(at: datetime) -> Waiting:
    """What a worker would take now."""
    found = Message.objects.due(at).aggregate(number=Count("pk"), since=Min("not_before"))
    return Waiting(**found)


def failing(at: datetime) -> Waiting:
    """What was tried and will be again, for another reason than who it is for."""
    put_off = Message.objects.put_off(at).not_refused_by_recipient()
    return Waiting(**put_off.aggregate(number=Count("pk"), since=Min("queued_at")))


def given_up(at: datetime) -> GivenUp:
    dead = Count("pk", filter=Q(state=Message.State.DEAD))
    found = Message.objects.done_since(at - LATELY).aggregate(number=dead, done=Count("pk"))
    return GivenUp(**found)
