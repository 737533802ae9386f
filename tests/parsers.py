"""Calendars as two programs read them that did not write them: vobject and ical."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import vobject
from ical.calendar_stream import IcsCalendarStream


class Seen(NamedTuple):
    """What a program makes of an entry: moments in UTC, or the days of one without a time."""

    uid: str
    status: str
    sequence: int
    begins: datetime | date
    ends: datetime | date


def read_by_ical(text: str) -> list[Seen]:
    events = IcsCalendarStream.calendar_from_ics(text).events
    return sorted(
        Seen(
            event.uid,
            event.status.value,
            event.sequence,
            _instant(event.dtstart),
            _instant(event.dtend),
        )
        for event in events
    )


def read_by_vobject(text: str) -> list[Seen]:
    return sorted(_seen(event) for event in _events(text))


def _events(text: str) -> Iterator[Any]:
    for calendar in vobject.readComponents(text):
        yield from calendar.contents.get("vevent", [])


def _seen(event: Any) -> Seen:
    return Seen(
        event.uid.value,
        event.status.value,
        int(event.sequence.value),
        _instant(event.dtstart.value),
        _instant(event.dtend.value),
    )


def _instant(moment: datetime | date) -> datetime | date:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment


READERS = [read_by_ical, read_by_vobject]
