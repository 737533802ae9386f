"""Changes that meet in the queue: each thing is told once, and nothing is left untold."""

from datetime import timedelta

import pytest

from bookings.lifecycle import event_changes
from bookings.mail import messages
from bookings.mail.delivery import deliver_due
from bookings.models import Message
from tests.bookings.diaries import entries, folded
from tests.bookings.told import AN_HOUR_LATER, LATER, START, booked, mails
from tests.factories import NOON, amend_event, as_sent, make_booking, make_event, make_session, plan

pytestmark = pytest.mark.django_db

LATER_STILL = LATER + timedelta(minutes=1)
ANOTHER_DAY = {"starts_at": START + timedelta(days=3), "ends_at": None}
AS_IT_WAS = {"starts_at": START, "ends_at": START + timedelta(hours=1.5)}
UNDATED = {"precision": "none", "starts_at": None, "ends_at": None}


def two():
    return booked(plan(label="First"), plan(label="Second", starts_at=START + timedelta(days=2)))


def told(kind="session_changed"):
    waiting = Message.objects.waiting().of_kinds([kind]).in_order()
    return [mail for mail in map(messages.mail_of, waiting) if mail is not None]


def test_a_change_of_one_session_and_then_of_another_are_one_mail():
    event, _ = two()

    amend_event(event, sessions=[AN_HOUR_LATER], at=LATER)
    amend_event(event, sessions=[{}, ANOTHER_DAY], at=LATER_STILL)

    assert [row[1:4] for row in mails()] == [
        ("session_changed", "", None),
        ("invitation", "REQUEST", 1),
        ("invitation", "REQUEST", 1),
    ]
    [mail] = told()
    assert "Before this change: Monday 30 November 2026, midday to 1:30pm" in mail.text
    assert "Before this change: Wednesday 2 December 2026, midday to 1:30pm" in mail.text


def test_what_failed_while_a_later_change_came_is_tried_again():
    event, _ = two()
    amend_event(event, sessions=[AN_HOUR_LATER, {"label": "Other"}], at=LATER)
    being_sent = Message.objects.filter(kind="session_changed")
    being_sent.update(state="leased", locked_by="worker", locked_until=LATER + timedelta(hours=1))
    amend_event(event, sessions=[{}, ANOTHER_DAY], at=LATER_STILL)

    Message.objects.filter(state="leased").update(state="queued", locked_by="", locked_until=None)

    texts = [mail.text for mail in told()]
    assert any("Before this change: Monday 30 November 2026, midday" in text for text in texts)


def test_the_title_that_people_know_is_the_one_before_all_changes():
    event, _ = booked(plan())

    amend_event(event, title="Second title", at=LATER)
    amend_event(event, title="Third title", sessions=[AN_HOUR_LATER], at=LATER_STILL)

    [mail] = told()
    assert "The event was called: Headteacher briefing" in mail.text
    assert "Second title" not in mail.text


def test_a_change_that_only_a_confirmation_told_is_taken_back(mailbox, settings):
    settings.MESSAGE_BATCH = 1
    session = make_session()
    make_booking(session)
    amend_event(session.event, sessions=[AN_HOUR_LATER], at=LATER)
    deliver_due(worker="worker", clock=lambda: LATER)
    amend_event(session.event, sessions=[AS_IT_WAS], at=LATER_STILL)

    while deliver_due(worker="worker", clock=lambda: LATER_STILL):
        pass

    diaries = [entry.starts_at for entry in folded(entries(mailbox)).values()]
    assert [mail.body.partition("\n\n")[0] for mail in mailbox[1:]] == [
        "We have taken back a change that an earlier email may have told you of."
        " Your place is still booked."
    ]
    assert diaries == [START]


def test_a_change_that_was_taken_back_before_anybody_heard_of_it_is_told_to_nobody():
    event, _ = booked(plan())

    amend_event(event, sessions=[AN_HOUR_LATER], at=LATER)
    amend_event(event, sessions=[AS_IT_WAS], at=LATER_STILL)

    assert told() == []


def test_an_invitation_to_what_has_changed_says_so_and_a_removal_does_too():
    event, _ = two()

    amend_event(event, sessions=[UNDATED, ANOTHER_DAY], at=LATER)

    assert [
        (mail.method, mail.subject, mail.text.partition("\n")[0]) for mail in told("invitation")
    ] == [
        (
            "CANCEL",
            "Changed: Headteacher briefing",
            "The date of this session is now to be confirmed.",
        ),
        (
            "REQUEST",
            "Changed for 3 December: Headteacher briefing",
            "The date of this session has changed.",
        ),
    ]


def test_who_is_moved_and_then_loses_that_place_too_is_promised_nothing():
    event = make_event(plan(label="First"), plan(label="Second", starts_at=START + timedelta(1)))
    first, second = event.sessions.with_place().order_by("pk")
    make_booking(first)
    as_sent()

    event_changes.cancel_session(first, reason="", move_to=second, at=LATER, by=None)
    event_changes.cancel_session(second, reason="", at=LATER_STILL, by=None)

    kinds = [row[1] for row in mails()]
    assert kinds == ["moved_from_session", "session_cancelled"]
    assert "place" not in told("moved_from_session")[0].text.partition("Headteacher")[0]


def test_what_has_taken_place_is_not_cancelled_and_nobody_hears_of_it():
    event = make_event(
        plan(label="Past", starts_at=NOON + timedelta(days=1)), plan(label="To come")
    )
    past, to_come = event.sessions.with_place().order_by("pk")
    make_booking(past, email="past@school.example")
    make_booking(to_come, email="ann@school.example")
    as_sent()
    then = NOON + timedelta(days=3)

    event_changes.cancel_session(past, reason="Snow", at=then, by=None)
    event_changes.cancel_event(event, reason="Snow", at=then, by=None)

    assert [row[0] for row in mails()] == ["ann@school.example"]
    states = list(event.sessions.order_by("pk").values_list("state", "places_taken"))
    assert states == [("scheduled", 1), ("cancelled", 0)]


def test_a_later_change_of_another_session_tells_only_whom_it_concerns():
    event = make_event(plan(label="First"), plan(label="Second"))
    first, second = event.sessions.with_place().order_by("pk")
    make_booking(first, email="ann@school.example")
    make_booking(second, email="ben@school.example")
    as_sent()

    amend_event(event, sessions=[AN_HOUR_LATER], at=LATER)
    amend_event(event, sessions=[{}, AN_HOUR_LATER], at=LATER_STILL)

    assert [row[:2] for row in mails()] == [
        ("ann@school.example", "session_changed"),
        ("ben@school.example", "session_changed"),
    ]
    assert Message.objects.filter(kind="session_changed").count() == 2
