"""The threads of a process that want to write to SQLite, in one line: it has one writer at a time.

Only the first of the line goes to the gate where those of other processes wait, so that threads
have their turn in the order in which they came. A web process never has all its threads in line
for long: pages need no turn.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from django.db import OperationalError

from deploy.private_sqlite3.gate import Gate
from events import outages

A_WORKERS_PATIENCE = 20.0  # seconds until a turn, and as long for the lock itself
A_VISITORS_PATIENCE = 5.0
STUCK_AFTER = 1.0  # seconds without a change in the line


class Place:
    def __init__(self) -> None:
        self.changed = threading.Event()
        self.is_first = self.is_turned_away = False


class Line:
    def __init__(self) -> None:
        self.patience = A_WORKERS_PATIENCE
        self._most: int | None = None
        self._places: list[Place] = []
        self._changed_at = 0.0
        self._guard = threading.Lock()

    def serve_visitors(self, threads: int) -> None:
        """Be less patient, and leave one of so many threads free once the line is stuck."""
        self.patience = A_VISITORS_PATIENCE
        self._most = max(1, threads - 1)

    @contextmanager
    def turn(self, gate: Gate) -> Iterator[None]:
        """Wait to be the first and for the gate, and be the one who writes.

        Raises OperationalError: it would take too long.
        """
        place, give_up_at = self._join(), monotonic() + self.patience
        try:
            self._wait(place, give_up_at)
            with gate(give_up_at):
                yield
        except OperationalError as error:
            if outages.is_passing(error):
                self._turn_away_those_behind(place)
            raise
        finally:
            self._leave(place)

    def _join(self) -> Place:
        place = Place()
        with self._guard:
            self._places.append(place)
            if len(self._places) == 1:
                self._begin_with(place)
        return place

    def _wait(self, place: Place, give_up_at: float) -> None:
        while not place.is_first:
            until = min(give_up_at, self._stuck_at()) if self._is_too_many(place) else give_up_at
            if place.is_turned_away or monotonic() >= until:
                raise OperationalError("database is locked: others wait to write, too")
            place.changed.wait(until - monotonic())

    def _turn_away_those_behind(self, place: Place) -> None:
        """Who was the first has waited in vain, and they would too."""
        with self._guard:
            if place.is_first:
                for other in self._places[1:]:
                    other.is_turned_away = True
                    other.changed.set()
                del self._places[1:]

    def _leave(self, place: Place) -> None:
        with self._guard:
            if place.is_turned_away:
                return
            self._places.remove(place)
            if place.is_first and self._places:
                self._begin_with(self._places[0])

    def _begin_with(self, place: Place) -> None:
        self._changed_at = monotonic()
        place.is_first = True
        place.changed.set()

    def _stuck_at(self) -> float:
        return self._changed_at + STUCK_AFTER

    def _is_too_many(self, place: Place) -> bool:
        with self._guard:
            return self._most is not None and place in self._places[self._most :]


LINE = Line()
