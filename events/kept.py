"""What is the same for everybody, kept in each process while nothing in it changes.

It follows from versions, which are asked for before anything else of it, and until some moment it
says nothing else by itself. So what is kept is never older than the versions it is kept for.
"""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Generic, TypeVar

from events.models import Event

T = TypeVar("T")


@dataclass(frozen=True)
class _Thing(Generic[T]):
    it: T
    versions: Hashable
    until: datetime | None


class Kept(Generic[T]):
    """The things that were asked for last, by name; all threads share them and change none."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._things: OrderedDict[str, _Thing[T]] = OrderedDict()
        self._guard = Lock()

    def find(self, name: str, versions: Hashable, *, at: datetime | None = None) -> T | None:
        with self._guard:
            thing = self._things.get(name)
            if thing is None or thing.versions != versions:
                return None
            if thing.until is not None and at is not None and thing.until <= at:
                return None
            self._things.move_to_end(name)
            return thing.it

    def keep(self, name: str, it: T, versions: Hashable, *, until: datetime | None = None) -> None:
        with self._guard:
            self._things[name] = _Thing(it, versions, until)
            self._things.move_to_end(name)
            while len(self._things) > self._most:
                self._things.popitem(last=False)

    def clear(self) -> None:
        with self._guard:
            self._things.clear()


EVENTS: Kept[Event] = Kept(500)
