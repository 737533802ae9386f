"""What docs/installing.md has people run: the service's file, and the backup of a live database."""

import re
import sqlite3
import stat
import subprocess
from configparser import ConfigParser
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

from deploy import supervisor

HANDBOOK = (settings.BASE_DIR / "docs/installing.md").read_text()
TABLE = "CREATE TABLE booking (name TEXT)"


def service():
    unit = ConfigParser(interpolation=None)
    unit.optionxform = str
    unit.read(settings.BASE_DIR / "deploy/placecard.service")
    return dict(unit["Service"])


def python_line(holding):
    """The one-line program in the handbook that holds these words."""
    [program] = [found for found in re.findall(r"python3 -c '(.+?)'", HANDBOOK) if holding in found]
    return program


def run(program, *arguments):
    return subprocess.run(
        ["/bin/sh", "-c", 'umask 077; exec python3 -c "$@"', "sh", program, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def live(tmp_path):
    """A database in use: its newest rows are in the -wal only, and one is not committed yet."""
    path = tmp_path / "placecard.sqlite3"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute(TABLE)
    connection.execute("INSERT INTO booking VALUES ('Ann')")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO booking VALUES ('Ben')")
    yield path
    connection.close()


def test_stopping_the_service_waits_for_the_supervisor_which_alone_is_told():
    unit = service()

    assert unit["KillMode"] == "mixed"
    assert int(unit["TimeoutStopSec"]) > supervisor.PATIENCE
    assert unit["Restart"] == "always"
    assert unit["ExecStart"] == f"{unit['WorkingDirectory']}/.venv/bin/python manage.py serve"


def test_the_service_writes_where_the_handbook_puts_the_data():
    unit = service()

    [data] = re.findall(r"^DATA_DIR=(.+)$", HANDBOOK, re.MULTILINE)
    assert (unit["ProtectSystem"], unit["ReadWritePaths"], unit["UMask"]) == (
        "strict",
        data,
        "0077",
    )
    assert Path(data).name == unit["StateDirectory"]


def test_a_backup_has_what_was_committed_and_only_its_owner_reads_it(live, tmp_path):
    copy = tmp_path / "backup.sqlite3"

    made = run(python_line("VACUUM INTO"), live, copy)
    checked = run(python_line("integrity_check"), copy)

    assert (made.returncode, made.stderr, checked.stdout) == (0, "", "ok\n")
    with closing(sqlite3.connect(copy)) as backup:
        assert backup.execute("SELECT name FROM booking").fetchall() == [("Ann",)]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


def test_a_backup_is_not_written_over(live, tmp_path):
    copy = tmp_path / "backup.sqlite3"
    run(python_line("VACUUM INTO"), live, copy)
    before = copy.read_bytes()

    again = run(python_line("VACUUM INTO"), live, copy)

    assert (again.returncode, copy.read_bytes()) == (1, before)
    assert "output file already exists" in again.stderr


def test_a_backup_that_is_damaged_is_found(live, tmp_path):
    copy = tmp_path / "backup.sqlite3"
    run(python_line("VACUUM INTO"), live, copy)
    copy.write_bytes(copy.read_bytes()[:4096] + b"\xff" * 4096)

    assert run(python_line("integrity_check"), copy).stdout != "ok\n"
