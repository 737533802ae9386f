"""An event announced once more: all that was said of it, but dates, bookings and documents."""

import uuid
from dataclasses import replace
from datetime import datetime

from events import lifecycle, planning
from events.command import step
from events.models import Event, Organiser, Session
from events.plans import SessionPlan


@step
def copy_event(event: Event, *, form_uuid: uuid.UUID, at: datetime, by: Organiser | None) -> Event:
    """A draft of the same team, whose sessions have no dates; one for each form that is sent."""
    plan = replace(
        planning.plan_of(event, ()),
        update=None,
        opens_at=None,
        sessions=tuple(_without_date(one) for one in copied_sessions(event)),
    )
    return lifecycle.write_draft(
        plan, team=event.team, form_uuid=form_uuid, at=at, by=by, action="event_copied"
    )


def copied_sessions(event: Event) -> list[Session]:
    """Those that are copied, in the order in which the copies are made."""
    sessions = event.sessions.with_place().order_by("sort_at", "pk")
    return [session for session in sessions if _is_wanted(session)]


def _is_wanted(session: Session) -> bool:
    """What was cancelled with the whole event is wanted; one session that was cancelled is not."""
    return session.event.is_cancelled or not session.is_cancelled


def _without_date(session: Session) -> SessionPlan:
    return SessionPlan(
        label=session.label,
        mode=session.mode,
        venue=session.venue,
        join_link=session.join_link,
        speakers=session.speakers,
        capacity=session.capacity,
    )
