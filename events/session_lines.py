"""Sessions out of pasted lines: "Tue 14 Jun 9.30am-12.30pm Mercure Maidstone 60".

Each line becomes the answers of one form. What is not understood is said beside it, and what is
wrong stays in its box, where the form asks for it: nothing of a line is lost.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from events import line_dates, session_times, text_cleaning
from events.clock import NoClock, read_clock, read_start
from events.models import Session, Venue

C = (
    r"(?:\d{1,2}(?:[:.h]\d{2})?(?:\s*[ap]\.?\s?m\b\.?)?|\d{4}(?:\s*h(?:ou)?rs?\b)?"
    r"|\bnoon\b|\bmidday\b|\bmidnight\b)"
)
SURE = (
    r"(?:\d{1,2}(?:[:.]\d{2})?\s*[ap]\.?\s?m\b\.?|\d{1,2}[:.]\d{2}|\d{4}\s*h(?:ou)?rs?\b"
    r"|\bnoon\b|\bmidday\b|\bmidnight\b)"
)
BETWEEN = r"\s*(?:[-\u2010-\u2015]|\bto\b|\buntil\b|\btill\b)\s*"
BEFORE = r"(?<![\w.:,])(?:at\s+|from\s+)?"
TIMES = [  # the surest first
    re.compile(rf"{BEFORE}(?P<starts>(?:{C}\s+for\s+)?{C}){BETWEEN}(?P<ends>{C})(?!\w)", re.I),
    re.compile(rf"{BEFORE}(?P<starts>{C}\s+for\s+{C})(?!\w)(?P<ends>)", re.I),
    re.compile(rf"{BEFORE}(?P<starts>{SURE})(?!\w)(?P<ends>)", re.I),
]
HALF = re.compile(
    r"(?<!\w)(?:in\s+the\s+)?(?P<starts>am|pm|a\.m\.|p\.m\.|morning|afternoon)(?!\w)(?P<ends>)",
    re.I,
)
LINK = re.compile(r"https?://\S+", re.I)
ONLINE = re.compile(
    r"(?:\b(?:via|on|by|over)\s+)?"
    r"(?:\b(?:microsoft|ms)\s+teams\b|\b(?:online|virtual|virtually|teams|zoom|webinar)\b)",
    re.I,
)
NUMBER = r"(?:\bmax(?:imum)?\.?\s+(?:of\s+)?)?(?<![\w.])(?P<number>\d{1,3}(?:,\d{3})+|\d{1,6})"
PLACES = re.compile(rf"{NUMBER}\s+(?:places|spaces|seats|people|delegates|max)\b", re.I)
LAST_NUMBER = re.compile(rf"{NUMBER}\W*$", re.I)
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.I)
OPEN = re.compile(
    r"(?:\b(?:dates?|times?|venue)\s+)?\b(?:t\.?b\.?[ca]\b\.?|to\s+be\s+(?:confirmed|announced))",
    re.I,
)
AROUND = " \t,;:|-\u2010\u2011\u2012\u2013\u2014\u2015@()[]•*·"


@dataclass(frozen=True)
class Line:
    """What one line says: the answers of a session's form, and what was not understood."""

    text: str
    answers: dict[str, Any]
    problems: list[str]


@dataclass
class Reading:
    """A line while it is read: what is still to be understood, and what has been."""

    rest: str
    answers: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first place that looks so, which is then understood."""
        found = pattern.search(self.rest)
        if found:
            self.rest = f"{self.rest[: found.start()]} {self.rest[found.end() :]}"
        return found

    def take_behind(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The same behind the date; in a name before it the words stay: "Morning session"."""
        before, mark, after = self.rest.rpartition(line_dates.MARK)
        found = pattern.search(after)
        if found:
            self.rest = f"{before}{mark}{after[: found.start()]} {after[found.end() :]}"
        elif pattern.fullmatch(before.strip(AROUND)):
            self.rest = f"{mark}{after}"
        return found or pattern.search(before)


def read(text: str, *, today: date, venues: Iterable[Venue]) -> list[Line]:
    """The sessions of these lines, in their order; blank lines are none."""
    known = list(venues)
    typed = [text_cleaning.plain(line) for line in text.splitlines()]
    return [read_line(line, today=today, venues=known) for line in typed if line]


