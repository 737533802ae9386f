"""Processes that write to one SQLite database: each transaction and statement has its turn."""

import fcntl
import os
import stat
import subprocess
import sys
import threading
import time
from contextlib import closing, contextmanager, nullcontext

import pytest
from django.conf import settings
from django.db import IntegrityError, OperationalError
from django.db.utils import load_backend

from deploy.private_sqlite3 import base
from deploy.private_sqlite3.writers import Line

ENGINE = "deploy.private_sqlite3"
INSERT = "INSERT INTO thing VALUES (1)"
HOLD = """
import fcntl, os, sys
descriptor = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT)
fcntl.flock(descriptor, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""
PASS_AGAIN_AND_AGAIN = """
import pathlib, sys, time
from deploy.private_sqlite3.gate import gate
through = gate(pathlib.Path(sys.argv[1].removesuffix("-turn")))
print("held", flush=True)
while True:
    with through(time.monotonic() + 30):
        time.sleep(0.005)
"""


@pytest.fixture
def line(monkeypatch):
    line = Line()
    monkeypatch.setattr(base, "LINE", line)
    return line


@pytest.fixture
def database(tmp_path):
    return tmp_path / "placecard.sqlite3"


@pytest.fixture
def connection(database, line):
    options = {"transaction_mode": "IMMEDIATE"}
    entry = {**settings.DATABASES["default"], "ENGINE": ENGINE, "NAME": database}
    entry |= {"OPTIONS": options, "CONN_MAX_AGE": None}
    with closing(load_backend(ENGINE).DatabaseWrapper(entry, "turns")) as connection:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE thing (number integer)")
        yield connection


def has_a_turn(connection):
    """Whether somebody who asks now would have to wait."""
    name = connection.settings_dict["NAME"]
    descriptor = os.open(name.with_name(f"{name.name}-turn"), os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


@contextmanager
def another_process(database, program=HOLD):
    """It has its turn until it is told to end, or is killed."""
    file = database.with_name(f"{database.name}-turn")
    holder = subprocess.Popen(
        [sys.executable, "-c", program, file], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with holder:
        assert holder.stdout.readline() == b"held\n"
        yield holder


def begin(connection):
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def write(connection):
    with connection.cursor() as cursor:
        cursor.execute(INSERT)


def numbers(connection):
    with connection.cursor() as cursor:
        return cursor.execute("SELECT count(*) FROM thing").fetchone()[0]


@pytest.mark.django_db
@pytest.mark.parametrize("end", ["commit", "rollback", "close"])
def test_a_transaction_has_its_turn_until_it_ends(end, connection):
    begin(connection)
    write(connection)
    meanwhile = has_a_turn(connection)

    getattr(connection, end)()

    assert (meanwhile, has_a_turn(connection)) == (True, False)


@pytest.mark.django_db
def test_a_transaction_that_cannot_be_committed_keeps_its_turn_until_it_is_rolled_back(connection):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("CREATE TABLE part (of int REFERENCES whole DEFERRABLE INITIALLY DEFERRED)")
        cursor.execute("CREATE TABLE whole (id integer PRIMARY KEY)")
    begin(connection)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO part VALUES (7)")

    with pytest.raises(IntegrityError):
        connection.commit()
    before = has_a_turn(connection)
    connection.rollback()

    assert (before, has_a_turn(connection)) == (True, False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "waits"),
    [
        (INSERT, True),
        ("UPDATE thing SET number = 2", True),
        ("DELETE FROM thing", True),
        ("REPLACE INTO thing VALUES (3)", True),
        ("\n  INSERT INTO thing VALUES (4)", True),
        ("SELECT * FROM thing", False),
        ("PRAGMA user_version", False),
    ],
)
def test_a_statement_on_its_own_that_writes_waits_for_its_turn(
    statement, waits, connection, database, line
):
    line.patience = 0.1
    with another_process(database), connection.cursor() as cursor:
        if waits:
            with pytest.raises(OperationalError, match="another process writes"):
                cursor.execute(statement)
        else:
            cursor.execute(statement)

    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert not has_a_turn(connection)


@pytest.mark.django_db
def test_a_transaction_that_sqlite_has_ended_does_not_wait_for_itself(connection, line):
    line.patience = 30
    begin(connection)
    connection.connection.rollback()  # as SQLite does by itself when the disk is full

    write(connection)
    connection.rollback()

    assert (numbers(connection), has_a_turn(connection)) == (1, False)


@pytest.mark.django_db
def test_a_mistake_of_somebody_who_writes_turns_nobody_away(connection, line):
    turned_away = []

    def wait_behind():
        try:
            with line.turn(lambda give_up_at: nullcontext()):
                turned_away.append(False)
        except OperationalError:
            turned_away.append(True)

    behind = threading.Thread(target=wait_behind)
    with pytest.raises(OperationalError, match="no such table"):
        fail_at_ones_turn(connection, line, behind)
    behind.join()

    assert turned_away == [False]


def fail_at_ones_turn(connection, line, behind):
    with line.turn(lambda give_up_at: nullcontext()), connection.cursor() as cursor:
        behind.start()
        while len(line._places) < 2:
            time.sleep(0.001)
        cursor.execute("SELECT * FROM nowhere")


@pytest.mark.django_db
def test_whoever_waits_for_another_process_is_told_in_time(connection, database, line):
    line.patience = 0.1
    with another_process(database), pytest.raises(OperationalError, match="another process"):
        begin(connection)

    begin(connection)
    write(connection)
    connection.commit()
    assert numbers(connection) == 1


@pytest.mark.django_db
def test_the_turn_of_a_process_that_dies_is_over(connection, database):
    with another_process(database) as holder:
        holder.kill()
        write(connection)

    assert numbers(connection) == 1


@pytest.mark.django_db
def test_a_process_that_writes_all_the_time_leaves_others_their_turns(connection, database):
    with another_process(database, PASS_AGAIN_AND_AGAIN) as busy:
        for _ in range(20):
            write(connection)
        busy.kill()

    assert numbers(connection) == 20


@pytest.mark.django_db
def test_where_there_can_be_no_turns_the_lock_of_sqlite_is_enough(connection, database):
    for lock in ("next", "turn"):
        database.with_name(f"{database.name}-{lock}").mkdir()

    write(connection)
    begin(connection)
    write(connection)
    connection.commit()

    assert numbers(connection) == 2


@pytest.mark.django_db
def test_the_files_of_the_turns_are_this_accounts_alone(connection, database):
    write(connection)

    files = [database.with_name(f"{database.name}-{lock}") for lock in ("next", "turn")]
    assert [stat.S_IMODE(file.stat().st_mode) for file in files] == [0o600, 0o600]
