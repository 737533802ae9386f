"""The calendars that apps subscribe to: django-ical's feed around entries that are kept."""

import hashlib
import logging
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
from django.conf import settings
from django.db import Error, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date, quote_etag
from django_ical.feedgenerator import ICal20Feed
from django_ical.views import ICalFeed
from icalendar import vDuration, vText, vUri

from events import dates, feed_versions
from events.conditional import not_modified
from events.feed_entries import Entries
from events.feed_versions import last_modified
from events.ical import calendar
from events.models import FeedEntry, Session

log = logging.getLogger(__name__)

KEPT_FOR = 900
REFRESH = timedelta(hours=1)


@dataclass(frozen=True)
class Feed:
    """A calendar: its name, its path, what it follows from, and how its entries are come by.

    `number` was asked for before anything that `entries` reads, so that no older bytes are kept
    for it. `made_of` and `etag` are what `keep` was told last. `cached_by` is "private" where it is
    of one person.
    """

    title: str
    address: str
    number: Hashable
    raised_at: datetime | None
    made_of: str
    etag: str
    entries: Callable[[], Entries]
    keep: Callable[[list[FeedEntry], str, str], None]
    cached_by: str = "public"


class CalendarText(ICal20Feed):  # type: ignore[misc]  # django-ical carries no types
    """Writes the entries with one VTIMEZONE and without METHOD (a feed invites nobody)."""

    def write(self, outfile: Any, encoding: str) -> None:
        entries = "".join(self.feed["entries"]).encode()
        outfile.write(calendar(entries, properties=_properties(self.feed)))


class SessionsFeed(ICalFeed):  # type: ignore[misc]  # django-ical carries no types
    """One calendar of sessions: their entries come as text, none is one of its own items."""

    feed_type = CalendarText
    link = "/"

    def get_object(self, request: HttpRequest, **scope: Any) -> Any:
        return scope

    def title(self, scope: dict[str, Any]) -> str:
        return str(scope["title"])

    def description(self, scope: dict[str, Any]) -> str:
        return f"{settings.SERVICE_NAME}, {settings.COUNCIL_NAME}"

    def feed_extra_kwargs(self, scope: dict[str, Any]) -> dict[str, Any]:
        return {name: scope[name] for name in ("address", "last_change", "entries")}

    def items(self) -> list[Session]:
        return []


def serve(request: HttpRequest, feed: Feed, *, at: datetime) -> HttpResponse:
    """The calendar, or a 304 for who has it as it stands: nothing of it is read then.

    Only the ETag says that it is the same: a session that is no longer listed changes no time. A
    request that knows a time alone is answered in full.
    """
    made_of = feed_versions.made_of(feed.number, feed.title, dates.midnight_before(at).date())
    etag = feed.etag if feed.made_of == made_of else ""
    response = not_modified(request, etag) if etag else None
    if response is None:
        entries = feed.entries()
        whole = SessionsFeed()(
            request,
            title=feed.title,
            address=settings.SITE_ADDRESS + feed.address,
            entries=entries.texts,
            last_change=entries.last_change,
        )
        known, etag = etag, quote_etag(hashlib.sha256(whole.content).hexdigest()[:32])
        if entries.new or known != etag:
            written_if_possible(lambda: feed.keep(entries.new, etag, made_of))
        response = not_modified(request, etag) or whole
    response["ETag"] = etag
    response["Last-Modified"] = http_date(last_modified(feed.raised_at, at))
    response["Cache-Control"] = f"{feed.cached_by}, max-age={KEPT_FOR}"
    return response


def written_if_possible(write: Callable[[], object]) -> None:
    """For the next one who asks; who asked now has the calendar even where nothing can be kept."""
    try:
        with transaction.atomic():
            write()
    except Error as error:
        log.warning("calendar not kept: %s", type(error).__name__)


def _properties(feed: dict[str, Any]) -> bytes:
    """The calendar's own properties (RFC 7986 and their older X- names) as content lines."""
    head = icalendar.Calendar()
    for name, text in [
        ("name", feed["title"]),
        ("x-wr-calname", feed["title"]),
        ("description", feed["description"]),
        ("x-wr-caldesc", feed["description"]),
        ("x-wr-timezone", "Europe/London"),
        ("color", "teal"),
    ]:
        head.add(name, vText(text))
    source, refresh = vUri(feed["address"]), vDuration(REFRESH)
    source.params["VALUE"], refresh.params["VALUE"] = "URI", "DURATION"
    head.add("url", vUri(f"{settings.SITE_ADDRESS}/"))
    head.add("source", source)
    if feed["last_change"] is not None:
        head.add("last-modified", datetime.fromtimestamp(feed["last_change"], UTC))
    head.add("refresh-interval", refresh)
    head.add("x-published-ttl", vDuration(REFRESH))
    lines = head.to_ical().splitlines(keepends=True)
    return b"".join(lines[1:-1])
