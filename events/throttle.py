"""The limiter: one counter in the database per key and window, exact across processes."""

from datetime import UTC, datetime, timedelta

from django.db.models import F
from django.utils.crypto import salted_hmac

from events.models import Count

HOUR = timedelta(hours=1)


def count(what: str, whom: str, *, at: datetime) -> int:
    """Count one more in this hour and say how many that makes; what is stored is a keyed hash."""
    row = {"key": _key(what, whom), "window_starts_at": _hour(at)}
    Count.objects.bulk_create([Count(**row, number=0)], ignore_conflicts=True)
    Count.objects.filter(**row).update(number=F("number") + 1)
    return Count.objects.values_list("number", flat=True).get(**row)


def counted(what: str, whom: str, *, at: datetime) -> int:
    """How many this hour has counted so far, counting nothing."""
    row = Count.objects.filter(key=_key(what, whom), window_starts_at=_hour(at)).first()
    return row.number if row else 0


def forget_before(at: datetime) -> None:
    """Drop the windows that are over: they limit nobody any more."""
    Count.objects.filter(window_starts_at__lt=_hour(at)).delete()


def _hour(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _key(what: str, whom: str) -> str:
    return salted_hmac(f"throttle.{what}", whom, algorithm="sha256").hexdigest()
