"""The date in a line of text: a day or a month, with or without its weekday and its year."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from events import weekdays
from events.fields import MONTHS, YEARS, month_number

MARK = "\x00"  # where the date stood
MONTH = "|".join(
    rf"{name}|{name[:4]}\b\.?|{name[:3]}\b\.?"
    if name == "september"
    else rf"{name}|{name[:3]}\b\.?"
    for name in MONTHS
)
WEEKDAY = rf"(?:\b(?P<weekday>{weekdays.PATTERN})\b\.?,?\s+(?:the\s+)?)?"
YEAR = r"(?:[\s,]+(?P<year>20\d\d)\b(?!\s*(?:[-\u2010-\u2015]|to\b)\s*\d{4}\b|\s*h(?:ou)?rs?\b))?"
NTH = r"(?:st|nd|rd|th)?"
DAYS = [
    re.compile(
        rf"{WEEKDAY}(?<![\d.:])(?P<day>\d{{1,2}}){NTH}\s+(?:of\s+)?(?P<month>{MONTH})(?!\w){YEAR}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{WEEKDAY}\b(?P<month>{MONTH})\s+(?P<day>\d{{1,2}}){NTH}(?![\w.:]){YEAR}", re.IGNORECASE
    ),
    re.compile(
        rf"{WEEKDAY}(?<![\d.:/])(?P<day>\d{{1,2}})/(?P<month>\d{{1,2}})"
        r"(?:/(?P<year>20\d\d|\d\d))?(?![\d/])",
        re.IGNORECASE,
    ),
    re.compile(rf"{WEEKDAY}(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)", re.IGNORECASE),
]
OTHER_MONTH = rf"\b(?P<month>{MONTH})(?:\s*(?:/|or|to|[-\u2010-\u2015])\s*(?P<other>{MONTH}))?"
MONTH_AND_YEAR = re.compile(rf"{OTHER_MONTH},?\s+(?P<year>20\d\d)\b", re.IGNORECASE)
MONTH_ALONE = re.compile(rf"{OTHER_MONTH}(?!\w)(?P<year>)", re.IGNORECASE)
LEAP_YEARS = 8  # so far apart are two of them at most


@dataclass(frozen=True)
class Found:
    """The boxes of a date, the line around it, and the day itself if it is one."""

    boxes: tuple[str, str, str]
    around: str
    day: date | None = None
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class NamedDay:
    """A day of the week with a date, somewhere in a text; of a year if that is written too."""

    typed: str
    weekday: int
    day: int
    month: int
    in_year: date | None

    def is_like(self, day: date) -> bool:
        return (day.day, day.month) == (self.day, self.month)


def named_days(text: str) -> Iterator[NamedDay]:
    """Friday 26 June 2021, and Tuesday 14 June: dates that say which day of the week they are."""
    for found in DAYS[0].finditer(text):
        weekday = weekdays.number(found["weekday"] or "")
        if weekday is not None:
            day, month, year = int(found["day"]), month_number(found["month"]), found["year"]
            in_year = next(_days(day, month, year, date.min), None) if year else None
            yield NamedDay(" ".join(found[0].split()), weekday, day, month, in_year)


def find(line: str, *, today: date, is_open: bool) -> Found | None:
    """The date; without a year, the next such day. A month needs a year, or to be open."""
    for pattern in DAYS:
        found = pattern.search(line)
        if found:
            return _day(found, line, today)
    found = MONTH_AND_YEAR.search(line) or (MONTH_ALONE.search(line) if is_open else None)
    return _month(found, line, today) if found else None


def _around(found: re.Match[str], line: str) -> str:
    return f"{line[: found.start()]}{MARK}{line[found.end() :]}"


def _day(found: re.Match[str], line: str, today: date) -> Found:
    day, month, year = int(found["day"]), month_number(found["month"]), found["year"]
    meant = next(_days(day, month, year, today), None)
    boxes = str(day), str(month), str(meant.year if meant else year or "")
    around = _around(found, line)
    if meant is None:
        return Found(boxes, around, problems=[f"“{found[0].strip()}” is no date."])
    weekday = weekdays.number(found["weekday"]) if found["weekday"] else None
    slip = weekdays.mismatch(meant, weekday)
    if slip:
        typed = f"{found['weekday']} {day}", boxes[1], boxes[2]
        return Found(typed, around, meant, [f"{slip}."])
    return Found(boxes, around, meant)


def _days(day: int, month: int, year: str | None, today: date) -> Iterator[date]:
    """The days that are meant, from the next one on."""
    years = range(today.year, today.year + LEAP_YEARS + 1)
    if year:
        years = range(int(year) % 100 + YEARS[0], int(year) % 100 + YEARS[0] + 1)
    for number in years:
        try:
            meant = date(number, month, day)
        except ValueError:
            continue
        if year or meant >= today:
            yield meant


def _month(found: re.Match[str], line: str, today: date) -> Found:
    month, year = month_number(found["month"]), found["year"]
    if not year:
        year = str(today.year if month >= today.month else today.year + 1)
    problems = []
    if found["other"]:
        problems.append(f"We took the first of the months “{found[0]}”. Check which it is.")
    return Found(("", str(month), year), _around(found, line), problems=problems)
