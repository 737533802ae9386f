"""The guards against attacks, declared one by one: where each is, and which test misses it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.mutants import (
    attacks_on_bookings,
    attacks_on_calendars,
    attacks_on_events,
    attacks_on_files,
    attacks_on_identity,
    attacks_on_serving,
    attacks_on_settings,
    attacks_on_sign_in,
    attacks_on_teams,
)
from tests.mutants.guards import ROOT, Mutant

TESTS = "tests/attacks/"


class NoGuard(Exception):
    """The text of a guard is not in its file, or not once; the message says which."""


@dataclass(frozen=True)
class Guard:
    """What stands in the way of an attack: `anchor` is its exact text, once in the file.

    With `instead` in its place the test has to fail.
    """

    name: str
    path: str
    anchor: str
    instead: str
    test: str

    @property
    def node(self) -> str:
        """The test as pytest is asked for it."""
        return TESTS + self.test

    def taken_out(self, root: Path = ROOT) -> Mutant:
        """Raises NoGuard."""
        text = (root / self.path).read_text()
        start = text.find(self.anchor)
        if start < 0:
            raise NoGuard(f"{self.path} has no longer: {self.anchor.strip()}")
        if self.anchor in text[start + 1 :]:
            raise NoGuard(f"{self.path} has more than once: {self.anchor.strip()}")
        without = text[:start] + self.instead + text[start + len(self.anchor) :]
        line = text.count("\n", 0, start) + 1
        return Mutant("attack", self.path, line, self.name, without, (self.node,))


TABLES = (
    attacks_on_serving,
    attacks_on_settings,
    attacks_on_sign_in,
    attacks_on_events,
    attacks_on_identity,
    attacks_on_files,
    attacks_on_bookings,
    attacks_on_calendars,
    attacks_on_teams,
)
GUARDS = [
    Guard(name, path, anchor, instead, test)
    for table in TABLES
    for path, rows in table.GUARDS.items()
    for name, anchor, instead, test in rows
]


def mutants() -> Iterator[Mutant]:
    """Raises NoGuard."""
    return (guard.taken_out() for guard in GUARDS)
