"""Changing an event: what the change meets on its way, and what it may not do."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bookings.lifecycle import event_changes
from bookings.mail import delivery, messages
from bookings.models import Message
from events import planning
from events.models import Session
from tests.bookings.told import AN_HOUR_LATER, LATER, START, booked, mails, news
from tests.factories import NOON, amend_event, as_sent, make_booking, make_event, plan

pytestmark = pytest.mark.django_db


def test_a_confirmation_that_waits_goes_out_with_the_new_facts(mailbox):
    event = make_event(plan())
    make_booking(event.sessions.get(), email="ann@school.example")

    amend_event(event, sessions=[AN_HOUR_LATER], at=LATER)
    delivery.deliver_due(worker="worker 1", clock=lambda: LATER)

    assert [mail.subject for mail in mailbox] == [
        "Booked for 30 November: Headteacher briefing",
        "Changed for 30 November: Headteacher briefing",
    ]
    assert all("1pm to 2:30pm" in mail.body for mail in mailbox)
    assert "midday" not in mailbox[0].body


def test_a_change_waits_while_what_is_older_is_on_its_way(mailbox):
    event = make_event(plan())
    make_booking(event.sessions.get(), email="ann@school.example")
    later = LATER + timedelta(minutes=1)
    Message.objects.update(state="leased", locked_until=later, locked_by="worker 2")

    amend_event(event, sessions=[AN_HOUR_LATER], at=LATER)
    delivery.deliver_due(worker="worker 1", clock=lambda: LATER)

    assert mailbox == []
    Message.objects.filter(kind="place_booked").update(
        state="sent", locked_until=None, sent_at=LATER
    )
    delivery.deliver_due(worker="worker 1", clock=lambda: LATER)
    assert [mail.subject for mail in mailbox] == ["Changed for 30 November: Headteacher briefing"]


def test_two_changes_before_the_worker_comes_are_told_as_one():
    event, _ = booked(plan(), email="ann@school.example")

    amend_event(event, sessions=[AN_HOUR_LATER], at=LATER)
    amend_event(event, sessions=[{"ends_at": START + timedelta(hours=4)}], at=LATER)

    assert mails() == [("ann@school.example", "session_changed", "REQUEST", 2, "NEEDS-ACTION")]
    [mail] = filter(None, map(messages.mail_of, Message.objects.waiting()))
    assert "1pm to 4pm\nBefore this change: Monday 30 November 2026, midday to 1:30pm" in mail.text


def test_a_change_that_is_taken_back_before_anybody_heard_of_it_is_not_told():
    event, _ = booked(plan())
    session = event.sessions.get()

    amend_event(event, sessions=[AN_HOUR_LATER], at=LATER)
    amend_event(
        event, sessions=[{"starts_at": session.starts_at, "ends_at": session.ends_at}], at=LATER
    )

    assert mails() == []


def test_a_session_whose_date_is_open_again_leaves_the_diary_and_comes_back():
    event, _ = booked(plan(), email="ann@school.example")
    session = event.sessions.get()
    undated = {"precision": "none", "starts_at": None, "ends_at": None}

    amend_event(event, sessions=[undated], at=LATER)

    assert mails() == [("ann@school.example", "session_changed", "CANCEL", 1, "NEEDS-ACTION")]
    assert news() == (
        "The date of this session is now to be confirmed. Your place is still booked."
    )
    as_sent(kind="session_changed")
    dated = {"precision": "exact", "starts_at": session.starts_at, "ends_at": session.ends_at}
    amend_event(event, sessions=[dated], at=LATER + timedelta(days=1))
    assert mails() == [("ann@school.example", "session_changed", "REQUEST", 2, "NEEDS-ACTION")]


def test_places_and_the_calendars_sequence_follow():
    event, _ = booked(plan(), plan())

    amend_event(event, sessions=[AN_HOUR_LATER, {"speakers": "Ann"}], at=LATER)

    fields = ("sort_at", "closes_at", "feed_sequence", "schedule_sequence", "changed_at")
    assert list(Session.objects.order_by("pk").values_list(*fields)) == [
        (START + timedelta(hours=1), START + timedelta(hours=1), 1, 1, LATER),
        (START, START, 1, 0, LATER),
    ]


def test_fewer_places_than_are_taken_are_refused_and_nothing_changes():
    event, _ = booked(plan())
    make_booking(event.sessions.get())

    with pytest.raises(event_changes.amending.TooFewPlaces) as refused:
        amend_event(event, title="Other", sessions=[{"capacity": 1}])

    assert [one.places_taken for one in refused.value.sessions] == [2]
    event.refresh_from_db()
    assert event.title == "Headteacher briefing"


def test_who_booked_keeps_the_rule_they_booked_by():
    event, _ = booked(plan())

    with pytest.raises(event_changes.AttendanceSettled):
        amend_event(event, attendance="one")

    event.refresh_from_db()
    assert event.attendance == "any"


def test_a_course_that_is_booked_gets_no_further_session():
    event = make_event(plan(), attendance="all")
    make_booking(event.sessions.get())
    now = planning.plan_of(event, event.sessions.with_place())

    with pytest.raises(event_changes.CourseIsBooked):
        event_changes.amend_event(
            event,
            replace(now, sessions=(*now.sessions, plan(label="Second"))),
            seen={},
            tell=True,
            at=NOON,
            by=None,
        )

    assert event.sessions.count() == 1
