"""The calendars that anybody may subscribe to: everything, a part of the list, an event."""

from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import slugify

from events import dates, feed_entries, feed_versions, feeds
from events.feed_versions import EVERYTHING
from events.feeds import Feed
from events.models import Audience, Event, FeedEntry, FeedVersion, Session
from events.models.session import SessionQuerySet
from events.subscribing import Subscription

MODES = {"online": Session.Mode.ONLINE, "in-person": Session.Mode.IN_PERSON}
IN_ADDRESSES = {str(mode): name for name, mode in MODES.items()}


def of_list(audience: Audience | None = None, mode: str = "") -> Subscription:
    """What the list shows with these filters; its file is called so: Thunderbird shows that."""
    title = _title(audience, mode)
    parts = {"audience": audience.slug if audience else "", "mode": IN_ADDRESSES.get(mode, "")}
    chosen = {name: part for name, part in parts.items() if part}
    path = reverse("part_feed" if chosen else "feed", kwargs=chosen | {"name": _file_name(title)})
    return Subscription.at(path, title)


def of_event(event: Event) -> Subscription:
    return Subscription.at(reverse("feed", args=[event.feed_name]), event.title)


def serve_everything(request: HttpRequest, *, at: datetime) -> HttpResponse:
    """Every listed session."""
    version = feed_versions.current(EVERYTHING)
    return _serve(request, version, of_list(), Session.objects.listed(), at)


def serve_part(request: HttpRequest, audience: str, mode: str, *, at: datetime) -> HttpResponse:
    """What the list shows of an audience, a mode or both, by their addresses. Raises Http404."""
    if mode and mode not in MODES:
        raise Http404
    whose = Audience.objects.filter(slug=audience).first() if audience else None
    if audience and whose is None:
        raise Http404
    wanted = MODES[mode].value if mode else ""
    version = feed_versions.current_part(feed_versions.scope_of_part(whose, wanted))
    sessions = Session.objects.listed().matching(audience=audience, mode=wanted)
    return _serve(request, version, of_list(whose, wanted), sessions, at)


def serve_named(request: HttpRequest, name: str, *, at: datetime) -> HttpResponse:
    """The calendar of everything or of one event, by the name of its file. Raises Http404."""
    if name == _file_name(settings.SERVICE_NAME):
        return serve_everything(request, at=at)
    return serve_event(request, name, at=at)


def serve_event(request: HttpRequest, name: str, *, at: datetime) -> HttpResponse:
    """The sessions of one event, listed or not; `name` ends in its public id. Raises Http404."""
    public_id = name.rpartition("-")[2]
    version = feed_versions.current(feed_versions.scope_of_event(public_id))
    named = Event.objects.published().only("public_id", "title")
    event = named.filter(public_id=public_id).first()
    if event is None:
        raise Http404
    sessions = Session.objects.published().filter(event=event)
    return _serve(request, version, of_event(event), sessions, at)


def _serve(
    request: HttpRequest,
    version: FeedVersion,
    subscription: Subscription,
    sessions: SessionQuerySet,
    at: datetime,
) -> HttpResponse:
    in_window = sessions.for_feed(dates.midnight_before(at)).in_order()

    def keep(new: list[FeedEntry], etag: str, made_of: str) -> None:
        feed_entries.keep(new)
        feed_versions.keep_etag(version, etag=etag, made_of=made_of)

    feed = Feed(
        title=subscription.name,
        address=subscription.path,
        number=(version.number, feed_entries.made_by(settings.SITE_ADDRESS)),
        raised_at=version.raised_at,
        made_of=version.made_of,
        etag=version.etag,
        entries=lambda: feed_entries.entries_of(in_window),
        keep=keep,
    )
    return feeds.serve(request, feed, at=at)


def _title(audience: Audience | None, mode: str) -> str:
    """Education events and briefings: Primary headteachers, online."""
    modes = {Session.Mode.ONLINE: "online", Session.Mode.IN_PERSON: "in person"}
    parts = [audience.label if audience else "", modes[Session.Mode(mode)] if mode else ""]
    told = ", ".join(filter(None, parts))
    return f"{settings.SERVICE_NAME}: {told}" if told else settings.SERVICE_NAME


def _file_name(title: str) -> str:
    return slugify(title) or "events"
