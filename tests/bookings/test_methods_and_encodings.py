"""Where an answer says that it is one, in whatever Unicode, and what is kept of why it is none."""

import base64
import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.models import Reply
from bookings.replies.calendar_part import NoAnswer
from bookings.replies.reading import AnswerMail, Letter, read
from bookings.replies.reasons import Reason
from tests.bookings.incoming_mails import ANSWER, CALENDAR, calendar_mail, of_calendar
from tests.bookings.replying import bounce, receive, reply

SILENT = CALENDAR.replace("METHOD:REPLY\n", "")
NAMED = CALENDAR.replace("Ann Example", "Zoë Łuk")
WITH_METHOD = "text/calendar; method="


def in_base64(content, charset):
    head = f"From: ann@school.example\nContent-Type: text/calendar; charset={charset}\n"
    return f"{head}Content-Transfer-Encoding: base64\n\n".encode() + base64.encodebytes(content)


@pytest.mark.parametrize(
    ("content", "charset"),
    [
        (codecs.BOM_UTF8 + NAMED.encode(), "utf-8"),
        (codecs.BOM_UTF8 + NAMED.encode(), "windows-1252"),
        (codecs.BOM_UTF16_LE + NAMED.encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + NAMED.encode("utf-16-be"), "utf-16"),
        (codecs.BOM_UTF16_LE + NAMED.encode("utf-16-le"), "us-ascii"),
    ],
)
def test_an_answer_is_read_in_whatever_unicode_it_begins_with(content, charset):
    assert read(in_base64(content, charset)) == AnswerMail(ANSWER, "ann@school.example", None)


def test_lines_of_utf_16_are_unfolded():
    folded = NAMED.replace("school.example", "school.\r\n example").replace("Zoë", "Zo\r\n\të")

    found = read(in_base64(codecs.BOM_UTF16_LE + folded.encode("utf-16-le"), "utf-16"))

    assert found.answer == ANSWER


def test_half_of_a_character_hides_no_answer():
    cut = codecs.BOM_UTF16_LE + CALENDAR.encode("utf-16-le") + b"\x0a"

    assert read(in_base64(cut, "utf-16")).answer == ANSWER


@pytest.mark.parametrize("method", ["REPLY", "reply", '"REPLY"', " Reply ", "REPLY; charset=utf-8"])
def test_the_method_may_stand_in_the_header_of_the_part_alone(method):
    assert read(calendar_mail(SILENT, kind=WITH_METHOD + method)).answer == ANSWER


def test_the_method_in_the_header_may_be_encoded():
    kind = "text/calendar; method*=us-ascii'en'REPLY"

    assert read(calendar_mail(SILENT, kind=kind)).answer == ANSWER


def test_another_time_may_be_proposed_by_the_header_alone():
    assert read(calendar_mail(SILENT, kind=WITH_METHOD + "COUNTER")).answer.proposes


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (CALENDAR, WITH_METHOD + "REQUEST"),
        (CALENDAR, WITH_METHOD + "COUNTER"),
        (CALENDAR.replace("METHOD:REPLY", "METHOD:CANCEL"), WITH_METHOD + "REPLY"),
        (CALENDAR.replace("METHOD:REPLY", "METHOD:REPLY\nMETHOD:PUBLISH"), "text/calendar"),
    ],
)
def test_what_says_two_methods_is_no_answer(content, kind):
    assert read(calendar_mail(content, kind=kind)) == Letter(Reason.METHODS_DIFFER)


def test_the_same_method_twice_is_said_once():
    twice = CALENDAR.replace("METHOD:REPLY", "METHOD:REPLY\nmethod:reply")

    assert of_calendar(twice) == ANSWER


@given(st.text(max_size=300))
def test_whatever_the_method_is_the_reason_is_one_of_ours(text):
    try:
        of_calendar(CALENDAR.replace("METHOD:REPLY", f"METHOD:{text}"))
    except NoAnswer as refused:
        assert refused.reason in Reason  # noqa: PT017  # some texts are an answer


@pytest.mark.django_db
def test_nothing_that_a_stranger_writes_is_kept_as_the_reason(booking, caplog):
    caplog.set_level("INFO")
    message = booking.attendee.messages.get(kind="place_booked")
    answer = reply(booking, program="apple").decode()
    said = "call 01632-960-999"

    for raw in (
        answer.replace("METHOD:REPLY", f"METHOD:{said}").replace("method=REPLY", "name=x"),
        answer.replace("method=REPLY", f'method="{said}"'),
        answer.replace("PARTSTAT", f'X-A="{said}";PARTSTAT'),
        f"Subject: {said}",
        said,
        bounce(message, action=said).decode(),
        bounce(message).decode().replace("Status: 5.1.1", f"Status: {said}"),
        bounce(message).decode().replace("<place_booked", f"<{said}"),
    ):
        receive(raw.encode())

    kept = set(Reply.objects.values_list("reason", flat=True))
    assert kept <= {"", *Reason}
    assert {Reason.METHOD_OF_NO_ANSWER, Reason.METHODS_DIFFER, Reason.NOT_OURS} <= kept
    assert said not in caplog.text
