"""The versions of calendar feeds: one for each scope, raised in the transaction of the change.

The pages of the same scope are kept for the same versions (`kept`).

A feed is known by the ETag that was computed for its version, its day and the service's names, so
that who has it is told so by one row. An ETag is kept only if the version is still the one that
was there before anything of the feed was read.
"""

import hashlib
from collections.abc import Hashable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import F, Max, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, Concat, Greatest

from events import dates
from events.command import step
from events.models import Audience, Event, FeedVersion

EVERYTHING, PART = "all", "part"
OF_THE_SERVICE = ("SITE_ADDRESS", "SERVICE_NAME", "COUNCIL_NAME")


def scope_of_event(public_id: str) -> str:
    return f"event {public_id}"


def scope_of_part(audience: Audience | None, mode: str) -> str:
    """Of the list with these filters: as many as there are audiences, times three modes."""
    return " ".join(filter(None, [PART, str(audience.pk) if audience else "", mode]))


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


def current_part(scope: str) -> FeedVersion:
    """The same for a part of everything: everything's number, with an ETag of its own.

    Each change anywhere is one of each part: none needs to know which parts it is in. One query.
    """
    found = FeedVersion.objects.in_bulk([EVERYTHING, scope])
    whole = found.get(EVERYTHING) or FeedVersion(scope=EVERYTHING)
    part = found.get(scope) or FeedVersion(scope=scope)
    part.number, part.raised_at = whole.number, whole.raised_at
    return part


def number_of(scope: str) -> int:
    """The same, where only its number matters."""
    numbers = FeedVersion.objects.filter(scope=scope).values_list("number", flat=True)
    return next(iter(numbers), 0)


def sum_of(rows: QuerySet[Any], public_id: str) -> tuple[int, datetime | None]:
    """How often anything was changed of the events of these rows together, and when last.

    `public_id` is the field that names the event. One query.
    """
    versions = FeedVersion.objects.filter(scope__in=_scopes_of(rows, public_id))
    found = versions.aggregate(number=Sum("number"), raised_at=Max("raised_at"))
    return found["number"] or 0, found["raised_at"]


def raised_of(rows: QuerySet[Any], public_id: str) -> dict[str, datetime | None]:
    """When anything of each of the events of these rows was last changed, by the event's scope.

    To be asked for before the events are read: what changes in between has a later moment next
    time. One query.
    """
    found = FeedVersion.objects.filter(scope__in=_scopes_of(rows, public_id))
    return dict(found.values_list("scope", "raised_at"))


def _scopes_of(rows: QuerySet[Any], public_id: str) -> QuerySet[Any]:
    return rows.order_by().values_list(Concat(Value(scope_of_event("")), F(public_id)))


def made_of(number: Hashable, title: str, day: date) -> str:
    """What the bytes of a feed follow from: its window moves each midnight.

    `number` is that of its version, with what else its entries follow from.
    """
    names = [getattr(settings, name) for name in OF_THE_SERVICE]
    told = repr((number, title, day, names))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


@step
def keep_etag(version: FeedVersion, *, etag: str, made_of: str) -> None:
    """Unless something has changed since `version` was read.

    A part's row has the number that its ETag was kept for, which is never lower than before.
    """
    kept = {"number": version.number, "etag": etag, "made_of": made_of}
    FeedVersion.objects.bulk_create([FeedVersion(scope=version.scope)], ignore_conflicts=True)
    same = Q(number=version.number)
    if version.scope.startswith(PART):
        same = Q(number__lte=version.number)
    FeedVersion.objects.filter(same, scope=version.scope).update(**kept)


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
