"""Mails while the worker is killed: how many are lost, how many come twice."""

import contextlib
import os
import random
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from deploy.bench.site import Site, site
from deploy.bench.visitor import Visitor
from deploy.trials.load import Row
from deploy.trials.smtp_sink import Sink, sink

AT_ONCE = 4
LONGEST = 1800  # seconds
LOOK_EVERY = 3
STATES = "SELECT state, count(*) FROM bookings_message GROUP BY state"
RUN_OUT = "UPDATE bookings_message SET locked_until = queued_at WHERE state = 'leased'"


class NeverCame(Exception):
    """What the trial waits for has not happened in half an hour."""


def trial(mails: int = 5000, kills: int = 4) -> Iterator[Row]:
    """Each booking is one mail; the worker sends them while more are booked."""
    with sink() as server, site("", MAIL=server.url) as running:
        began = time.monotonic()
        stretch = mails // (kills + 1)
        kill_at = [(done + random.random()) * stretch for done in range(kills)]  # noqa: S311 (no secret)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            booked = [pool.submit(book, running, mails // AT_ONCE) for _ in range(AT_ONCE)]
            for number in kill_at:
                yield Row("worker killed", "mails", f"{kill_the_worker(running, server, number)}")
            for one in booked:
                one.result()
        wait_until_sent(running)
        took = f"{time.monotonic() - began:.0f} s"
        found = states(running)
        told = ", ".join(f"{number} {state}" for state, number in sorted(found.items()))
        yield Row("at the end", "messages", told, took)
        taken = Counter(server.taken)
        lost, again = sum(found.values()) - len(taken), taken.total() - len(taken)
        yield Row("at the end", "mails", f"{lost} lost, {again} taken once more")


def book(running: Site, number: int) -> None:
    with Visitor(running.port, running.sample) as visitor:
        for _ in range(number):
            visitor.book()


def kill_the_worker(running: Site, server: Sink, number: float) -> int:
    """Once so many mails are taken; how many were then. The next worker is there on return."""
    wait_for(lambda: len(server.taken) >= number)
    killed, taken = running.child("worker"), len(server.taken)
    os.kill(killed, signal.SIGKILL)
    wait_for(lambda: worker_of(running) not in {killed, None})
    return taken


def worker_of(running: Site) -> int | None:
    with contextlib.suppress(ValueError, OSError):  # none at the moment
        return running.child("worker")
    return None


def wait_until_sent(running: Site) -> None:
    """What a killed worker had leased would wait for 15 minutes: here it is let go at once."""

    def is_over() -> bool:
        before = states(running)
        time.sleep(LOOK_EVERY)
        if before == states(running) and "queued" not in before:
            ask(running, RUN_OUT)
        return not {"queued", "leased"} & before.keys()

    wait_for(is_over)


def states(running: Site) -> dict[str, int]:
    return dict(ask(running, STATES))


def ask(running: Site, statement: str) -> list[tuple[str, int]]:
    file = Path(running.environment["DATA_DIR"]) / "placecard.sqlite3"
    with closing(sqlite3.connect(file, timeout=20)) as connection, connection:
        return connection.execute(statement).fetchall()


def wait_for(condition: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + LONGEST
    while not condition():
        if time.monotonic() > give_up_at:
            raise NeverCame
        time.sleep(0.01)
