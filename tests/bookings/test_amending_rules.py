"""Changing an event: what the change meets on its way, and what it may not do."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bookings.lifecycle import event_changes
from bookings.mail import delivery, messages
from bookings.models import Message
from events import planning
from events.amending import AlreadyCancelled
from events.lifecycle import ContactMissing
from events.models import AuditEntry, Session
from events.plans import UpdatePlan
from tests.bookings.told import AN_HOUR_LATER, LATER, START, booked, mails, news
from tests.factories import (
    NOON,
    amend_event,
    as_sent,
    cancel_event,
    cancel_session,
    make_audience,
    make_booking,
    make_event,
    plan,
)

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


def test_a_cancelled_session_goes_on_to_be_called_as_the_event_is():
    event = make_event(plan(label="First"), plan(label="Second"))
    cancel_session(event.sessions.order_by("pk").first())
    before = Session.objects.get(label="First").feed_sequence

    amend_event(event, title="Briefing for heads", at=LATER)

    assert Session.objects.get(label="First").feed_sequence == before + 1


def test_what_is_published_keeps_somebody_to_ask():
    event = make_event()

    with pytest.raises(ContactMissing):
        amend_event(event, contact_name="", contact_email="")

    event.refresh_from_db()
    assert event.contact_name == "Education Events team"


def test_audiences_and_the_update_are_changed_and_said_in_the_audit():
    event = make_event(audiences=[make_audience("SENCOs")])
    update = UpdatePlan(NOON.date(), "Weekly update")

    amend_event(event, audiences=[], other_audience="Chairs", update=update)

    event.refresh_from_db()
    assert [audience.label for audience in event.audiences.all()] == ["Chairs"]
    assert event.update.title == "Weekly update"
    entry = AuditEntry.objects.get(action="event_changed")
    assert entry.changed == ["audiences", "update"]
    assert event.sessions.get().feed_sequence == 1


def test_only_the_audiences_of_an_event_change():
    event = make_event(audiences=[make_audience("SENCOs")])

    amend_event(event, audiences=[make_audience("Heads")])

    assert [audience.label for audience in event.audiences.all()] == ["Heads"]


def test_a_confirmation_of_two_sessions_tells_the_new_time_of_the_one_that_was_moved(mailbox):
    event = make_event(plan(label="First"), plan(label="Second"), attendance="any")
    make_booking(*event.sessions.with_place().order_by("pk"))

    amend_event(event, sessions=[AN_HOUR_LATER], at=LATER)
    delivery.deliver_due(worker="worker 1", clock=lambda: LATER)

    confirmation = mailbox[0].body
    assert confirmation.index("1pm to 2:30pm") < confirmation.index("midday to 1:30pm")


def test_a_cancelled_event_stays_as_it_was_announced():
    event = make_event()
    cancel_event(event)

    with pytest.raises(AlreadyCancelled):
        amend_event(event, title="Other")

    event.refresh_from_db()
    assert event.title == "Headteacher briefing"
