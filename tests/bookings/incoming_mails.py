"""A calendar's answer and a plain mail, to be changed by a test into what it is about."""

from datetime import UTC, datetime

from bookings.replies.calendar_part import Answer, answer_in
from tests.bookings.replying import SHAPES

VALUES = {
    "uid": "1@localhost",
    "partstat": "DECLINED",
    "sequence": "2",
    "stamp": "20261102T130000Z",
    "sender": "ann@school.example",
    "attendee": "ann@school.example",
    "message_id": "7@school.example",
}
STAMP = datetime(2026, 11, 2, 13, tzinfo=UTC)
SENT = datetime(2026, 11, 23, 1, 3, 27, tzinfo=UTC)
ANSWER = Answer("1@localhost", "declined", "ann@school.example", 2, STAMP)
PLAIN = "From: ann@school.example\nMessage-ID: <1@x>\nSubject: Hello\n{more}\n\nSee you there.\n"
CALENDAR = (SHAPES / "apple.ics").read_text()
for name, value in VALUES.items():
    CALENDAR = CALENDAR.replace(f"{{{name}}}", value)


def calendar_mail(content, *, kind="text/calendar; method=REPLY", more=""):
    return f"From: ann@school.example\n{more}Content-Type: {kind}\n\n{content}".encode()


def of_calendar(content):
    return answer_in(content.encode(), charset="utf-8", sender="ann@school.example")
