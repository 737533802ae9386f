"""The limiter: one counter in the database per key and hour, exact across processes."""

from datetime import UTC, datetime

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from events.models import CacheEntry, Count


def count(what: str, whom: str, *, at: datetime) -> None:
    """Count one more in this hour; what is stored is a keyed hash of whom."""
    row = {"key": _key(what, whom), "window_starts_at": _hour(at)}
    one_more = Count.objects.filter(**row)
    if not one_more.update(number=F("number") + 1):
        Count.objects.bulk_create([Count(**row, number=0)], ignore_conflicts=True)
        one_more.update(number=F("number") + 1)


def counted(what: str, whom: str, *, at: datetime) -> int:
    """How many this hour has counted so far, counting nothing."""
    row = Count.objects.filter(key=_key(what, whom), window_starts_at=_hour(at)).first()
    return row.number if row else 0


def forget_before(at: datetime) -> None:
    """Drop the windows that are over: they limit nobody any more."""
    counts = Count.objects.filter(window_starts_at__lt=_hour(at))
    entries = CacheEntry.objects.filter(expires__lt=at)
    for over in (counts, entries):
        if over.exists():
            over.delete()


def caller_address(request: HttpRequest) -> str:
    """The address that a request came from, past as many proxies as the installation trusts."""
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    proxies: int = settings.TRUSTED_PROXIES
    if proxies and len(forwarded) >= proxies and forwarded[-proxies]:
        return forwarded[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))


def key_in_cache(key: str, prefix: str, version: int) -> str:
    """What the cache stores instead of a key, which may name an address."""
    return _key("cache", f"{prefix}:{version}:{key}")


def _hour(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _key(what: str, whom: str) -> str:
    return salted_hmac(f"throttle.{what}", whom, algorithm="sha256").hexdigest()
