"""Until when a place at a session can be handed to a colleague."""

from datetime import datetime

from events import dates
from events.models import Session


def closes_at(session: Session) -> datetime | None:
    """At the start, or at 11:59pm so many working days before; never while there is no date."""
    if session.closes_at is None:
        return None
    return dates.closing_time(session.sort_at, session.event.substitution_working_days)


def until_when(session: Session, at: datetime) -> str:
    """The same in words that follow "until"; empty once it has closed, and without a date."""
    closing = closes_at(session)
    if closing is None or closing <= at:
        return ""
    is_at_start = not session.event.substitution_working_days
    return "the session starts" if is_at_start else dates.format_moment(closing)
