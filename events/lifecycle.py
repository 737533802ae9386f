"""Every change of the state of an event or a session; nothing else writes it.

Creating and publishing tell nobody, so they are commands. Cancelling has to be told to those who
booked: it is a step here, and bookings.lifecycle.event_changes tells the story.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime

from events import audit, capacity, documents, feed_versions, planning, revisions, typed_rows
from events.command import command, step
from events.models import Event, Organiser, Session, Team
from events.plans import EventPlan
from events.refusal import Refusal


class ContactMissing(Refusal):
    """An event is published with somebody to ask."""

    template = "events/contact_missing.html"


class Discarded(Refusal):
    """The draft has been thrown away meanwhile."""

    template = "404.html"
    status = 404


class SessionsMissing(Refusal):
    """An event is published with one session at least, even if its date is to be confirmed."""

    template = "events/sessions_missing.html"


class NotPublished(Refusal):
    """What was never announced cannot be cancelled."""

    template = "events/not_published.html"


@command
def create_event(
    plan: EventPlan,
    *,
    team: Team,
    at: datetime,
    by: Organiser | None,
    form_uuid: uuid.UUID | None = None,
) -> Event:
    """Write a draft with its sessions, venues and documents.

    The same form sent twice with the same answers returns the draft of the first time. Raises
    refused_files.NotAccepted.
    """
    return write_draft(plan, team=team, at=at, by=by, form_uuid=form_uuid, action="event_created")


@step
def write_draft(
    plan: EventPlan,
    *,
    team: Team,
    at: datetime,
    by: Organiser | None,
    form_uuid: uuid.UUID | None,
    action: str,
) -> Event:
    """The draft of a plan, one for each form; `action` is what the audit says was done."""
    Team.objects.select_for_update(no_key=True).get(pk=team.pk)
    submission = plan.submitted_by(form_uuid, team) if form_uuid else None
    written = Event.objects.filter(submission=submission).first() if submission else None
    if written is not None:
        return written
    event = Event.objects.create(
        team=team, created_at=at, submission=submission, **planning.event_values(plan, team)
    )
    typed_rows.add_audiences(event, plan)
    for session in plan.sessions:
        planning.add_session(event, session, at=at)
    for document in plan.documents:
        documents.add_document(event, document, at=at, by=by)
    audit.record(action, event, at=at, by=by)
    return event


@command
def publish_event(event: Event, *, at: datetime, by: Organiser | None) -> Event:
    """Make a draft public; publishing again changes nothing.

    Raises ContactMissing, Discarded, SessionsMissing.
    """
    event = lock_existing(event)
    if not event.is_draft:
        return event
    if not (event.contact_name or event.contact_email or event.contact_telephone):
        raise ContactMissing
    sessions = capacity.lock_all_sessions(event)
    if not sessions:
        raise SessionsMissing
    event.state, event.published_at = Event.State.PUBLISHED, at
    event.save(update_fields=["state", "published_at"])
    for session in sessions:
        revisions.touch(session, at=at)
    feed_versions.raise_for_series(event, at=at)
    audit.record("event_published", event, at=at, by=by)
    return event


@step
def lock_existing(event: Event) -> Event:
    """Hold an event that may have been a draft. Raises Discarded."""
    try:
        return capacity.lock_event(event.pk)
    except Event.DoesNotExist:
        raise Discarded from None


@step
def cancel_event(
    event: Event,
    sessions: Sequence[Session],
    *,
    reason: str,
    at: datetime,
    by: Organiser | None,
) -> list[Session]:
    """Cancel a locked event with its locked sessions to come; which sessions that cancelled.

    What has taken place stays as it was. Cancelling again changes nothing. Raises NotPublished.
    """
    if event.is_draft:
        raise NotPublished
    if event.is_cancelled:
        return []
    cancelled = [one for one in sessions if not (one.is_cancelled or one.is_over(at))]
    for session in cancelled:
        _cancel(session, reason, at)
    event.state, event.cancelled_at = Event.State.CANCELLED, at
    event.save(update_fields=["state", "cancelled_at"])
    feed_versions.raise_for(event, at=at)  # its sessions may all have been cancelled before
    feed_versions.raise_for_series(event, at=at)
    audit.record("event_cancelled", event, at=at, by=by)
    return cancelled


@step
def cancel_session(session: Session, *, reason: str, at: datetime, by: Organiser | None) -> bool:
    """Cancel a locked session; whether it was neither cancelled nor over before.

    Raises NotPublished.
    """
    if session.event.is_draft:
        raise NotPublished
    if session.is_cancelled or session.is_over(at):
        return False
    _cancel(session, reason, at)
    audit.record("session_cancelled", session, at=at, by=by)
    return True


def _cancel(session: Session, reason: str, at: datetime) -> None:
    revisions.reword(
        session, at=at, state=Session.State.CANCELLED, cancelled_at=at, cancel_reason=reason
    )
