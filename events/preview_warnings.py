"""What an organiser should look at before an event is published: odd, but not wrong."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from events import dates
from events.models import Session


def warnings(sessions: Iterable[Session], *, at: datetime) -> list[str]:
    """Sentences about these sessions of one event, in their order; none where all is usual."""
    return [
        f"{session.label or dates.format_session_when(session)}: {sentence}"
        for session in sessions
        if not session.is_cancelled
        for sentence in _about(session, at)
    ]


def _about(session: Session, at: datetime) -> Iterator[str]:
    day = _day(session)
    if session.is_over(at):
        yield "this is in the past."
    elif session.starts_at and session.has_started(at):
        yield "this has already started."
    elif day and day.weekday() >= 5:
        yield f"this is a {day:%A}."
    elif day and not dates.is_working_day(day):
        yield "this is a bank holiday."
    if session.capacity is None:
        yield "there is no limit on places."
    if session.mode == Session.Mode.TO_BE_CONFIRMED:
        yield "there is no venue or link yet."
    if session.is_online and not session.join_link:
        yield "there is no link to join yet."


def _day(session: Session) -> date | None:
    if session.starts_at:
        return dates.local(session.starts_at).date()
    return None if session.precision == Session.Precision.MONTH else session.on_date
