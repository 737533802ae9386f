"""How many places were booked and cancelled on each of the last days: a line, and its numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Case, Count, Value, When

from bookings.dashboard import changes
from bookings.models.booking import BookingQuerySet
from events import dates

DAYS = 28
STEP, HEIGHT = 10, 60  # of the line, in units of its own
EDGE = 2  # so that no half of the stroke is cut off


@dataclass(frozen=True)
class Day:
    on: date
    booked: int
    cancelled: int


@dataclass(frozen=True)
class Days:
    """The last days, today among them, the oldest first."""

    days: Sequence[Day]

    @property
    def booked(self) -> int:
        return sum(day.booked for day in self.days)

    @property
    def cancelled(self) -> int:
        return sum(day.cancelled for day in self.days)

    @property
    def most(self) -> int:
        return max(day.booked for day in self.days)

    @property
    def width(self) -> int:
        return STEP * (len(self.days) - 1)

    @property
    def height(self) -> int:
        return HEIGHT

    @property
    def points(self) -> str:
        """The line of what was booked, as an SVG polyline has it."""
        room = HEIGHT - 2 * EDGE
        return " ".join(
            f"{STEP * number},{HEIGHT - EDGE - day.booked * room // (self.most or 1)}"
            for number, day in enumerate(self.days)
        )


def by_day(bookings: BookingQuerySet, at: datetime) -> Days:
    """Of these bookings, by the days of London. Two queries."""
    today = dates.local(at).date()
    days = [today - timedelta(days=DAYS - 1 - number) for number in range(DAYS)]
    begins = [dates.london_time(day, time.min) for day in [*days, today + timedelta(days=1)]]
    span = begins[0], begins[-1]
    booked = _counted(changes.booked(bookings, *span), "booked_at", begins)
    cancelled = _counted(changes.cancelled(bookings, *span), "cancelled_at", begins)
    return Days([Day(day, booked.get(n, 0), cancelled.get(n, 0)) for n, day in enumerate(days)])


def _counted(found: BookingQuerySet, field: str, begins: Sequence[datetime]) -> dict[int, int]:
    """How many on each day, by its number: compared with midnights, which are no 24 hours apart.

    The newest first: most of what is booked was booked lately.
    """
    numbered = [(number, begin) for number, begin in enumerate(begins[:-1])]
    cases = [
        When(**{f"{field}__gte": begin}, then=Value(number)) for number, begin in reversed(numbered)
    ]
    days: Any = found.order_by().annotate(day=Case(*cases)).values("day")
    return dict(days.annotate(number=Count("pk")).values_list("day", "number"))
