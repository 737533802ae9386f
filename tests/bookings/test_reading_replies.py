"""What a mail that comes in is taken for."""

import pytest

from bookings.replies import reading
from bookings.replies.calendar_part import answer_in
from bookings.replies.reading import AnswerMail, Letter, read
from tests.bookings.incoming_mails import (
    ANSWER,
    CALENDAR,
    SENT,
    STAMP,
    VALUES,
    calendar_mail,
    of_calendar,
)
from tests.bookings.replying import PROGRAMS, filled_in


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_answer_of_each_program_is_read_whole(program):
    assert read(filled_in(program, VALUES)) == AnswerMail(ANSWER, "ann@school.example", SENT)


@pytest.mark.parametrize("kind", ["text/calendar", "application/ics; name=invite.ics"])
def test_the_method_may_stand_in_the_body_alone(kind):
    found = read(calendar_mail(CALENDAR, kind=kind))

    assert found == AnswerMail(ANSWER, "ann@school.example", None)


def test_a_part_that_answers_nothing_is_passed_over():
    mail = filled_in("google", VALUES).decode()
    first, second = "text/calendar; charset", "application/ics; name"
    swapped = mail.replace(first, "?").replace(second, first).replace("?", second)

    assert read(swapped.encode()).answer == ANSWER


@pytest.mark.parametrize(
    ("found", "instead"),
    [
        ("MAILTO:ann@school.example", "mailto:ann%40school.example"),
        ("UID:1@localhost", "UID:1@loc\r\n alhost"),
        ("UID:1@localhost", "uid:1@localhost"),
        ("SEQUENCE:2", "SEQUENCE;X-A=b:2"),
        ("DTSTAMP:20261102T130000Z", "DTSTAMP:20261102T130000"),
        ("BEGIN:VEVENT", "begin:vevent"),
        ("METHOD:REPLY", "METHOD: reply "),
        ("END:VEVENT", "BEGIN:VALARM\nUID:another\nEND:VALARM\nEND:VEVENT"),
        ("END:VEVENT", "a line without any sense\nEND:VEVENT"),
    ],
)
def test_what_programs_write_differently_says_the_same(found, instead):
    assert of_calendar(CALENDAR.replace(found, instead)) == ANSWER


def test_a_fold_inside_of_a_character_is_unfolded_before_it_is_read():
    name = "Zoë".encode()
    folded = CALENDAR.encode().replace(b"Ann Example", name[:3] + b"\r\n " + name[3:])

    assert answer_in(folded, charset="utf-8", sender="") == ANSWER


@pytest.mark.parametrize("charset", ["windows-1252", "no-such-charset", "utf-7"])
def test_an_odd_charset_does_not_hide_the_answer(charset):
    assert answer_in(CALENDAR.encode(), charset=charset, sender="") == ANSWER


@pytest.mark.parametrize(
    ("found", "instead", "sequence", "stamped_at"),
    [
        ("SEQUENCE:2\n", "", 0, STAMP),
        ("SEQUENCE:2", "SEQUENCE:-1", 0, STAMP),
        ("SEQUENCE:2", "SEQUENCE:٣", 0, STAMP),
        ("SEQUENCE:2", "SEQUENCE:" + "9" * 11, 2**31 - 1, STAMP),
        ("SEQUENCE:2", "SEQUENCE:" + "9" * 5000, 0, STAMP),
        ("DTSTAMP:20261102T130000Z\n", "", 2, None),
        ("DTSTAMP:20261102T130000Z", "DTSTAMP:20261302T130000Z", 2, None),
        ("DTSTAMP:20261102T130000Z", "DTSTAMP:soon", 2, None),
    ],
)
def test_a_number_or_moment_that_is_none_is_not_said(found, instead, sequence, stamped_at):
    answer = of_calendar(CALENDAR.replace(found, instead))

    assert (answer.sequence, answer.stamped_at) == (sequence, stamped_at)


def test_of_several_attendees_the_sender_counts():
    another = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:eve@evil.example\nSEQUENCE:2"

    assert of_calendar(CALENDAR.replace("SEQUENCE:2", another)) == ANSWER


@pytest.mark.parametrize(
    ("found", "instead", "reason"),
    [
        ("METHOD:REPLY\n", "", "the method is not said"),
        ("METHOD:REPLY", "METHOD:REQUEST", "the method is not that of an answer"),
        ("UID:1@localhost\n", "", "no UID"),
        ("UID:1@localhost", "UID: ", "no UID"),
        (
            "END:VEVENT",
            "END:VEVENT\nBEGIN:VEVENT\nEND:VEVENT",
            "it does not have exactly one entry",
        ),
        ("VEVENT", "VTODO", "it does not have exactly one entry"),
        ("ATTENDEE;", "X-NOBODY;", "not clear which attendee answers"),
        (
            "SEQUENCE:2",
            "ATTENDEE:mailto:ann@school.example\nSEQUENCE:2",
            "not clear which attendee answers",
        ),
        ("END:VEVENT", "X:1\n" * 5000 + "END:VEVENT", "more than 5,000 lines"),
    ],
)
def test_what_answers_nothing_is_a_letter_with_the_reason(found, instead, reason):
    letter = read(calendar_mail(CALENDAR.replace(found, instead), kind="text/calendar"))

    assert letter == Letter(reason)


@pytest.mark.parametrize("address", ["ann@school.example", "invalid:nomail", "tel:1"])
def test_whoever_has_no_address_is_nobody(address):
    answer = of_calendar(CALENDAR.replace("MAILTO:ann@school.example", address))

    assert answer.who == ""


@pytest.mark.parametrize(
    "sender",
    [
        "From: ann@school.example, eve@evil.example",
        "From: ann@school.example\nFrom: eve@evil.example",
        "From: nobody",
        "X-From: ann@school.example",
    ],
)
def test_a_sender_who_may_be_two_is_nobody(sender):
    mail = calendar_mail(CALENDAR).replace(b"From: ann@school.example", sender.encode())

    assert read(mail).sender in ("", "nobody")


@pytest.mark.parametrize(
    "date", ["Date: yesterday", "Date: Mon, 2 Nov 2026 12:00:00 -0000", "X: y"]
)
def test_a_mail_without_a_date_was_sent_at_no_time(date):
    assert read(calendar_mail(CALENDAR, more=f"{date}\n")).sent_at is None


def test_an_answer_inside_of_a_mail_that_is_passed_on_answers_nothing():
    passed_on = calendar_mail(CALENDAR).decode()

    found = read(f"From: eve@evil.example\nContent-Type: message/rfc822\n\n{passed_on}".encode())

    assert found == Letter()


def test_the_key_is_that_of_the_text_and_its_message_id():
    raw = filled_in("outlook", VALUES)
    again = b"Received: by mx\r\n" + raw.replace(b"\n", b"\r\n")

    assert reading.key_of(again) == reading.key_of(raw)
    assert reading.key_of(raw.replace(b"<7@", b"<8@")) != reading.key_of(raw)
    assert reading.key_of(raw + b"more") != reading.key_of(raw)
