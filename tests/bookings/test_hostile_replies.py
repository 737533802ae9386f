"""Whatever is written to the mailbox of replies is read or refused, in bounded time."""

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.replies.bounces import Bounce
from bookings.replies.calendar_part import Answer, NoAnswer
from bookings.replies.reading import AnswerMail, Automatic, Letter, Unreadable, read
from tests.bookings.incoming_mails import CALENDAR, calendar_mail, of_calendar


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "no headers"),
        (b"\n\nonly a text", "no headers"),
        (b"From: a@b.example\n\n" + b"x" * 256 * 1024, "larger than 256 KiB"),
        (b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 200, "too many parts"),
    ],
)
def test_what_is_too_much_or_nothing_cannot_be_read(raw, reason):
    with pytest.raises(Unreadable) as refused:
        read(raw)

    assert str(refused.value) == reason


def nested(depth):
    head = "".join(
        f"Content-Type: multipart/mixed; boundary=b{number}\n\n--b{number}\n"
        for number in range(depth)
    )
    return f"From: a@b.example\n{head}\ntext".encode()


@pytest.mark.parametrize("depth", [30, 400, 2000, 4000])
def test_what_is_nested_too_deeply_cannot_be_read(depth):
    with pytest.raises(Unreadable) as refused:
        read(nested(depth))

    assert str(refused.value) == "nested too deeply"


@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param("ATTENDEE;" + "A=B;" * 60000, id="parameters"),
        pytest.param('ATTENDEE;CN="' + "a" * 240000, id="quote"),
        pytest.param("X\n " * 80000, id="folds"),
        pytest.param("BEGIN:VEVENT\n" * 4000, id="begins"),
        pytest.param("RRULE:FREQ=SECONDLY\nDTSTART:00010101T000000\n" * 2000, id="rules"),
        pytest.param("\\" * 240000, id="backslashes"),
    ],
)
def test_a_hostile_calendar_takes_no_time(hostile):
    begun = time.process_time()

    read(calendar_mail(CALENDAR.replace("END:VEVENT", f"{hostile}\nEND:VEVENT")))

    assert time.process_time() - begun < 3


@pytest.mark.parametrize(
    "head",
    [
        pytest.param("From: " + "(" * 200000, id="comments"),
        pytest.param("From: " + "a@b.example," * 20000, id="senders"),
        pytest.param("From: " + '"' * 200001, id="quotes"),
        pytest.param("Content-Type: text/calendar" + "; a*0=b" * 30000, id="continuations"),
        pytest.param("Date: " + "1" * 200000, id="date"),
        pytest.param("From: =?utf-8?q?" + "=41" * 60000 + "?=", id="encoded"),
    ],
)
def test_hostile_headers_take_no_time(head):
    begun = time.process_time()

    with contextlib.suppress(Unreadable):
        read(f"{head}\nContent-Type: text/calendar\n\n{CALENDAR}".encode())

    assert time.process_time() - begun < 3


@given(st.binary(max_size=2000))
def test_whatever_comes_is_read_or_refused(raw):
    try:
        found = read(raw)
    except Unreadable:
        return
    assert isinstance(found, AnswerMail | Bounce | Automatic | Letter)


@given(st.text(max_size=500))
def test_whatever_stands_in_a_calendar_is_an_answer_or_none(text):
    try:
        found = of_calendar(CALENDAR.replace("UID:", f"{text}\nUID:"))
    except NoAnswer:
        return
    assert isinstance(found, Answer)
