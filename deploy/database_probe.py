"""The database as somebody new finds it: whether it answers, and whether it keeps what is written.

It is asked beside the pool and the line of writers, either of which would wait for long.
"""

import sqlite3
import threading
from collections.abc import Iterable
from contextlib import closing
from enum import StrEnum
from time import monotonic

from django.db import Error, OperationalError, connections

from events import outages

AT_ONCE = {
    "sqlite": {"timeout": 1},
    "postgresql": {"pool": None, "connect_timeout": 2, "options": "-c statement_timeout=1500"},
}
QUESTION = {"sqlite": "PRAGMA schema_version", "postgresql": "SELECT 1"}  # read from the disk
BEGIN = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "BEGIN"}
WRITE_AND_TAKE_BACK = (
    "INSERT INTO events_joblease (name, next_at, failures, held_by)"
    " VALUES ('probe', CURRENT_TIMESTAMP, 0, '')",
    "DELETE FROM events_joblease WHERE name = 'probe'",
    "COMMIT",
)
OUT_OF_TIME = "57014"
WRITTEN_EVERY = 30.0  # seconds: however often strangers ask, they do not load the disk


class Outcome(StrEnum):
    KEPT = "kept"
    BUSY = "busy"
    REFUSED = "refused"


class Probe:
    """What became of the last write of this process, or of a new one when that is old."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._tried_at: float | None = None
        self._outcome = Outcome.KEPT

    def outcome(self) -> Outcome:
        with self._guard:
            if self._tried_at is None or monotonic() - self._tried_at >= WRITTEN_EVERY:
                self._outcome = _write()
                self._tried_at = monotonic()
            return self._outcome


PROBE = Probe()


def answers() -> bool:
    """Says in two seconds or so that it is away, however long the pool would wait."""
    try:
        _ask([QUESTION[connections["default"].vendor]])
    except (Error, OSError):
        return False
    return True


def _write() -> Outcome:
    """A row that is committed, as it is gone again: one that is rolled back may reach no disk."""
    try:
        _ask([BEGIN[connections["default"].vendor], *WRITE_AND_TAKE_BACK])
    except OperationalError as error:
        return Outcome.BUSY if _is_busy(error) else Outcome.REFUSED
    except (Error, OSError):
        return Outcome.REFUSED
    return Outcome.KEPT


def _ask(statements: Iterable[str]) -> None:
    """Raises Error or OSError."""
    beside = connections["default"].copy()
    beside.settings_dict["OPTIONS"] |= AT_ONCE[beside.vendor]
    with closing(beside), beside.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _is_busy(error: OperationalError) -> bool:
    """Whether others are writing: a moment's wait for who books."""
    code = getattr(error.__cause__, "sqlite_errorcode", 0)
    return code & outages.KIND == sqlite3.SQLITE_BUSY or outages.sql_state(error) == OUT_OF_TIME
