"""The calendars that apps subscribe to: django-ical's feeds over this service's VEVENTs."""

import mimetypes
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import icalendar
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import http_date
from django.utils.text import slugify
from django_ical.feedgenerator import ICal20Feed
from django_ical.views import ICalFeed
from icalendar import vDuration, vText, vUri

from events import dates, joining
from events.conditional import not_modified
from events.feed_versions import etag_and_change, last_modified
from events.ical import END_TO_BE_CONFIRMED, Attachment, Entry, calendar, vevent
from events.models import Event, Session

KEPT_FOR = 900
REFRESH = timedelta(hours=1)


class CalendarText(ICal20Feed):  # type: ignore[misc]  # django-ical carries no types
    """Writes the entries with one VTIMEZONE and without METHOD (a feed invites nobody)."""

    def write(self, outfile: Any, encoding: str) -> None:
        entries = (vevent(item["entry"]) for item in self.items)
        outfile.write(calendar(*entries, properties=_properties(self.feed)))


class SessionsFeed(ICalFeed):  # type: ignore[misc]  # django-ical carries no types
    """One calendar of sessions: what `get_object` returns is (title, address, sessions)."""

    feed_type = CalendarText
    link = "/"

    def get_object(self, request: HttpRequest, **scope: Any) -> Any:
        return scope

    def title(self, scope: dict[str, Any]) -> str:
        return str(scope["title"])

    def description(self, scope: dict[str, Any]) -> str:
        return f"{settings.SERVICE_NAME}, {settings.COUNCIL_NAME}"

    def feed_extra_kwargs(self, scope: dict[str, Any]) -> dict[str, Any]:
        return {"address": scope["address"], "changed_at": scope["changed_at"]}

    def items(self, scope: dict[str, Any]) -> Iterable[Session]:
        sessions: Iterable[Session] = scope["sessions"]
        return sessions

    def item_title(self, session: Session) -> str:
        return summary_of(session)

    def item_description(self, session: Session) -> str:
        return ""

    def item_link(self, session: Session) -> str:
        return _page_of(session.event)

    def item_extra_kwargs(self, session: Session) -> dict[str, Any]:
        return {"entry": entry_of(session)}


def serve(
    request: HttpRequest, *, title: str, address: str, sessions: Any, at: datetime
) -> HttpResponse:
    """The calendar of these sessions, or a 304 for who has it as it stands: four queries then.

    Only the ETag says that it is the same: a session that is no longer listed changes no time. A
    request that knows a time alone is answered in full.
    """
    in_window = sessions.for_feed(dates.midnight_before(at)).in_order()
    etag, changed_at = etag_and_change(title, in_window)
    modified = last_modified(Session.objects.last_change(), at)
    response = not_modified(request, etag)
    if response is None:
        response = SessionsFeed()(
            request,
            title=title,
            address=settings.SITE_ADDRESS + address,
            sessions=in_window.for_calendar(),
            changed_at=changed_at,
        )
    response["ETag"] = etag
    response["Last-Modified"] = http_date(modified)
    response["Cache-Control"] = f"public, max-age={KEPT_FOR}"
    return response


def serve_everything(request: HttpRequest, *, at: datetime) -> HttpResponse:
    """Every listed session."""
    return serve(
        request,
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
    event = Event.objects.published().filter(public_id=public_id).first()
    if event is None:
        raise Http404
    return serve(
        request,
        title=event.title,
        address=reverse("feed", args=[event.feed_name]),
        sessions=Session.objects.published().filter(event=event),
        at=at,
    )


def entry_of(session: Session) -> Entry:
    """What the public calendar says of a session; never the link to join."""
    event = session.event
    return Entry(
        uid=session.uid,
        sequence=session.feed_sequence,
        stamp=session.changed_at,
        created=session.created_at,
        summary=summary_of(session),
        description="\n".join(_description(session)),
        url=_page_of(event),
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        on_date=session.on_date,
        location=session.venue.one_line if session.venue else _place(session),
        contact=_contact(event),
        categories=tuple(sorted(audience.label for audience in event.audiences.all())),
        attachments=tuple(_attachments(event)),
        is_cancelled=session.is_cancelled,
    )


def summary_of(session: Session) -> str:
    """The title, with the session's label where an event has several."""
    title = session.event.title
    return f"{title} ({session.label})" if session.label else title


def _description(session: Session) -> list[str]:
    lines = [session.event.summary, dates.format_session_when(session)]
    if session.starts_at and not session.ends_at:
        lines.append(END_TO_BE_CONFIRMED)
    if session.is_cancelled:
        lines.append(" ".join(filter(None, ["Cancelled.", session.cancel_reason])))
    elif session.is_online:
        lines.append(f"Online. {joining.before_booking(session)}")
    if not session.is_cancelled:
        lines += filter(None, [session.places_in_words])
    lines += ["", "See the event and book:", _page_of(session.event)]
    return lines[not lines[0] :]


def _place(session: Session) -> str:
    return "Online" if session.is_online else ""


def _contact(event: Event) -> str:
    return ", ".join(
        filter(None, [event.contact_name, event.contact_email, event.contact_telephone])
    )


def _attachments(event: Event) -> Iterable[Attachment]:
    for document in sorted(event.documents.all(), key=lambda document: document.pk):
        version = document.newest
        if not document.is_for_everybody or version is None or not version.file:
            continue
        path = reverse("document", args=[document.public_id, document.file_name])
        yield Attachment(
            address=settings.SITE_ADDRESS + path,
            media_type=mimetypes.guess_type(document.file_name)[0] or "application/octet-stream",
            size=version.size,
            file_name=document.file_name,
        )


def _page_of(event: Event) -> str:
    return settings.SITE_ADDRESS + reverse("event", args=[event.public_id, event.slug])


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
    if feed["changed_at"] is not None:
        head.add("last-modified", feed["changed_at"])
    head.add("refresh-interval", refresh)
    head.add("x-published-ttl", vDuration(REFRESH))
    lines = head.to_ical().splitlines(keepends=True)
    return b"".join(lines[1:-1])
