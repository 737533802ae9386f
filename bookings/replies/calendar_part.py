"""What a calendar program answers to an invitation: RFC 5546, section 3.2.3, read line by line.

Only the lines are read, by icalendar, and never the time zones and rules in them: whoever writes
to the mailbox would decide how long those take.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import unquote

from icalendar.parser import Contentline, Parameters

from bookings.replies.reasons import Reason

FOLD = re.compile(rb"\r?\n[ \t]|\r[ \t]")
LINE_END = re.compile(r"\r\n|\r|\n")
METHODS = ("REPLY", "COUNTER")
BYTE_ORDER = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
MOST_LINES = 5000
LARGEST_SEQUENCE = 2**31 - 1


class NoAnswer(Exception):
    """This is a calendar text, but not one that answers an invitation; the reason says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Answer:
    """What was answered: `partstat` in small letters, `stamped_at` None where it is not said.

    `who` is the address of the ATTENDEE. `proposes`: another time, by METHOD:COUNTER.
    """

    uid: str
    partstat: str
    who: str
    sequence: int
    stamped_at: datetime | None
    proposes: bool = False


@dataclass
class _Event:
    """The lines of a VEVENT that count; those of what is inside it do not."""

    values: dict[str, str] = field(default_factory=dict)
    attendees: list[tuple[str, str]] = field(default_factory=list)


def answer_in(content: bytes, *, charset: str, sender: str, method: str = "") -> Answer:
    """The answer that a calendar text holds. Raises NoAnswer.

    `method` is what the header of its part says, if anything. Of several attendees the one counts
    who is the sender.
    """
    said, events = _read(_lines(content, charset))
    method = _one_of({*said, *filter(None, [method.strip().upper()])})
    if len(events) != 1:
        raise NoAnswer(Reason.NOT_ONE_ENTRY)
    [event] = events
    uid = event.values.get("UID", "").strip()
    if not uid:
        raise NoAnswer(Reason.NO_UID)
    who, partstat = _attendee(event.attendees, sender)
    return Answer(
        uid=uid,
        partstat=partstat,
        who=who,
        sequence=_number(event.values.get("SEQUENCE", "")),
        stamped_at=_moment(event.values.get("DTSTAMP", "")),
        proposes=method == "COUNTER",
    )


def _one_of(methods: set[str]) -> str:
    if not methods:
        raise NoAnswer(Reason.METHOD_NOT_SAID)
    if methods.isdisjoint(METHODS):
        raise NoAnswer(Reason.METHOD_OF_NO_ANSWER)
    if len(methods) > 1:
        raise NoAnswer(Reason.METHODS_DIFFER)
    return methods.pop()


def _lines(content: bytes, charset: str) -> list[str]:
    """Unfolded before they are decoded: a fold may stand inside of a character."""
    if content.startswith(BYTE_ORDER):
        content, charset = content.decode("utf-16", "replace").encode(), "utf-8"
    unfolded = FOLD.sub(b"", content).removeprefix(codecs.BOM_UTF8)
    try:
        text = unfolded.decode(charset)
    except (LookupError, UnicodeError):
        text = unfolded.decode("utf-8", "replace")
    lines = LINE_END.split(text)
    if len(lines) > MOST_LINES:
        raise NoAnswer(Reason.TOO_MANY_LINES)
    return lines


def _read(lines: list[str]) -> tuple[set[str], list[_Event]]:
    """Each METHOD that is said, and the events."""
    methods: set[str] = set()
    events: list[_Event] = []
    inside = [""]
    for name, parameters, value in _parts(lines):
        if name == "BEGIN":
            inside.append(value.strip().upper())
            if inside[1:] == ["VCALENDAR", "VEVENT"]:
                events.append(_Event())
        elif name == "END":
            inside = inside[:-1] or [""]
        elif inside[1:] == ["VCALENDAR"] and name == "METHOD":
            methods.add(value.strip().upper())
        elif inside[1:] == ["VCALENDAR", "VEVENT"]:
            _note(events[-1], name, parameters, value)
    return methods, events


def _note(event: _Event, name: str, parameters: Parameters, value: str) -> None:
    if name == "ATTENDEE":
        partstat = str(parameters.get("PARTSTAT", "NEEDS-ACTION"))
        event.attendees.append((_address(value), partstat.lower().replace("-", "_")))
    else:
        event.values.setdefault(name, value)


def _parts(lines: list[str]) -> Iterator[tuple[str, Parameters, str]]:
    """Name in capitals, parameters, value; what is no content line is passed over."""
    for line in lines:
        try:
            name, parameters, value = Contentline(line).parts()  # type: ignore[no-untyped-call]  # icalendar's
        except ValueError:
            continue
        yield name.upper(), parameters, value


def _attendee(attendees: list[tuple[str, str]], sender: str) -> tuple[str, str]:
    if len(attendees) == 1:
        return attendees[0]
    own = [one for one in attendees if one[0].lower() == sender.lower()]
    if len(own) != 1:
        raise NoAnswer(Reason.NOT_ONE_ATTENDEE)
    return own[0]


def _address(value: str) -> str:
    scheme, _, address = value.strip().partition(":")
    return unquote(address).strip() if scheme.lower() == "mailto" else ""


def _number(text: str) -> int:
    """0 where it is not said: RFC 5545, section 3.8.7.4."""
    digits = text.strip()
    is_number = digits.isascii() and digits.isdigit() and len(digits) < 12
    return min(int(digits), LARGEST_SEQUENCE) if is_number else 0


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text.strip().removesuffix("Z") + "Z", "%Y%m%dT%H%M%S%z")
    except ValueError:
        return None
