"""A site to measure: a fresh folder and database, `manage.py serve` on it, and nothing left."""

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from deploy.second_factor_keys import new_key

SECONDS_TO_START = 60
SECONDS_TO_END = 60
QUIET_FOR = 1.5
A_REST = 0.03  # seconds on a processor in that time: it only looks whether there is work
LONGEST_WAIT_FOR_QUIET = 60
NEVER = 1_000_000_000
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


class CannotMeasure(Exception):
    """The site did not start, or its database cannot be made; the message says what was said."""


@dataclass(frozen=True)
class Used:
    """What a process took, from start to end."""

    seconds: float
    megabytes: float  # at its largest


@dataclass(frozen=True)
class Site:
    """A running site; its addresses are relative to the port."""

    port: int
    sample: dict[str, str]
    supervisor: int
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """What another of its commands says."""
        return _manage(self.environment, *arguments)

    def measure(self, work: str, what: object) -> dict[str, Any]:
        """What a process of its own answers that does one of `inside.WORK`."""
        answer: dict[str, Any] = json.loads(self.manage("bench", "--inside", work, str(what)))
        return answer

    def run(self, *arguments: str) -> "Used":
        """What another of its commands takes."""
        began = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 (our own)
            _command(*arguments),
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise CannotMeasure(f"manage.py {arguments[0]} failed")
        return Used(time.perf_counter() - began, usage.ru_maxrss / 1024)

    def web_cpu_seconds(self) -> float:
        return sum(_cpu_seconds(pid) for pid in _with_descendants(self.child("deploy.web")))

    def worker_cpu_seconds(self) -> float:
        return _cpu_seconds(self.child("worker"))

    def wait_until_mails_are_sent(self) -> None:
        """Until the message worker has rested for a while, so that it disturbs nobody."""
        give_up_at, before = time.monotonic() + LONGEST_WAIT_FOR_QUIET, -1.0
        while time.monotonic() < give_up_at:
            now = self.worker_cpu_seconds()
            if now - before < A_REST:
                return
            before = now
            time.sleep(QUIET_FOR)

    def child(self, word: str) -> int:
        """The process that the supervisor started by a command with this word."""
        [pid] = [pid for pid in _children(self.supervisor) if word in _command_line(pid)]
        return pid


@contextlib.contextmanager
def site(database_url: str, **changed: str) -> Iterator[Site]:
    """On SQLite, or in a new database beside the one that the address names.

    Variables of its environment may be others than those of a site to measure.
    """
    folders = tempfile.TemporaryDirectory(prefix="placecard-bench-")
    with folders as folder, _database(database_url) as url:
        port = free_port()
        environment = _environment(Path(folder), port, url) | changed
        _manage(environment, "migrate", "--verbosity=0")
        sample = json.loads(_manage(environment, "bench", "--inside", "fill", "-"))
        with _serve(environment, port) as supervisor:
            yield Site(port, sample, supervisor, environment)


def _environment(folder: Path, port: int, database_url: str) -> dict[str, str]:
    passed_on = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return passed_on | {
        "READ_DOT_ENV": "false",
        "DEBUG": "false",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "SECOND_FACTOR_KEYS": new_key(),
        "SITE_ADDRESS": f"http://127.0.0.1:{port}",
        "SSL_REDIRECT": "false",
        "COUNCIL_NAME": settings.COUNCIL_NAME,
        "CONTACT_EMAIL": settings.CONTACT_EMAIL,
        "CONTACT_TELEPHONE": settings.CONTACT_TELEPHONE,
        "LISTEN_ON": "127.0.0.1",
        "PORT": str(port),
        "DATA_DIR": str(folder),
        "MAIL": "files",
        "REQUIRE_TOTP": "false",
        "LOG_LEVEL": "ERROR",
        "TRUSTED_PROXIES": "0",
        "BOOKINGS_PER_ADDRESS_PER_HOUR": str(NEVER),
        "MOST_BOOKINGS_PER_ADDRESS_PER_HOUR": str(NEVER),
        **({"DATABASE_URL": database_url} if database_url else {}),
    }


def _command(*arguments: str) -> list[str]:
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]


def _manage(environment: dict[str, str], *arguments: str) -> str:
    ended = subprocess.run(  # noqa: S603 (our own)
        _command(*arguments),
        env=environment,
        capture_output=True,
        text=True,
    )
    if ended.returncode:
        raise CannotMeasure(f"manage.py {arguments[0]} ended with: {ended.stderr.strip()[-500:]}")
    return ended.stdout


@contextlib.contextmanager
def _serve(environment: dict[str, str], port: int) -> Iterator[int]:
    process = subprocess.Popen(_command("serve"), env=environment, stdout=subprocess.DEVNULL)  # noqa: S603 (our own)
    try:
        _wait_until_it_answers(process, port)
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_until_it_answers(process: subprocess.Popen[bytes], port: int) -> None:
    give_up_at = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < give_up_at and process.poll() is None:
        with contextlib.suppress(OSError, HTTPException):
            if _is_healthy(port):
                return
        time.sleep(0.2)
    raise CannotMeasure("the site did not start")


def _is_healthy(port: int) -> bool:
    with contextlib.closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200


@contextlib.contextmanager
def _database(url: str) -> Iterator[str]:
    """The address of a database of our own on that server; nothing at all for SQLite."""
    if not url:
        yield ""
        return
    import psycopg  # an extra that SQLite does without

    name = f"placecard_bench_{secrets.token_hex(4)}"
    try:
        connection = psycopg.connect(url, autocommit=True)
    except psycopg.OperationalError as error:
        raise CannotMeasure(f"No new database can be made: {error}") from error
    with connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlsplit(url)._replace(path=f"/{name}").geturl()
    finally:  # by a connection of its own: the server may have been restarted
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _with_descendants(pid: int) -> list[int]:
    return [pid, *(found for child in _children(pid) for found in _with_descendants(child))]


def _command_line(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text()


def _cpu_seconds(pid: int) -> float:
    """Time on a processor, in user code and in the kernel, of all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / CLOCK_TICKS
