"""Times of day as people type them, read as a pair: "5" to "7" is an evening, "9" to "3" a day."""

import re
from dataclasses import dataclass

CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:(?P<point>[:.h]|(?=\d\d(?!\d)))(?P<minute>\d{2}))?"
    r"\s*(?P<half>[ap]\.?\s?m\.?)?(?:\s*h(?:(?:ou)?rs?)?\.?)?",
    re.IGNORECASE,
)
NAMED = re.compile(r"(?:12\s*)?(?:(?P<midday>noon|midday)|midnight)", re.IGNORECASE)
MIDDAY, END_OF_DAY = 12 * 60, 24 * 60
SMALL_HOURS = 6 * 60  # until then a session that began the day before may go on
LATE = 21 * 60
LONGEST = 12 * 60
LONGEST_UNUSUAL = 10 * 60
LONGEST_WAIT = 6 * 60  # from arriving to the start, where am or pm is left open
HALVES = {"am": "am", "morning": "am", "pm": "pm", "afternoon": "pm"}
ARRIVE_FOR = re.compile(r"(?P<arrive>.+?)\s+for\s+(?P<start>.+)", re.IGNORECASE)


class NoClock(ValueError):
    """This is no time of day."""


class UnclearHalf(ValueError):
    """Morning or evening: only who typed it can say."""


class EndsBeforeStart(ValueError):
    """The end is not after the start, whichever half of the day is meant."""


class ArrivesAfterStart(ValueError):
    """People would arrive when it has begun."""


@dataclass(frozen=True)
class Clock:
    """What was typed: each time of day that it can mean, in minutes after midnight."""

    meanings: tuple[int, ...]

    @property
    def is_sure(self) -> bool:
        return len(self.meanings) == 1

    @property
    def usual(self) -> int | None:
        """What a school means by it: 8 to 12 before the afternoon, 1 to 6 in it; 7 is unclear."""
        if self.is_sure:
            return self.meanings[0]
        morning, evening = self.meanings
        if 7 * 60 <= morning < 8 * 60:
            return None
        return morning if morning >= 8 * 60 else evening


def read_clock(typed: str) -> Clock:
    """4pm, 4.30 p.m., 9:30, 930, 16:00, 1600hrs, 9h30, midday, midnight. Raises NoClock."""
    named = NAMED.fullmatch(typed.strip())
    if named is not None:
        return Clock((MIDDAY if named["midday"] else 0,))
    match = CLOCK.fullmatch(typed.strip())
    if match is None or not typed.isascii():
        raise NoClock(typed)
    hour, minute, half = int(match["hour"]), int(match["minute"] or 0), match["half"]
    if hour > 23 or minute > 59 or (half and not 1 <= hour <= 12):
        raise NoClock(typed)
    if half:
        return Clock((hour % 12 * 60 + minute + (MIDDAY if half[0] in "pP" else 0),))
    has_four_figures = len(match["hour"]) == 2 and match["minute"] and not match["point"]
    if hour > 12 or hour == 0 or match["hour"].startswith("0") or has_four_figures:
        return Clock((hour * 60 + minute,))
    morning = hour % 12 * 60 + minute
    return Clock((morning, morning + MIDDAY))


@dataclass(frozen=True)
class Start:
    """What was typed as the start: a time, perhaps with one to arrive at, or half of a day."""

    clock: Clock | None = None
    arrive: Clock | None = None
    half: str = ""


def read_start(typed: str) -> Start:
    """4pm, "8 for 8.30am", and morning or pm where no more is known. Raises NoClock."""
    half = HALVES.get(typed.strip().lower().replace(".", ""), "")
    if half:
        return Start(half=half)
    both = ARRIVE_FOR.fullmatch(typed.strip())
    if both is None:
        return Start(read_clock(typed))
    return Start(read_clock(both["start"]), arrive=read_clock(both["arrive"]))


def arrival(arrives: Clock, start: int) -> int:
    """When to arrive, in minutes after midnight as the start. Raises ArrivesAfterStart."""
    fitting = [
        minutes
        for minutes in arrives.meanings
        if minutes <= start and (arrives.is_sure or start - minutes <= LONGEST_WAIT)
    ]
    if not fitting:
        raise ArrivesAfterStart
    return max(fitting)


def start_alone(starts: Clock) -> int:
    """The start, in minutes after midnight, where no end is known. Raises UnclearHalf."""
    if starts.usual is None:
        raise UnclearHalf
    return starts.usual


def pair(starts: Clock, ends: Clock) -> tuple[int, int]:
    """Start and end in minutes after the midnight before; an end over 24 hours is the next day.

    Midnight as an end is the end of the day. Raises UnclearHalf, EndsBeforeStart.
    """
    if not ends.is_sure:
        start = start_alone(starts)
        return start, _end_after(start, ends)
    fitting = [(start, end) for start in starts.meanings for end in _ends(start, ends)]
    if not fitting:
        raise EndsBeforeStart
    start, end = min(fitting, key=lambda both: both[1] - both[0])
    if start != starts.usual and end - start > LONGEST_UNUSUAL:
        raise EndsBeforeStart
    return start, end


def _end_after(start: int, ends: Clock) -> int:
    found = [end for end in _ends(start, ends) if end - start <= LONGEST_UNUSUAL]
    if not found:
        raise EndsBeforeStart
    return min(found)


def _ends(start: int, ends: Clock) -> list[int]:
    """Each meaning of the end that comes after the start, the small hours of the next day too.

    These only where they are named, as 1am is, or where it is late: "4 to 3:30" is a slip.
    """
    may_be_next_day = ends.is_sure or start >= LATE
    found = []
    for end in ends.meanings:
        length = end + END_OF_DAY - start
        if end > start:
            found.append(end)
        elif end == 0 or (may_be_next_day and end <= SMALL_HOURS and length <= LONGEST):
            found.append(end + END_OF_DAY)
    return found
