"""When people are reminded of a session: at 9am on a working day, a week and a day before it."""

from datetime import datetime, timedelta
from enum import Enum

from events import dates
from events.models import Event, Session
from events.models.session import SessionQuerySet

LOOKS_AHEAD = timedelta(days=12)  # a week, and the longest that England rests before that day
MOST_DAYS_LATE = timedelta(days=2)  # a week's notice that comes later than this is none


class Rule(Enum):
    """So many days before the session."""

    WEEK = 7
    DAY = 1


def sessions_ahead(at: datetime) -> SessionQuerySet:
    """Those of which somebody may have to be reminded by now."""
    ahead = Session.objects.taking_place().filter(sort_at__gt=at, sort_at__lt=at + LOOKS_AHEAD)
    return ahead.in_order()


def is_on(rule: Rule, event: Event) -> bool:
    return event.reminds_week_before if rule is Rule.WEEK else event.reminds_day_before


def due_since(rule: Rule, session: Session) -> datetime:
    """The moment from which people are reminded, of a session that has a date."""
    return dates.reminder_time(session.sort_at, rule.value)


def rule_now(session: Session, at: datetime) -> Rule | None:
    """By which people are reminded now, if any: on the day of both, the later one alone."""
    week, day = due_since(Rule.WEEK, session), due_since(Rule.DAY, session)
    if is_on(Rule.DAY, session.event) and at >= dates.midnight_before(day):
        return Rule.DAY if at >= day else None
    is_week = week <= at <= week + MOST_DAYS_LATE
    return Rule.WEEK if is_week and is_on(Rule.WEEK, session.event) else None


def is_still_due(rule: Rule, session: Session, at: datetime) -> bool:
    """Whether a reminder that was queued is still one: the session may have been moved since."""
    is_to_come = is_on(rule, session.event) and not session.has_started(at)
    return is_to_come and due_since(rule, session) <= at
