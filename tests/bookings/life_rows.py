"""Sessions and whoever has a link, as a simple model of the life of bookings keeps them."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

LENGTH = timedelta(hours=1.5)
Told = list[tuple[str, str]]  # (kind of the message, its address)


class Refused(Exception):
    """What the product has to refuse, by the name of the refusal."""


@dataclass
class Meeting:
    """A session; people hold it by its primary key."""

    pk: int
    starts_at: datetime
    capacity: int | None
    is_cancelled: bool = False
    first_until: datetime | None = None

    def has_started(self, at: datetime) -> bool:
        return self.starts_at <= at

    def is_over(self, at: datetime) -> bool:
        return self.starts_at + LENGTH <= at


@dataclass
class Who:
    """Whoever has a link, and where they hold a place.

    Of these, `unsent` are the places of which a change waits to be told, and `absent` are those
    of which they said that they could not come.
    """

    address: str
    school: str
    booker: str
    booked_at: datetime
    held: set[int] = field(default_factory=set)
    unsent: set[int] = field(default_factory=set)
    absent: set[int] = field(default_factory=set)
    is_replaced: bool = False
    pk: int = 0

    def copy(self, kind: str) -> Told:
        return [(kind, self.booker)] if self.booker else []

    def lose(self, pks: Collection[int]) -> None:
        self.held -= set(pks)
        self.unsent -= set(pks)
        self.absent -= set(pks)


def booked(who: Who, pks: Collection[int]) -> Told:
    return [("place_booked", who.address), *invitations(who, pks)]


def invitations(who: Who, pks: Collection[int]) -> Told:
    return [("invitation", who.address) for _ in pks] if len(pks) > 1 else []


@contextmanager
def refused_as(name: str) -> Iterator[None]:
    try:
        yield
    except Refused:
        raise Refused(name) from None
