"""Whether the database keeps what is written: tried for real, now and then, and nothing is left."""

import threading
import time
from contextlib import contextmanager

import pytest
from django.db import connection, connections, transaction

from deploy import database_probe
from deploy.database_probe import WRITTEN_EVERY, Outcome, Probe
from tests.database import every_row
from tests.deploy.health_answers import lines

pytestmark = pytest.mark.django_db(transaction=True)

LONGER_THAN_ASKED = 2.5  # seconds
KEPT = "ok, the last one was kept"
REFUSED = "not ok, the last one was refused"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Of a process that has not tried yet; it stands still until a test moves it."""
    seconds = [1000.0]
    monkeypatch.setattr(database_probe, "PROBE", Probe())
    monkeypatch.setattr(database_probe, "monotonic", lambda: seconds[0])
    return seconds


@contextmanager
def read_only():
    """Whoever connects from now on may only read."""
    if connection.vendor == "sqlite":
        options = connections["default"].settings_dict["OPTIONS"]
        with pytest.MonkeyPatch.context() as patch:
            connection.ensure_connection()
            patch.setitem(options, "init_command", "PRAGMA query_only=ON")
            yield
        return
    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        yield
        cursor.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")


@contextmanager
def somebody_writes(seconds):
    """In another thread, and for so long that everybody else has to wait."""
    has_begun = threading.Event()

    def write():
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("LOCK TABLE events_joblease IN EXCLUSIVE MODE")
            has_begun.set()
            time.sleep(seconds)
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    has_begun.wait()
    yield
    thread.join()


def writes(client):
    return dict(line.split(": ", 1) for line in client.get("/readyz").text.splitlines()[1:])[
        "writes"
    ]


def test_a_database_that_takes_writes_is_well_and_nothing_is_left_in_it(client):
    before = every_row()

    assert writes(client) == KEPT
    assert every_row() == before


def test_a_database_that_can_only_be_read_is_told(client, sentences):
    with read_only():
        first, told = lines(client.get("/readyz"))
        trouble = sentences()

    assert first.startswith("not ready: writes, ")
    assert (told["database"], told["writes"]) == ("ok, answers", "not ok")
    assert trouble[0] == (
        "Nothing can be saved at the moment."
        " People cannot book places and you cannot change events."
    )
    assert "People can still book places." not in trouble


def test_however_often_somebody_asks_it_is_tried_now_and_then_only(client, clock):
    with read_only():
        refused = [writes(client) for _ in range(3)]

    clock[0] += WRITTEN_EVERY - 1
    not_asked_again = writes(client)
    clock[0] += 1
    asked_again = writes(client)
    with read_only():
        not_asked_anew = writes(client)

    assert refused == [REFUSED] * 3
    assert [not_asked_again, asked_again, not_asked_anew] == [REFUSED, KEPT, KEPT]


def test_one_that_others_write_to_is_busy_and_soon_told_so(client):
    with somebody_writes(LONGER_THAN_ASKED):
        began = time.monotonic()
        outcome = database_probe.PROBE.outcome()
        seconds = time.monotonic() - began
        told = writes(client)

    assert outcome == Outcome.BUSY
    assert seconds < LONGER_THAN_ASKED
    assert told == "ok, the last one was busy"


def test_the_write_of_one_thread_is_every_threads():
    probe, outcomes = Probe(), []

    def ask():
        outcomes.append(probe.outcome())
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert outcomes == [Outcome.KEPT] * 8


def test_a_table_that_is_gone_is_a_refusal():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE events_joblease RENAME TO elsewhere")
        outcome = Probe().outcome()
        cursor.execute("ALTER TABLE elsewhere RENAME TO events_joblease")

    assert outcome == Outcome.REFUSED
