"""Between plans and rows: what rows say as a plan, and what a plan says as values of rows."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from events import dates, revisions, typed_rows
from events.command import step
from events.folding import folded
from events.models import DATE_TO_BE_CONFIRMED, Event, Session, Team
from events.plans import EventPlan, SessionPlan

STILL_COMING = timedelta(days=550)  # so long is "date to be confirmed" believed
UNBOOKABLE = (Session.Precision.MONTH, Session.Precision.NONE)
BESIDES = {"sessions", "documents", "audiences", "other_audience", "series", "update"}
OWN_FIELDS = [field.name for field in fields(EventPlan) if field.name not in BESIDES]
SESSION_FIELDS = [field.name for field in fields(SessionPlan) if field.name != "public_id"]


def plan_of(event: Event, sessions: Iterable[Session]) -> EventPlan:
    """What is said of an event now, without its documents; sessions that are cancelled are not."""
    return EventPlan(
        **{name: getattr(event, name) for name in OWN_FIELDS},
        audiences=tuple(sorted(event.audiences.all(), key=lambda audience: audience.label)),
        series=event.series.title if event.series else "",
        update=event.update,
        sessions=tuple(
            SessionPlan(
                public_id=session.public_id,
                **{name: getattr(session, name) for name in SESSION_FIELDS},
            )
            for session in sessions
            if not session.is_cancelled
        ),
    )


@step
def event_values(plan: EventPlan, team: Team) -> dict[str, Any]:
    """The event's own fields, and the rows that it names."""
    return {
        **{name: getattr(plan, name) for name in OWN_FIELDS},
        "title_key": folded(plan.title),
        "series": typed_rows.series(plan.series, team),
        "update": typed_rows.update(plan.update),
    }


@step
def session_values(plan: SessionPlan, event: Event) -> dict[str, Any]:
    """A session's fields, with the times that follow from them."""
    values = {name: getattr(plan, name) for name in SESSION_FIELDS}
    times = derived_times(
        plan, closes_working_days=event.closes_working_days, announced_at=event.created_at
    )
    return {**values, "venue": typed_rows.venue(plan.venue), **times}


@step
def add_session(event: Event, plan: SessionPlan, *, at: datetime) -> Session:
    return Session.objects.create(
        event=event, created_at=at, **session_values(plan, event), **revisions.first(at)
    )


def derived_times(
    plan: SessionPlan, *, closes_working_days: int, announced_at: datetime
) -> dict[str, datetime | None]:
    """The session's fields that follow from its time: sort_at, over_at and closes_at."""
    sort_at, over_at = dates.span(
        precision=plan.precision,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        on_date=plan.on_date,
        half=plan.half,
        never=DATE_TO_BE_CONFIRMED,
    )
    if plan.precision == Session.Precision.NONE:
        over_at = announced_at + STILL_COMING
    is_bookable = plan.precision not in UNBOOKABLE
    has_time = plan.starts_at is not None
    closes_at = (
        dates.closing_time(sort_at, closes_working_days, has_time=has_time) if is_bookable else None
    )
    return {"sort_at": sort_at, "over_at": over_at, "closes_at": closes_at}
