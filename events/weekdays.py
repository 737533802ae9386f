"""Days of the week as people type them, and what to say where one does not fit its date."""

import re
from datetime import date

from events import dates

NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SHORT = [name[:3].lower() for name in NAMES]
PATTERN = (
    r"(?:mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?"
    r"|sun(?:day)?)"
)
TYPED = re.compile(PATTERN, re.IGNORECASE)


def number(typed: str) -> int | None:
    """0 for Mon, mon and Monday; None for what is no day of the week."""
    return SHORT.index(typed[:3].lower()) if TYPED.fullmatch(typed) else None


def mismatch(day: date, weekday: int | None) -> str:
    """What to say where this date falls on another day of the week; nothing where it fits."""
    if weekday in (None, day.weekday()):
        return ""
    meant = dates.format_short_date(day)
    return f"{meant} is a {day:%A}, not a {NAMES[weekday or 0]}. Check the date"
