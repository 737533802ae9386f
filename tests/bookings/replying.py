"""Mails as calendar programs send them, filled in for one booking."""

import base64
import itertools
import quopri
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from bookings.replies import receiving
from tests.factories import NOON

SHAPES = Path(__file__).parent / "incoming"
PROGRAMS = ["thunderbird", "outlook", "google", "apple"]
LATER = NOON + timedelta(hours=1)
numbers = itertools.count(1)


def reply(
    booking,
    partstat="DECLINED",
    *,
    program="thunderbird",
    sequence=0,
    stamp=LATER,
    sender=None,
    attendee=None,
    message_id=None,
) -> bytes:
    """The mail with which a program answers the invitation to a booking."""
    own = booking.attendee.email
    values = {
        "uid": booking.uid,
        "partstat": partstat,
        "sequence": str(sequence),
        "stamp": f"{stamp:%Y%m%dT%H%M%SZ}",
        "sender": sender or own,
        "attendee": attendee or own,
        "message_id": message_id or f"{next(numbers)}@school.example",
    }
    return filled_in(program, values)


def filled_in(program: str, values: dict[str, str]) -> bytes:
    calendar = SHAPES / f"{program}.ics"
    if calendar.exists():
        values = {**values, "calendar": ""}
        values["calendar"] = _encoded(program, _filled(calendar.read_text(), values))
    return _filled((SHAPES / f"{program}.eml").read_text(), values).encode()


def _encoded(program: str, calendar: str) -> str:
    content = calendar.replace("\n", "\r\n").encode()
    if program == "outlook":
        return base64.encodebytes(content).decode()
    return quopri.encodestring(content).decode() if program == "apple" else content.decode()


def _filled(text: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def bounce(message, *, action="failed") -> bytes:
    """The report of a server that could not deliver one of our messages."""
    returned = f"{message.kind}.{message.public_id}@{settings.CALENDAR_DOMAIN}"
    values = {"action": action, "returned": returned, "message_id": f"{next(numbers)}@mx.example"}
    return filled_in("bounce", values)


def receive(raw: bytes, *, at: datetime = LATER, **options) -> str:
    """What came of it."""
    return receiving.receive(raw, at=at, **options).outcome
