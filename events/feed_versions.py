"""The versions of calendar feeds: one for each scope, raised in the transaction of the change.

The pages of the same scope are kept for the same versions (`kept`).

A feed is known by the ETag that was computed for its version, its day and the service's names, so
that who has it is told so by one row. An ETag is kept only if the version is still the one that
was there before anything of the feed was read.
"""

import hashlib
from datetime import date, datetime

from django.conf import settings
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce, Greatest

from events import dates
from events.command import step
from events.models import Event, FeedVersion

EVERYTHING = "all"
OF_THE_SERVICE = ("SITE_ADDRESS", "SERVICE_NAME", "COUNCIL_NAME")


def scope_of_event(public_id: str) -> str:
    return f"event {public_id}"


@step
def raise_for(event: Event, *, at: datetime) -> None:
    """What the calendars or the public pages say of this event has changed."""
    _raise_scopes([EVERYTHING, scope_of_event(event.public_id)], at)


@step
def raise_for_series(event: Event, *, at: datetime) -> None:
    """What the pages of the other events of its series say of this one has changed."""
    if event.series_id is None:
        return
    others = Event.objects.published().filter(series=event.series_id).exclude(pk=event.pk)
    _raise_scopes([scope_of_event(one) for one in others.values_list("public_id", flat=True)], at)


def _raise_scopes(scopes: list[str], at: datetime) -> None:
    found = FeedVersion.objects.filter(scope__in=scopes)
    if _raise(found, at) < len(scopes):
        new = [FeedVersion(scope=scope) for scope in scopes]
        FeedVersion.objects.bulk_create(new, ignore_conflicts=True)
        _raise(found, at)


@step
def raise_all(at: datetime) -> None:
    """What any calendar or page says may have changed."""
    events = Event.objects.published().values_list("public_id", flat=True)
    scopes = [EVERYTHING, *map(scope_of_event, events)]
    new = [FeedVersion(scope=scope) for scope in scopes]
    FeedVersion.objects.bulk_create(new, ignore_conflicts=True)
    _raise(FeedVersion.objects.all(), at)


def current(scope: str) -> FeedVersion:
    """To be asked for before anything else of the feed."""
    return FeedVersion.objects.filter(scope=scope).first() or FeedVersion(scope=scope)


def number_of(scope: str) -> int:
    """The same, where only its number matters."""
    numbers = FeedVersion.objects.filter(scope=scope).values_list("number", flat=True)
    return next(iter(numbers), 0)


def made_of(version: FeedVersion, entries_by: str, day: date) -> str:
    """What the bytes of a feed follow from: its window moves each midnight."""
    names = [getattr(settings, name) for name in OF_THE_SERVICE]
    told = repr((version.number, entries_by, day, names))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


@step
def keep_etag(version: FeedVersion, *, etag: str, made_of: str) -> None:
    """Unless something has changed since `version` was read."""
    kept = {"etag": etag, "made_of": made_of}
    FeedVersion.objects.bulk_create([FeedVersion(scope=version.scope)], ignore_conflicts=True)
    FeedVersion.objects.filter(scope=version.scope, number=version.number).update(**kept)


def last_modified(raised_at: datetime | None, at: datetime) -> int:
    """Unix time of the last change; the window moves each midnight, which is one too.

    Never this very second, in which something may change yet.
    """
    midnight = dates.midnight_before(at)
    return min(int(max(midnight, raised_at or midnight).timestamp()), int(at.timestamp()) - 1)


def _raise(versions: QuerySet[FeedVersion], at: datetime) -> int:
    """How many they are. A change that waited for its lock has an older `at`."""
    latest = Greatest(Coalesce(F("raised_at"), at), at)
    return versions.update(number=F("number") + 1, raised_at=latest)
