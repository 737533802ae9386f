"""An organiser changes an event: who is told what, and what their calendar is told."""

from datetime import timedelta

import pytest
from django.conf import settings

from bookings.mail import messages
from bookings.models import Attendee, Booking, Message
from events.plans import VenuePlan
from tests.bookings.told import AN_HOUR_LATER, IN_PERSON, LATER, ONLINE, START, booked, mails, news
from tests.factories import NOON, amend_event, as_sent, make_booking, make_event, plan

pytestmark = pytest.mark.django_db


def test_another_time_moves_the_entry_and_asks_again():
    event, attendee = booked(plan(), email="ann@school.example")

    amend_event(event, sessions=[AN_HOUR_LATER], at=LATER)

    assert mails() == [("ann@school.example", "session_changed", "REQUEST", 1, "NEEDS-ACTION")]
    mail = messages.mail_of(Message.objects.get(kind="session_changed"))
    assert mail.subject == "Changed for 30 November: Headteacher briefing"
    assert mail.text.startswith(
        "The time of this session has changed. Your place is still booked.\n\n"
        "Headteacher briefing\n\n"
        "When\n"
        "Monday 30 November 2026, 1pm to 2:30pm\n"
        "Before this change: Monday 30 November 2026, midday to 1:30pm\n\n"
        "Join the meeting, from 30 minutes before the start:\n"
        f"{settings.SITE_ADDRESS}/join/{attendee.bookings.get().join_token}/\n\n"
        "If that does not work, use the meeting link:\n"
        "https://meet.example/join\n"
    )
    assert f"{attendee.link_token}/cancel/" in mail.text
    assert b"DTSTART;TZID=Europe/London:20261130T130000" in mail.invitation


@pytest.mark.parametrize(
    ("before", "change", "sentence"),
    [
        ({}, AN_HOUR_LATER, "The time of this session has changed."),
        ({}, {"arrive_at": START - timedelta(minutes=30)}, "The time of this session has changed."),
        (
            {},
            {"starts_at": START + timedelta(days=1), "ends_at": None},
            "The date of this session has changed.",
        ),
        (
            {},
            IN_PERSON | {"venue": VenuePlan("Ashby Hall")},
            "The place of this session has changed.",
        ),
        (
            {},
            IN_PERSON | {"venue": VenuePlan("Ashby Hall")} | AN_HOUR_LATER,
            "The time and place of this session have changed.",
        ),
        (IN_PERSON, ONLINE, "This session is now online."),
        (
            IN_PERSON,
            ONLINE | AN_HOUR_LATER,
            "This session is now online. Its time has also changed.",
        ),
        (
            {},
            {"join_link": "https://meet.example/new"},
            "The link to join this session has changed.",
        ),
        (
            {"join_link": ""},
            {"join_link": "https://x.example/"},
            "The link to join this session is ready.",
        ),
        (
            {},
            {"join_link": ""},
            "The link to join this session no longer works. We will email you a new one.",
        ),
        ({}, {"label": "Morning"}, "This session has a new name."),
    ],
)
def test_the_mail_begins_with_what_has_changed(before, change, sentence):
    event, _ = booked(plan(**before))

    amend_event(event, sessions=[change])

    assert news() == f"{sentence} Your place is still booked."


def test_another_title_keeps_the_answer_and_comes_with_a_later_stamp():
    event, _ = booked(plan(), email="ann@school.example")

    amend_event(event, title="Briefing for heads", at=LATER)

    assert mails() == [("ann@school.example", "session_changed", "REQUEST", 0, "ACCEPTED")]
    mail = messages.mail_of(Message.objects.get(kind="session_changed"))
    assert mail.text.startswith(
        "This event has a new title. Your place is still booked.\n\n"
        "The event was called: Headteacher briefing\n\n"
        "Briefing for heads\n"
    )
    assert b"DTSTAMP:20261102T130000Z" in mail.invitation


@pytest.mark.parametrize(
    "change",
    [
        {"body": "Corrected."},
        {"summary": "Short."},
        {"contact_telephone": "01632 960 123"},
        {"is_listed": False},
        {"sessions": [{"capacity": 30}]},
        {"sessions": [{"speakers": "Ann"}]},
        {"closes_working_days": 2},
    ],
)
def test_what_nobody_needs_to_hear_of_tells_nobody(change):
    event, _ = booked(plan())

    amend_event(event, **change)

    assert mails() == []


def test_another_name_is_told_only_if_the_organiser_says_so():
    event, _ = booked(plan())

    amend_event(event, title="Breifing", sessions=[{"label": "Morning"}], tell=False)

    assert mails() == []


def test_what_has_changed_is_told_once_though_it_is_sent_twice():
    event, _ = booked(plan())
    typed = {"sessions": [AN_HOUR_LATER], "title": "Briefing for heads"}

    amend_event(event, at=LATER, **typed)
    amend_event(event, at=LATER + timedelta(seconds=1), **typed)

    assert Message.objects.filter(kind="session_changed").count() == 1
    assert Booking.objects.get().sequence == 1


def test_several_changes_are_one_mail_and_an_invitation_for_each_session():
    event, _ = booked(plan(label="First"), plan(label="Second"), email="ann@school.example")

    amend_event(event, sessions=[AN_HOUR_LATER, IN_PERSON])

    assert mails() == [
        ("ann@school.example", "session_changed", "", None, None),
        ("ann@school.example", "invitation", "REQUEST", 1, "NEEDS-ACTION"),
        ("ann@school.example", "invitation", "REQUEST", 1, "NEEDS-ACTION"),
    ]
    assert news() == (
        "Sessions that you booked have changed. We are sending a new calendar invitation for each"
        " one. Your place is still booked."
    )


def test_only_those_whose_session_changed_are_told_and_their_bookers():
    event = make_event(plan(label="First"), plan(label="Second"))
    first, second = event.sessions.with_place().order_by("pk")
    make_booking(
        first,
        email="ann@school.example",
        full_name="Ann Example",
        booked_by_name="Olive Office",
        booked_by_email="olive@school.example",
    )
    make_booking(second, email="ben@school.example")
    as_sent()

    amend_event(event, sessions=[AN_HOUR_LATER])

    assert mails() == [
        ("ann@school.example", "session_changed", "REQUEST", 1, "NEEDS-ACTION"),
        ("olive@school.example", "session_changed_copy", "", None, None),
    ]
    copy = messages.mail_of(Message.objects.get(kind="session_changed_copy"))
    assert copy.text.startswith(
        "The time of this session has changed. This is your copy of what we have told Ann Example,"
        " whose place is still booked.\n"
    )
    assert Attendee.objects.get(full_name="Ann Example").link_token not in copy.text
    assert "https://meet.example/join" not in copy.text


def test_who_has_cancelled_and_what_is_over_is_told_nothing():
    event = make_event(plan(starts_at=NOON + timedelta(hours=3)))
    make_booking(event.sessions.get())
    as_sent()

    amend_event(event, sessions=[{"label": "Morning"}], at=NOON + timedelta(days=2))

    assert mails() == []