def read_line(text: str, *, today: date, venues: Sequence[Venue]) -> Line:
    reading = Reading(text_cleaning.plain(text))
    _read_link(reading)
    day = _read_date(reading, today)
    _read_time(reading, day)
    is_online = bool(reading.take_behind(ONLINE)) or "join_link" in reading.answers
    _read_places(reading, venues)
    before, words = _around_the_date(reading.rest, is_online=is_online)
    if before:
        reading.answers["label"] = before
    _read_place(reading, words, venues, is_online=is_online)
    return Line(text, {"line": text, **reading.answers}, reading.problems)


def _read_link(reading: Reading) -> None:
    link = reading.take(LINK)
    if link:
        reading.answers["join_link"] = link[0].rstrip(".,;)")
        if not link[0].lower().startswith("https"):
            reading.problems.append("The link does not start with https://.")


def _read_date(reading: Reading, today: date) -> date | None:
    """The day, if there is one; a mark stays where the date was."""
    is_open = bool(OPEN.search(reading.rest))
    found = line_dates.find(reading.rest, today=today, is_open=is_open)
    if found is not None:
        reading.answers["held_on"] = list(found.boxes)
        reading.problems += found.problems
    elif not is_open:
        reading.problems.append("There is no date that we understand in this line.")
    reading.rest = OPEN.sub(" ", found.around if found else reading.rest)
    return found.day if found else None


def _read_time(reading: Reading, day: date | None) -> None:
    found = next(filter(None, (reading.take(pattern) for pattern in TIMES)), None)
    found = found or reading.take_behind(HALF)
    if found is None:
        return
    starts, ends = text_cleaning.plain(found["starts"]), text_cleaning.plain(found["ends"])
    reading.answers |= {"starts": starts, "ends": ends}
    try:
        times = read_start(starts), read_clock(ends) if ends else None
        if day is not None:
            session_times.read(day, *times, None)
    except NoClock:
        reading.problems.append(f"“{text_cleaning.on_one_line(found[0])}” is no time of day.")
    except session_times.Unreadable as problem:
        reading.problems.append(f"{problem.sentence}.")


def _read_places(reading: Reading, venues: Sequence[Venue]) -> None:
    """A number of places, unless it is the end of a venue's name."""
    words = reading.rest.partition(line_dates.MARK)[2] or reading.rest
    if _named_exactly(words, venues):
        return
    places = reading.take(PLACES) or reading.take(LAST_NUMBER)
    if places:
        reading.answers["capacity"] = places["number"].replace(",", "")


def _around_the_date(rest: str, *, is_online: bool) -> tuple[str, str]:
    """The session's name, which stands before the date, and the venue's, if both are given."""
    parts = [text_cleaning.on_one_line(part).strip(AROUND) for part in rest.split(line_dates.MARK)]
    before, after = (["", *parts])[-2:]
    return (before, after) if after or is_online else ("", before)


def _read_place(reading: Reading, words: str, venues: Sequence[Venue], *, is_online: bool) -> None:
    if is_online:
        reading.answers["mode"] = Session.Mode.ONLINE.value
        if words:
            reading.problems.append(f"We did not understand “{words}”.")
    elif words:
        reading.answers["mode"] = Session.Mode.IN_PERSON.value
        reading.answers |= _venue(words, reading, venues)
    else:
        reading.answers["mode"] = Session.Mode.TO_BE_CONFIRMED.value


def _venue(words: str, reading: Reading, venues: Sequence[Venue]) -> dict[str, str]:
    """The venue that is known by these words, or one that is new."""
    known = _named_exactly(words, venues) or [
        venue for venue in venues if venue.name.casefold().startswith(words.casefold())
    ]
    if len(known) == 1:
        return {"venue": known[0].public_id}
    if known:
        reading.problems.append(f"There are several venues like “{words}”. Check which it is.")
    postcode = POSTCODE.search(words)
    name = text_cleaning.on_one_line(POSTCODE.sub(" ", words)).strip(AROUND)
    return {"venue_name": name, "venue_postcode": postcode[0].upper() if postcode else ""}


def _named_exactly(words: str, venues: Sequence[Venue]) -> list[Venue]:
    name = text_cleaning.on_one_line(words).strip(AROUND).casefold()
    return [venue for venue in venues if venue.name.casefold() == name]
