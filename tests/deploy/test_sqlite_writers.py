"""Threads that want to write to SQLite: in line, and never all of a web process."""

import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, nullcontext

import pytest
from django.conf import settings
from django.db import OperationalError
from django.db.utils import load_backend

from deploy.private_sqlite3 import base, writers
from deploy.private_sqlite3.writers import (
    A_VISITORS_PATIENCE,
    A_WORKERS_PATIENCE,
    STUCK_AFTER,
    Line,
)

THREADS = 4


def open_gate(give_up_at):
    return nullcontext()


@pytest.fixture
def line(monkeypatch):
    line = Line()
    monkeypatch.setattr(base, "LINE", line)
    return line


@contextmanager
def first_of(line):
    """Somebody is at the head of the line for as long as the block lasts."""
    over, there = threading.Event(), threading.Event()

    def stay():
        with line.turn(open_gate):
            there.set()
            over.wait(30)

    thread = threading.Thread(target=stay)
    thread.start()
    there.wait(30)
    try:
        yield
    finally:
        over.set()
        thread.join()


def join(line, order, name):
    """Starts a thread that notes its name at its turn; returns once it stands in line."""
    before = len(line._places)

    def wait():
        with line.turn(open_gate):
            order.append(name)

    thread = threading.Thread(target=wait)
    thread.start()
    while len(line._places) == before:
        time.sleep(0.001)
    return thread


def test_everybody_has_a_turn_in_the_order_in_which_they_came(line):
    order = []
    with first_of(line):
        threads = [join(line, order, name) for name in range(20)]
    for thread in threads:
        thread.join()

    assert order == list(range(20))


def test_one_at_a_time_has_a_turn(line):
    at_once, most = 0, 0

    def write(_):
        nonlocal at_once, most
        with line.turn(open_gate):
            at_once += 1
            most = max(most, at_once)
            time.sleep(0.001)
            at_once -= 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(80)))

    assert (most, at_once) == (1, 0)


def test_whoever_gives_up_leaves_the_line_to_the_others(line):
    order = []
    with first_of(line):
        line.patience = 0.1
        with pytest.raises(OperationalError), line.turn(open_gate):
            order.append("too early")
        line.patience = 30
        last = join(line, order, "last")
    last.join()

    assert order == ["last"]
    assert not line._places


def test_a_failure_at_ones_turn_ends_it(line):
    with pytest.raises(ZeroDivisionError), line.turn(open_gate):
        raise ZeroDivisionError

    with line.turn(open_gate):
        assert len(line._places) == 1


def test_a_line_that_moves_turns_nobody_away(line, monkeypatch):
    monkeypatch.setattr(writers, "STUCK_AFTER", 3)
    line.serve_visitors(THREADS)
    pause = 0.3

    def write(_):
        with line.turn(open_gate):
            time.sleep(pause)
        return "written"

    with ThreadPoolExecutor(3 * THREADS) as pool:
        assert list(pool.map(write, range(3 * THREADS))) == ["written"] * 3 * THREADS


@pytest.fixture
def locked(tmp_path):
    """The entry of a database that somebody else has locked."""
    file = tmp_path / "locked.sqlite3"
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("CREATE TABLE thing (name text)")
        other.execute("BEGIN IMMEDIATE")
        yield {**settings.DATABASES["default"], **LOCKED, "NAME": file}
        other.execute("ROLLBACK")


LOCKED = {
    "ENGINE": "deploy.private_sqlite3",
    "CONN_MAX_AGE": None,
    "OPTIONS": {"transaction_mode": "IMMEDIATE"},
}


def write(entry):
    """How long it took to be refused, in seconds."""
    connection = load_backend(entry["ENGINE"]).DatabaseWrapper(entry, "locked")
    began = time.monotonic()
    with closing(connection), pytest.raises(OperationalError, match="database is locked"):
        connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    return time.monotonic() - began


@pytest.mark.django_db
def test_while_the_database_is_locked_one_thread_of_a_web_process_is_soon_free(locked, line):
    line.serve_visitors(THREADS)

    with ThreadPoolExecutor(THREADS) as pool:
        waited = sorted(pool.map(write, [locked] * THREADS))

    assert waited[0] < A_VISITORS_PATIENCE / 2 < waited[1]
    assert waited[-1] < 2 * A_VISITORS_PATIENCE


@pytest.mark.django_db
def test_who_stands_behind_somebody_who_waited_in_vain_waits_no_longer(locked, line):
    line.patience = STUCK_AFTER
    with ThreadPoolExecutor(THREADS) as pool:
        waited = list(pool.map(write, [locked] * THREADS))
        again = list(pool.map(write, [locked] * THREADS))

    assert [seconds < 2 * STUCK_AFTER for seconds in waited + again] == [True] * 2 * THREADS
    assert not line._places


@pytest.mark.django_db
def test_a_worker_waits_with_all_its_threads(locked, line):
    assert line.patience == A_WORKERS_PATIENCE
    line.patience = 2 * STUCK_AFTER

    with ThreadPoolExecutor(THREADS) as pool:
        waited = list(pool.map(write, [locked] * THREADS))

    assert min(waited) > 1.5 * STUCK_AFTER
