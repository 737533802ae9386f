"""An event announced once more: all that was said of it, but dates, bookings and documents."""

import uuid
from dataclasses import replace
from datetime import datetime

from events import lifecycle, planning
from events.command import command
from events.models import Event, Organiser
from events.plans import SessionPlan


@command
def copy_event(event: Event, *, form_uuid: uuid.UUID, at: datetime, by: Organiser | None) -> Event:
    """A draft of the same team, whose sessions have no dates; one for each form that is sent."""
    said = planning.plan_of(event, event.sessions.with_place().order_by("sort_at", "pk"))
    plan = replace(
        said,
        update=None,
        opens_at=None,
        sessions=tuple(_without_date(session) for session in said.sessions),
    )
    return lifecycle.write_draft(
        plan, team=event.team, form_uuid=form_uuid, at=at, by=by, action="event_copied"
    )


def _without_date(session: SessionPlan) -> SessionPlan:
    return SessionPlan(
        label=session.label,
        mode=session.mode,
        venue=session.venue,
        join_link=session.join_link,
        speakers=session.speakers,
        capacity=session.capacity,
    )
