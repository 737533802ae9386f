"""When a session is, out of its boxes: what they mean together, or what is wrong with them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from events import clock, dates
from events.clock import Clock, Start
from events.fields import WholeMonth
from events.models import Session

HeldOn = date | WholeMonth | None
WHICH_HALF = "Enter am or pm, like 7am or 7pm"
SKIPPED = "Enter a different time. The clocks go forward over this one on this day"


class Unreadable(ValueError):
    """What the boxes say together makes no sense: the box to mend, and how."""

    def __init__(self, box: str, sentence: str) -> None:
        super().__init__(sentence)
        self.box, self.sentence = box, sentence


@dataclass(frozen=True)
class Times:
    """A session's time, as exactly as it is known."""

    precision: str = Session.Precision.NONE
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    arrive_at: datetime | None = None
    on_date: date | None = None
    half: str = ""


def missing(
    held_on: HeldOn, starts: Start | None, ends: Clock | None, arrives: Clock | None
) -> dict[str, str]:
    """What else has to be known for what is: by box, what to do."""
    sentences = {}
    if (starts or ends or arrives) and not isinstance(held_on, date):
        sentences["held_on"] = "Enter the date with a day, a month and a year"
        if held_on is None:
            sentences["held_on"] = "Enter the date"
    if (ends or arrives) and not (starts and starts.clock):
        sentences["starts"] = "Enter the start time"
    return sentences


def read(held_on: HeldOn, starts: Start | None, ends: Clock | None, arrives: Clock | None) -> Times:
    """What the boxes mean, where nothing is missing. Raises Unreadable."""
    if isinstance(held_on, WholeMonth):
        return Times(Session.Precision.MONTH, on_date=held_on.first)
    if held_on is None:
        return Times()
    if starts is None:
        return Times(Session.Precision.DAY, on_date=held_on)
    if starts.clock is None:
        return Times(Session.Precision.HALF_DAY, on_date=held_on, half=starts.half)
    start, end = _start_and_end(starts.clock, ends)
    arrive = _arrival(start, starts.arrive, arrives)
    return Times(
        Session.Precision.EXACT,
        starts_at=moment("starts", held_on, start),
        ends_at=None if end is None else moment("ends", held_on, end),
        arrive_at=None if arrive is None else moment("arrives", held_on, arrive),
    )


def moment(box: str, day: date, minutes: int) -> datetime:
    """When that is. Raises Unreadable where London's clocks skip it."""
    days, minutes = divmod(minutes, clock.END_OF_DAY)
    day, shown = day + timedelta(days=days), time(*divmod(minutes, 60))
    if dates.is_skipped(day, shown):
        raise Unreadable(box, SKIPPED)
    return dates.london_time(day, shown)


def opening(day: date | None, opens: Clock | None) -> datetime | None:
    """When booking opens: at this time, or as the day begins. Raises Unreadable."""
    if day is None:
        if opens is not None:
            raise Unreadable("opens_on", "Enter the date when booking opens")
        return None
    try:
        return moment("opens", day, clock.start_alone(opens) if opens else 0)
    except clock.UnclearHalf:
        raise Unreadable("opens", WHICH_HALF) from None


def _start_and_end(starts: Clock, ends: Clock | None) -> tuple[int, int | None]:
    try:
        return clock.pair(starts, ends) if ends else (clock.start_alone(starts), None)
    except clock.UnclearHalf:
        raise Unreadable("starts", WHICH_HALF) from None
    except clock.EndsBeforeStart:
        raise Unreadable("ends", "Enter an end time that is after the start time") from None


def _arrival(start: int, beside_start: Clock | None, in_its_box: Clock | None) -> int | None:
    """One of the two, or what both say."""
    try:
        read = {clock.arrival(arrives, start) for arrives in (beside_start, in_its_box) if arrives}
    except clock.ArrivesAfterStart:
        box = "arrives" if in_its_box else "starts"
        raise Unreadable(box, "Enter an arrival time that is before the start time") from None
    if len(read) > 1:
        raise Unreadable("arrives", "Enter one arrival time, here or beside the start time")
    return read.pop() if read else None
