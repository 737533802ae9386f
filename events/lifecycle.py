"""Every change of the state of an event or a session; nothing else writes it."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from events import audit, capacity, dates, documents
from events.command import command
from events.models import (
    DATE_TO_BE_CONFIRMED,
    Audience,
    Event,
    Organiser,
    Session,
    Team,
    Venue,
)
from events.refusal import Refusal

STILL_COMING = timedelta(days=550)  # so long is "date to be confirmed" believed
UNBOOKABLE = (Session.Precision.MONTH, Session.Precision.NONE)


class ContactMissing(Refusal):
    """An event is published with somebody to ask."""

    template = "events/contact_missing.html"


class SessionsMissing(Refusal):
    """An event is published with one session at least, even if its date is to be confirmed."""

    template = "events/sessions_missing.html"


@dataclass(frozen=True)
class SessionPlan:
    """What an organiser says of a session; the rest follows from it."""

    precision: str = Session.Precision.NONE
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    arrive_at: datetime | None = None
    on_date: date | None = None
    half: str = ""
    label: str = ""
    mode: str = Session.Mode.TO_BE_CONFIRMED
    venue: Venue | None = None
    join_link: str = ""
    speakers: str = ""
    capacity: int | None = None


@dataclass(frozen=True)
class DocumentPlan:
    """A document that comes with a new event: what documents.add_document needs to know."""

    title: str
    kind: str
    content: bytes
    extension: str
    stage: str = "before"


@command
def create_event(
    *,
    team: Team,
    sessions: Sequence[SessionPlan],
    at: datetime,
    by: Organiser | None,
    audiences: Iterable[Audience] = (),
    papers: Iterable[DocumentPlan] = (),
    **answers: Any,
) -> Event:
    """Write a draft with its sessions and documents; `answers` are the event's own fields.

    Raises uploads.NotAccepted.
    """
    event = Event.objects.create(team=team, created_at=at, **answers)
    event.audiences.set(audiences)
    for plan in sessions:
        _add_session(event, plan, at)
    for paper in papers:
        documents.add_document(event, at=at, by=by, **asdict(paper))
    audit.record("event_created", event, at=at, by=by)
    return event


@command
def publish_event(event: Event, *, at: datetime, by: Organiser | None) -> Event:
    """Make a draft public; publishing again changes nothing.

    Raises ContactMissing, SessionsMissing.
    """
    event = capacity.lock_event(event.pk)
    if not event.is_draft:
        return event
    if not (event.contact_name or event.contact_email or event.contact_telephone):
        raise ContactMissing
    if not event.sessions.exists():
        raise SessionsMissing
    event.state, event.published_at = Event.State.PUBLISHED, at
    event.save(update_fields=["state", "published_at"])
    event.sessions.update(changed_at=at)
    audit.record("event_published", event, at=at, by=by)
    return event


@command
def cancel_event(event: Event, *, reason: str, at: datetime, by: Organiser | None) -> Event:
    """Cancel a published event with all its sessions; cancelling again changes nothing."""
    event = capacity.lock_event(event.pk)
    if event.is_cancelled:
        return event
    for session in capacity.lock_sessions(*event.sessions.values_list("pk", flat=True)):
        _cancel(session, reason, at)
    event.state, event.cancelled_at = Event.State.CANCELLED, at
    event.save(update_fields=["state", "cancelled_at"])
    audit.record("event_cancelled", event, at=at, by=by)
    return event


@command
def cancel_session(session: Session, *, reason: str, at: datetime, by: Organiser | None) -> Session:
    """Cancel one session; cancelling again changes nothing."""
    [session] = capacity.lock_sessions(session.pk)
    if _cancel(session, reason, at):
        audit.record("session_cancelled", session, at=at, by=by)
    return session


def _add_session(event: Event, plan: SessionPlan, at: datetime) -> Session:
    sort_at, over_at = dates.span(
        precision=plan.precision,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        on_date=plan.on_date,
        half=plan.half,
        never=DATE_TO_BE_CONFIRMED,
    )
    if plan.precision == Session.Precision.NONE:
        over_at = at + STILL_COMING
    closes_at = (
        None
        if plan.precision in UNBOOKABLE
        else dates.closing_time(sort_at, event.closes_working_days)
    )
    return Session.objects.create(
        event=event,
        sort_at=sort_at,
        over_at=over_at,
        closes_at=closes_at,
        created_at=at,
        changed_at=at,
        **{name: getattr(plan, name) for name in SessionPlan.__dataclass_fields__},
    )


def _cancel(session: Session, reason: str, at: datetime) -> bool:
    if session.state == Session.State.CANCELLED:
        return False
    session.state, session.cancelled_at, session.changed_at = Session.State.CANCELLED, at, at
    session.cancel_reason = reason
    session.feed_sequence += 1
    session.save(
        update_fields=["state", "cancelled_at", "changed_at", "cancel_reason", "feed_sequence"]
    )
    return True
