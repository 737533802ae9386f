"""What a program wrote by itself: logged, unless it answers an invitation."""

from email.message import EmailMessage

import pytest

from bookings.mail import messages
from bookings.models import Reply
from bookings.replies.reading import AnswerMail, Automatic, Letter, read
from bookings.replies.reasons import Reason
from tests.bookings.answered import state_of
from tests.bookings.incoming_mails import ANSWER, CALENDAR, PLAIN, SENT, VALUES, calendar_mail
from tests.bookings.replying import LATER, PROGRAMS, filled_in, receive, reply

AUTO = "Auto-Submitted: auto-replied\n"
NO_METHOD = CALENDAR.replace("METHOD:REPLY\n", "")


def plain(more):
    return PLAIN.replace("{more}", more).encode()


@pytest.mark.parametrize(
    "more",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; owner-email=x",
        "Precedence: auto_reply",
        "Precedence: bulk\nAuto-Submitted: auto-replied",
        "Precedence: junk\nX-Autorespond: yes",
        "X-Autoreply: yes",
        "Content-Type: multipart/report; report-type=disposition-notification; boundary=x",
    ],
)
def test_what_a_program_wrote_is_automatic(more):
    assert read(plain(more)) == Automatic()


@pytest.mark.parametrize(
    "more",
    [
        "Auto-Submitted: no",
        "Auto-Submitted: No (a person)",
        "X-Auto-Response-Suppress: All",
        "Precedence: bulk",
        "Precedence: Junk",
        "Precedence: list\nList-Id: <heads.example>",
        "Precedence: bulk\nAuto-Submitted: no",
        "X: y",
    ],
)
def test_what_a_person_wrote_is_a_letter(more):
    assert read(plain(more)) == Letter()


def test_an_automatic_answer_to_an_invitation_is_an_answer():
    assert read(calendar_mail(CALENDAR, more="Auto-Submitted: auto-generated\n")).answer == ANSWER


def returning(booking, headers):
    """An automatic reply with the invitation that it is about, as we have sent it."""
    sent = messages.mail_of(booking.attendee.messages.get(kind="place_booked"))
    mail = EmailMessage()
    mail["From"], mail["Message-ID"] = booking.attendee.email, "<31@school.example>"
    for name, value in headers.items():
        mail[name] = value
    mail.set_content("I am away until Monday.")
    mail.add_attachment(sent.invitation, "text", "calendar", params={"method": sent.method})
    return mail.as_bytes()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("headers", "outcome", "reason"),
    [
        ({"Auto-Submitted": "auto-replied"}, "automatic", ""),
        ({"X-Autoreply": "yes"}, "automatic", ""),
        ({"Precedence": "auto_reply"}, "automatic", ""),
        ({"Precedence": "bulk"}, "letter", Reason.METHOD_OF_NO_ANSWER),
        ({}, "letter", Reason.METHOD_OF_NO_ANSWER),
    ],
)
def test_an_automatic_reply_that_returns_our_invitation_is_no_letter(
    booking, headers, outcome, reason
):
    assert receive(returning(booking, headers)) == outcome

    assert Reply.objects.get().reason == reason
    assert state_of(booking) == ("booked", "needs_action", 1)


@pytest.mark.django_db
@pytest.mark.parametrize("program", PROGRAMS)
def test_what_a_room_or_a_diary_answers_by_itself_acts_as_an_answer(booking, program):
    by_itself = AUTO.encode() + reply(booking, program=program, stamp=LATER)

    assert receive(by_itself) == "released"

    assert state_of(booking)[0] == "cancelled"


def test_an_automatic_answer_counts_beside_our_invitation_too():
    asked = CALENDAR.replace("METHOD:REPLY", "METHOD:REQUEST")
    mail = filled_in("google", VALUES).decode()
    head, rest = mail.split("\n\n", 1)
    boundary = rest.split("\n", 1)[0]
    first = f"{boundary}\nContent-Type: text/calendar; method=REQUEST\n\n{asked}\n"

    found = read(f"{AUTO}{head}\n\n{first}{rest}".encode())

    assert found == AnswerMail(ANSWER, "ann@school.example", SENT)


@pytest.mark.parametrize(
    ("content", "kind", "found"),
    [
        (NO_METHOD, "text/calendar", Automatic()),
        (NO_METHOD, "text/calendar; method=PUBLISH", Automatic()),
        (CALENDAR.replace("UID:", "X-UID:"), "text/calendar", Letter(Reason.NO_UID)),
        (CALENDAR, "text/calendar; method=CANCEL", Letter(Reason.METHODS_DIFFER)),
    ],
)
def test_an_automatic_answer_that_cannot_be_read_is_for_people(content, kind, found):
    assert read(calendar_mail(content, kind=kind, more=AUTO)) == found
