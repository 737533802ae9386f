"""What public calendars say of a session, rendered once for each of its revisions and kept.

An entry is read only if it is of the session's revision and was made by the same code and names,
so a stale one is never served. A session is read before its documents and audiences: what changes
in between raises the revision, and the entry is not read again.
"""

import hashlib
import mimetypes
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import icalendar
from django.conf import settings
from django.urls import reverse

from events import dates, joining
from events.command import step
from events.ical import END_TO_BE_CONFIRMED, Attachment, Entry, Point, point_at, vevent
from events.models import Event, FeedEntry, Session, Venue
from events.models.session import SessionQuerySet

LAYOUT = "6"  # raised when the same facts are written differently; a test sees it
A_MONDAY = datetime(2020, 1, 6, 12, tzinfo=UTC)
THIRTY_YEARS_OF_WEEKS = 1565


@dataclass(frozen=True)
class Entries:
    """The entries of a feed in its order, and the Unix time of their last change.

    `new` are those among them that were not kept yet.
    """

    texts: list[str]
    last_change: int | None
    new: list[FeedEntry]


def entries_of(sessions: SessionQuerySet) -> Entries:
    """One query where all are kept."""
    maker = made_by(settings.SITE_ADDRESS)
    found = {pk: (stamp, text) for pk, stamp, text in sessions.with_kept_entry(maker)}
    missing = [pk for pk, (_, text) in found.items() if text is None]
    new = _render(missing, maker) if missing else []
    found |= {entry.pk: (entry.stamp, entry.text) for entry in new}
    texts = [text for _, text in found.values() if text is not None]
    stamps = (stamp for stamp, text in found.values() if text is not None)
    return Entries(texts, max(stamps, default=None), new)


@step
def keep(entries: list[FeedEntry]) -> None:
    """In the place of those of other revisions."""
    FeedEntry.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["session"],
        update_fields=["revision", "made_by", "stamp", "text"],
    )


@lru_cache
def made_by(site_address: str) -> str:
    """What an entry's bytes follow from besides its session: code, address, clock changes."""
    weeks = (A_MONDAY + timedelta(weeks=number) for number in range(THIRTY_YEARS_OF_WEEKS))
    offsets = [week.astimezone(dates.LONDON).utcoffset() for week in weeks]
    told = repr((LAYOUT, icalendar.__version__, site_address, offsets))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def entry_of(session: Session) -> Entry:
    """What the public calendar says of a session; never the link to join."""
    event = session.event
    return Entry(
        uid=session.uid,
        sequence=session.feed_sequence,
        stamp=session.changed_at,
        created=session.created_at,
        summary=_summary(session),
        description="\n".join(_description(session)),
        url=_page_of(event),
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        on_date=session.on_date,
        location=session.venue.one_line if session.venue else _place(session),
        point=_point(session.venue) if session.venue else None,
        siblings=_siblings(session),
        categories=tuple(sorted(audience.label for audience in event.audiences.all())),
        attachments=tuple(_attachments(event)),
        is_cancelled=session.is_cancelled,
        is_brief=True,
    )


def _point(venue: Venue) -> Point | None:
    return point_at(venue.name, venue.one_line, venue.coordinates)


def _siblings(session: Session) -> tuple[str, ...]:
    """A session that is added raises the revision of the others."""
    others = (one for one in session.event.sessions.all() if one.pk != session.pk)
    return tuple(one.uid for one in sorted(others, key=lambda one: one.pk))


def _render(pks: list[int], maker: str) -> list[FeedEntry]:
    """By primary key, the order in which everybody locks."""
    sessions = Session.objects.filter(pk__in=pks).for_calendar().order_by("pk")
    return [
        FeedEntry(
            session=session,
            revision=session.revision,
            made_by=maker,
            stamp=int(session.changed_at.timestamp()),
            text=vevent(entry_of(session)).decode(),
        )
        for session in sessions
    ]


def _summary(session: Session) -> str:
    """The title, with the session's label where an event has several."""
    title = session.event.title
    return f"{title} ({session.label})" if session.label else title


def _description(session: Session) -> list[str]:
    lines = [session.event.summary, *_when(session)]
    if session.is_cancelled:
        lines.append(" ".join(filter(None, ["Cancelled.", session.cancel_reason])))
    elif session.is_online:
        lines.append(f"Online. {joining.before_booking(session)}")
    if not session.is_cancelled:
        lines += filter(None, [session.places_in_words])
    return [*filter(None, lines), "", _page_of(session.event)]


def _when(session: Session) -> list[str]:
    """What the entry's own times do not say."""
    if not session.starts_at:
        return [dates.format_session_when(session)]
    return [] if session.ends_at else [END_TO_BE_CONFIRMED]


def _place(session: Session) -> str:
    return "Online" if session.is_online else ""


def _attachments(event: Event) -> Iterable[Attachment]:
    """An entry is kept until something changes, so none waits for a moment to be shown."""
    for document in sorted(event.documents.all(), key=lambda document: document.pk):
        version = document.newest
        if not document.is_always_for_everybody or version is None or not version.file:
            continue
        path = reverse("document", args=[document.public_id, document.file_name])
        yield Attachment(
            address=settings.SITE_ADDRESS + path,
            file_name=document.file_name,
            media_type=mimetypes.guess_type(document.file_name)[0] or "application/octet-stream",
            size=version.size,
        )


def _page_of(event: Event) -> str:
    """The short address, which leads to the one with the title."""
    return settings.SITE_ADDRESS + reverse("event", args=[event.public_id])
