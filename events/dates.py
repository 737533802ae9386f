"""Dates and times in the words of this service, and England's working days: pure functions."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Protocol
from zoneinfo import ZoneInfo

import holidays

LONDON = ZoneInfo("Europe/London")
MIDDAY = time(12)
REMINDED_AT = time(9)
WORK_BEGINS, WORK_ENDS = time(8), time(18)
HALF_DAYS = {"am": "morning", "pm": "afternoon"}


class Timed(Protocol):
    """What format_session_when needs to know of a session."""

    @property
    def precision(self) -> str: ...
    @property
    def starts_at(self) -> datetime | None: ...
    @property
    def ends_at(self) -> datetime | None: ...
    @property
    def on_date(self) -> date | None: ...
    @property
    def half(self) -> str: ...


def local(moment: datetime) -> datetime:
    return moment.astimezone(LONDON)


def london_time(day: date, clock: time) -> datetime:
    """The moment, in UTC, when London's clocks show this time."""
    return datetime.combine(day, clock, tzinfo=LONDON).astimezone(UTC)


def is_skipped(day: date, clock: time) -> bool:
    """Whether London's clocks never show this time, because they go forward over it."""
    return local(london_time(day, clock)).time() != clock


def midnight_before(moment: datetime) -> datetime:
    """When the day of this moment began in London."""
    return london_time(local(moment).date(), time.min)


def example_day(at: datetime) -> date:
    """27 March of next year: a day to show as an example, which is always to come."""
    return date(local(at).year + 1, 3, 27)


def format_date(day: date | datetime) -> str:
    """Tuesday 11 November 2025."""
    if isinstance(day, datetime):
        day = local(day).date()
    return f"{day:%A} {day.day} {day:%B %Y}"


def format_short_date(day: date | datetime) -> str:
    """7 November 2025."""
    if isinstance(day, datetime):
        day = local(day).date()
    return f"{day.day} {day:%B %Y}"


def format_month(day: date) -> str:
    return f"{day:%B %Y}"


def format_time(moment: datetime) -> str:
    """4pm, 9:30am, midday, midnight: what London's clocks show."""
    clock = local(moment).time()
    if clock.minute == 0 and clock.hour in (0, 12):
        return "midday" if clock.hour else "midnight"
    minutes = f":{clock.minute:02}" if clock.minute else ""
    return f"{clock.hour % 12 or 12}{minutes}{'am' if clock.hour < 12 else 'pm'}"


def format_time_range(starts_at: datetime, ends_at: datetime | None) -> str:
    """4pm to 5:30pm; "from 4pm" without an end; with both days where it ends on another.

    Midnight is the end of the day before: "7pm to midnight" needs no other day.
    """
    if ends_at is None:
        return f"from {format_time(starts_at)}"
    last_day = local(ends_at - timedelta(microseconds=1)).date()
    if local(starts_at).date() != last_day:
        return f"{format_time(starts_at)} to {format_time(ends_at)} on {format_date(last_day)}"
    return f"{format_time(starts_at)} to {format_time(ends_at)}"


def format_moment(moment: datetime) -> str:
    """11:59pm on Tuesday 14 June 2022."""
    return f"{format_time(moment)} on {format_date(moment)}"


def format_duration(length: timedelta) -> str:
    """25 minutes, 119 minutes, 2 hours, 2 days: whole ones, and never one of them."""
    for name in ("days", "hours", "minutes"):
        number = length // timedelta(**{name: 1})
        if number > 1:
            return f"{number} {name}"
    return "a minute"


def format_session_when(session: Timed) -> str:
    """When a session is, as exactly as it is known: one line for a page or a mail."""
    return ", ".join(filter(None, format_session_day_and_time(session)))


def format_session_day_and_time(session: Timed) -> tuple[str, str]:
    """The same in two: Tuesday 11 November 2025, and 4pm to 5:30pm."""
    if session.starts_at is not None:
        clock = format_time_range(session.starts_at, session.ends_at)
        return format_date(session.starts_at), clock
    if session.on_date is None:
        return "Date to be confirmed", ""
    if session.precision == "month":
        return format_month(session.on_date), "date to be confirmed"
    if session.half:
        return format_date(session.on_date), f"{HALF_DAYS[session.half]}, time to be confirmed"
    return format_date(session.on_date), "time to be confirmed"


@cache
def _england() -> "holidays.HolidayBase":
    return holidays.country_holidays("GB", subdiv="ENG")


def is_working_day(day: date) -> bool:
    """Whether England works: neither weekend nor bank holiday."""
    return _england().is_working_day(day)


def working_days_before(day: date, number: int) -> date:
    """The day that is so many of England's working days before this one; itself at none."""
    return _england().get_nth_working_day(day, -number) if number else day


def working_hours_after(moment: datetime, hours: float) -> datetime:
    """The moment by which so many hours are over in which England's offices are open."""
    day, left = local(moment).date(), timedelta(hours=hours)
    while True:
        begins = max(moment, london_time(day, WORK_BEGINS))
        length = max(london_time(day, WORK_ENDS) - begins, timedelta(0))
        if is_working_day(day) and left <= length:
            return begins + left
        if is_working_day(day):
            left -= length
        day += timedelta(days=1)


def closing_time(sort_at: datetime, working_days: int, *, has_time: bool = True) -> datetime:
    """When booking closes: at the start, or at 11:59pm so many working days before.

    Where only the day is known, and not even the afternoon, it is 11:59pm of the day before.
    """
    day = local(sort_at).date()
    if working_days:
        return london_time(working_days_before(day, working_days), time(23, 59))
    if has_time or local(sort_at).time() != time.min:
        return sort_at
    return london_time(day - timedelta(days=1), time(23, 59))


def reminder_time(sort_at: datetime, days: int) -> datetime:
    """9am so many days before, or on the last working day before that."""
    day = local(sort_at).date() - timedelta(days=days)
    return london_time(day if is_working_day(day) else working_days_before(day, 1), REMINDED_AT)


def span(
    *,
    precision: str,
    starts_at: datetime | None,
    ends_at: datetime | None,
    on_date: date | None,
    half: str,
    never: datetime,
) -> tuple[datetime, datetime]:
    """The earliest that a session can start and the latest that it can end; `never` if undated."""
    if starts_at is not None:
        end_of_day = london_time(local(starts_at).date() + timedelta(days=1), time.min)
        return starts_at, ends_at or end_of_day
    if on_date is None:
        return never, never
    if precision == "month":
        next_month = (on_date.replace(day=28) + timedelta(days=4)).replace(day=1)
        return london_time(on_date.replace(day=1), time.min), london_time(next_month, time.min)
    noon = london_time(on_date, MIDDAY)
    begins = noon if half == "pm" else london_time(on_date, time.min)
    ends = noon if half == "am" else london_time(on_date + timedelta(days=1), time.min)
    return begins, ends
