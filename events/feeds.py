"""The calendars that apps subscribe to: django-ical's feed around entries that are kept."""

import hashlib
import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
from django.conf import settings
from django.db import Error, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import http_date, quote_etag
from django.utils.text import slugify
from django_ical.feedgenerator import ICal20Feed
from django_ical.views import ICalFeed
from icalendar import vDuration, vText, vUri

from events import dates, feed_entries, feed_versions
from events.conditional import not_modified
from events.feed_entries import Entries
from events.feed_versions import EVERYTHING, last_modified
from events.ical import calendar
from events.models import Event, FeedVersion, Session
from events.models.session import SessionQuerySet

log = logging.getLogger(__name__)

KEPT_FOR = 900
REFRESH = timedelta(hours=1)


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


def serve(
    request: HttpRequest,
    *,
    version: FeedVersion,
    title: str,
    address: str,
    sessions: SessionQuerySet,
    at: datetime,
) -> HttpResponse:
    """The calendar of these sessions, or a 304 for who has it as it stands: no query then.

    `version` was asked for before anything of the feed, so that no older bytes are kept for it.
    Only the ETag says that it is the same: a session that is no longer listed changes no time. A
    request that knows a time alone is answered in full.
    """
    maker = feed_entries.made_by(settings.SITE_ADDRESS)
    made_of = feed_versions.made_of(version, maker, dates.midnight_before(at).date())
    etag = version.etag if version.made_of == made_of else ""
    response = not_modified(request, etag) if etag else None
    if response is None:
        in_window = sessions.for_feed(dates.midnight_before(at)).in_order()
        entries = feed_entries.entries_of(in_window)
        whole = SessionsFeed()(
            request,
            title=title,
            address=settings.SITE_ADDRESS + address,
            entries=entries.texts,
            last_change=entries.last_change,
        )
        known, etag = etag, quote_etag(hashlib.sha256(whole.content).hexdigest()[:32])
        if entries.new or known != etag:
            _keep(entries, version, etag=etag, made_of=made_of)
        response = not_modified(request, etag) or whole
    response["ETag"] = etag
    response["Last-Modified"] = http_date(last_modified(version.raised_at, at))
    response["Cache-Control"] = f"public, max-age={KEPT_FOR}"
    return response


def _keep(entries: Entries, version: FeedVersion, *, etag: str, made_of: str) -> None:
    """For the next one who asks; who asked now has the calendar even where nothing can be kept."""
    try:
        with transaction.atomic():
            feed_entries.keep(entries.new)
            feed_versions.keep_etag(version, etag=etag, made_of=made_of)
    except Error as error:
        log.warning("calendar not kept: %s", type(error).__name__)


def serve_everything(request: HttpRequest, *, at: datetime) -> HttpResponse:
    """Every listed session."""
    return serve(
        request,
        version=feed_versions.current(EVERYTHING),
        title=settings.SERVICE_NAME,
        address=path_of_everything(),
        sessions=Session.objects.listed(),
        at=at,
    )


def path_of_everything() -> str:
    """Called by the service's name: Thunderbird names the calendar after its file."""
    return reverse("feed", args=[_name_of_everything()])


def serve_named(request: HttpRequest, name: str, *, at: datetime) -> HttpResponse:
    """The calendar of everything or of one event, by the name of its file. Raises Http404."""
    if name == _name_of_everything():
        return serve_everything(request, at=at)
    return serve_event(request, name, at=at)


def _name_of_everything() -> str:
    return slugify(settings.SERVICE_NAME) or "events"


def serve_event(request: HttpRequest, name: str, *, at: datetime) -> HttpResponse:
    """The sessions of one event, listed or not; `name` ends in its public id. Raises Http404."""
    public_id = name.rpartition("-")[2]
    version = feed_versions.current(feed_versions.scope_of_event(public_id))
    event = Event.objects.published().filter(public_id=public_id).first()
    if event is None:
        raise Http404
    return serve(
        request,
        version=version,
        title=event.title,
        address=reverse("feed", args=[event.feed_name]),
        sessions=Session.objects.published().filter(event=event),
        at=at,
    )


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
