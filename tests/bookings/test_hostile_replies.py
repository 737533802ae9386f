"""Whatever is written to the mailbox of replies is read or refused, in bounded time."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.replies.bounces import Bounce
from bookings.replies.calendar_part import Answer, NoAnswer
from bookings.replies.reading import AnswerMail, Automatic, Letter, Unreadable, read
from tests.bookings.incoming_mails import CALENDAR, calendar_mail, of_calendar
from tests.growth import assert_grows_evenly


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "no headers"),
        (b"\n\nonly a text", "no headers"),
        (b"From: a@b.example\n\n" + b"x" * 256 * 1024, "larger than 256 KiB"),
        (b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 200, "too many parts"),
        (
            b"From: a@b.example\nContent-Type: multipart/mixed" + b"; a*0=b" * 30000 + b"\n\nx",
            "a content type of more than 4,000 characters",
        ),
        (
            b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/calendar;\n"
            + b' a="b";\n' * 1000
            + b"\n\nx\n--b--\n",
            "a content type of more than 4,000 characters",
        ),
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
    ("start", "repeated", "times"),
    [
        pytest.param("ATTENDEE;", "A=B;", 60000, id="parameters"),
        pytest.param('ATTENDEE;CN="', "a", 240000, id="quote"),
        pytest.param("", "X\n ", 80000, id="folds"),
        pytest.param("", "BEGIN:VEVENT\n", 4000, id="begins"),
        pytest.param("", "RRULE:FREQ=SECONDLY\nDTSTART:00010101T000000\n", 2000, id="rules"),
        pytest.param("", "\\", 240000, id="backslashes"),
    ],
)
def test_a_hostile_calendar_takes_no_longer_than_its_length(start, repeated, times):
    def of_length(number):
        hostile = start + repeated * number
        return calendar_mail(CALENDAR.replace("END:VEVENT", f"{hostile}\nEND:VEVENT"))

    assert_grows_evenly(read, of_length, times)


@pytest.mark.parametrize(
    ("start", "repeated", "times", "end"),
    [
        pytest.param("From: ", "(", 200000, "", id="comments"),
        pytest.param("From: ", "a@b.example,", 20000, "", id="senders"),
        pytest.param("From: ", '"', 200001, "", id="quotes"),
        pytest.param("Content-Type: text/calendar", "; a*0=b", 30000, "", id="continuations"),
        pytest.param("Date: ", "1", 200000, "", id="date"),
        pytest.param("From: =?utf-8?q?", "=41", 60000, "?=", id="encoded"),
    ],
)
def test_hostile_headers_take_no_longer_than_their_length(start, repeated, times, end):
    def of_length(number):
        head = start + repeated * number + end
        return f"{head}\nContent-Type: text/calendar\n\n{CALENDAR}".encode()

    def read_or_refuse(raw):
        with contextlib.suppress(Unreadable):
            read(raw)

    assert_grows_evenly(read_or_refuse, of_length, times)


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
