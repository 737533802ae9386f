"""What every test may ask for, and the door that keeps the network out."""

import ipaddress
import itertools
import socket
import time
from collections.abc import Iterator

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connections
from django.utils import timezone

from events.kept import EVENTS
from events.kept_pages import FORMS, LISTS, PAGES
from tests.factories import NOON
from tests.smtp import SmtpServer

MOST_THREADS = 40


class NetworkUsed(BaseException):
    """Not an Exception, so that nothing swallows it."""


def is_here(family: int, address: object) -> bool:
    if family == socket.AF_UNIX:
        return True
    host = str(address[0]) if isinstance(address, tuple) else ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Only this machine answers: neither another address nor a name server is asked."""
    connect, getaddrinfo = socket.socket.connect, socket.getaddrinfo

    def connect_here(self: socket.socket, address: object) -> None:
        if not is_here(self.family, address):
            raise NetworkUsed(f"a test tried to reach {address}")
        connect(self, address)

    def look_up_here(host: object, *args: object, **kwargs: object) -> object:
        name = host.decode() if isinstance(host, bytes) else host
        if name and not is_here(socket.AF_INET, (name,)):
            raise NetworkUsed(f"a test tried to look up {name}")
        return getaddrinfo(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_here)
        patch.setattr(socket, "getaddrinfo", look_up_here)
        yield


@pytest.fixture(autouse=True, scope="session")
def passwords_are_hashed_at_once() -> Iterator[None]:
    """As in production, but for what makes it slow, which takes a tenth of a second there."""
    with pytest.MonkeyPatch.context() as patch:
        for name, least in {"time_cost": 1, "memory_cost": 8, "parallelism": 1}.items():
            patch.setattr(Argon2PasswordHasher, name, least)
        yield


@pytest.fixture(autouse=True, scope="session")
def each_thread_has_a_connection() -> None:
    """As in production, where there are fewer threads than tests start."""
    options = connections.settings["default"]["OPTIONS"]
    if "pool" in options:
        options["pool"]["max_size"] = MOST_THREADS


@pytest.fixture(autouse=True)
def nothing_of_another_test_is_kept() -> None:
    """A database that is rolled back has versions again that things were kept for."""
    for kept in (LISTS, PAGES, FORMS, EVENTS):
        kept.clear()


@pytest.fixture
def noon(monkeypatch):
    """Stop the clock at midday on Monday 2 November 2026."""
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    return NOON


@pytest.fixture
def clock_slows(monkeypatch):
    """Almost: tries are counted by the minute, and a busy machine lets none pass between them."""
    ticks = itertools.count(time.time(), 0.001)
    monkeypatch.setattr(time, "time", lambda: next(ticks))


@pytest.fixture
def mailbox() -> list[EmailMessage]:
    """The mails that were sent, oldest first."""
    return mail.outbox


@pytest.fixture
def smtp_server() -> Iterator[SmtpServer]:
    """A real SMTP server on this machine; tell it whom to refuse."""
    with SmtpServer() as server:
        yield server
