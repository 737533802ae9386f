"""The limiter: one counter in the database per key and hour, exact across processes."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from ipaddress import IPv4Address, IPv6Network, ip_address

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from events.models import CacheEntry, Count

WITH_PORT = re.compile(r"\[([^]]*)\](?::\d*)?|([\d.]+):\d+")
ONE_SUBSCRIBER = 64  # bits of an IPv6 address; the rest of it is theirs to choose

# One statement, which the ORM cannot say: another process's count is added to, never lost.
COUNT_AND_RETURN = """
INSERT INTO events_count (key, window_starts_at, number) VALUES (%s, %s, %s)
ON CONFLICT (key, window_starts_at) DO UPDATE SET number = events_count.number + excluded.number
RETURNING number
"""
LOOK_UP = "SELECT number FROM events_count WHERE key = %s AND window_starts_at = %s"


def count(what: str, whom: str, number: int = 1, *, at: datetime) -> int:
    """Count so many more in this hour, and say how many that makes; whom is stored hashed."""
    return _number(COUNT_AND_RETURN, [*_window(what, whom, at), number])


def counted(what: str, whom: str, *, at: datetime) -> int:
    """How many this hour has counted so far, counting nothing."""
    return _number(LOOK_UP, _window(what, whom, at))


def _window(what: str, whom: str, at: datetime) -> list[str | None]:
    return [_key(what, whom), connection.ops.adapt_datetimefield_value(_hour(at))]


def _number(statement: str, values: Sequence[str | int | None]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found = cursor.fetchone()
    return int(found[0]) if found else 0


def forget_before(at: datetime) -> None:
    """Drop the windows that are over: they limit nobody any more."""
    counts = Count.objects.filter(window_starts_at__lt=_hour(at))
    entries = CacheEntry.objects.filter(expires__lt=at)
    for over in (counts, entries):
        if over.exists():
            over.delete()


def caller_network(request: HttpRequest) -> str:
    """Whom to count a request for: past as many proxies as the installation trusts.

    An IPv4 address, which a whole school may share, or the /64 of an IPv6 one, which one person
    may have; what a proxy writes that is neither, as it is.
    """
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    proxies: int = settings.TRUSTED_PROXIES
    if proxies and len(forwarded) >= proxies and forwarded[-proxies]:
        return _network(forwarded[-proxies])
    return _network(str(request.META.get("REMOTE_ADDR", "")))


def key_in_cache(key: str, prefix: str, version: int) -> str:
    """What the cache stores instead of a key, which may name an address."""
    return _key("cache", f"{prefix}:{version}:{key}")


def _network(written: str) -> str:
    with_port = WITH_PORT.fullmatch(written)
    try:
        address = ip_address(next(filter(None, with_port.groups()), "") if with_port else written)
    except ValueError:
        return written
    if isinstance(address, IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or IPv6Network((int(address), ONE_SUBSCRIBER), strict=False))


def _hour(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _key(what: str, whom: str) -> str:
    return salted_hmac(f"throttle.{what}", whom, algorithm="sha256").hexdigest()
