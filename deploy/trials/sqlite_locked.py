"""SQLite locked by somebody else while people read and book: who waits, and for how long."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from deploy.bench.site import site
from deploy.trials.load import Row, visitors

SECONDS_AROUND = 10.0


def trial(seconds: float = 30) -> Iterator[Row]:
    with site("") as running:
        file = Path(running.environment["DATA_DIR"]) / "placecard.sqlite3"
        with visitors(running.port, running.sample) as visits:
            began = time.monotonic()
            time.sleep(SECONDS_AROUND)
            locked = time.monotonic()
            with closing(sqlite3.connect(file, timeout=20, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")
                time.sleep(seconds)
                other.execute("ROLLBACK")
            free = time.monotonic()
            time.sleep(SECONDS_AROUND)
        yield from visits.between("before", began, locked)
        yield from visits.between(f"locked for {seconds:.0f} s", locked, free)
        yield from visits.between("after", free, time.monotonic())
        yield visits.lost()
