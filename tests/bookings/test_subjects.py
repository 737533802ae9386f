"""The subject of a mail: news and date first, the title whole, and nothing beside it."""

import email
import email.policy
from datetime import timedelta

import pytest

from bookings.mail import messages
from bookings.models import Message
from tests.factories import NOON, make_booking, make_event, plan

pytestmark = pytest.mark.django_db


def mail(kind):
    return messages.mail_of(Message.objects.get(kind=kind))


def test_many_days_are_counted():
    days = [plan(starts_at=NOON + timedelta(days=28 + number)) for number in range(4)]
    event = make_event(*days, attendance="all")
    make_booking(*event.sessions.select_related("event"))

    assert mail("place_booked").subject == (
        "Booked for 30 November and 3 other days: Headteacher briefing"
    )


def test_answers_go_to_the_domain_that_was_typed(settings):
    settings.MAIL_FROM = "events@büro.example"
    event = make_event(contact_email="head@faß.example")
    make_booking(event.sessions.select_related("event").get())

    mime = mail("place_booked").as_email().message()

    assert mime["Reply-To"] == "head@xn--fa-hia.example"
    assert mime["From"].endswith("<events@xn--bro-hoa.example>")


@pytest.mark.parametrize(
    "title",
    [
        "Pathways for All: a sector-wide conversation about post-16",
        "SEND workshop – what “ordinarily available” means for Ste Thérèse’s and other schools",
        "Headteacherbriefingwithoutanyspacesatall" * 5,
        "日本語の題名" * 30,
        "x" * 200,
    ],
)
def test_a_title_is_never_cut_and_the_subject_begins_on_its_first_line(title):
    make_booking(make_event(title=title).sessions.select_related("event").get())

    raw = mail("place_booked").as_email().message().as_bytes()

    read = email.message_from_bytes(raw, policy=email.policy.default)
    assert read["Subject"] == f"Booked for 30 November: {title}"
    [first_line] = [line for line in raw.splitlines() if line.startswith(b"Subject:")]
    assert len(first_line) > len(b"Subject: ")
    assert max(len(line) for line in raw.splitlines()) <= 998


def test_no_line_break_gets_into_a_header():
    event = make_event(title="Briefing\r\nBcc: everybody@school.example")
    make_booking(event.sessions.select_related("event").get())

    mime = mail("place_booked").as_email().message()

    assert mime["Bcc"] is None
    assert "\n" not in mail("place_booked").subject
