"""Writing to attendees: each person once, as many as were confirmed, and stopped while held."""

import uuid
from datetime import timedelta

import pytest

from bookings.lifecycle import commands, writing
from bookings.lifecycle.refusals import NumberChanged, TooLateToStop
from bookings.mail import delivery
from bookings.mail.written import Letter
from bookings.models import Attendee, Message, WrittenMessage
from bookings.recipients import Who
from events.models import AuditEntry
from tests.database import every_row
from tests.factories import (
    NOON,
    cancel_session,
    make_booking,
    make_event,
    make_organiser,
    make_session,
    plan,
    write_to_attendees,
)

pytestmark = pytest.mark.django_db

LETTER = Letter("Parking", "Hello {first name}", Who())
HELD_UNTIL = NOON + timedelta(minutes=2)


def send(event, *, expected, letter=LETTER, form_uuid=None, at=NOON):
    form_uuid = form_uuid or uuid.uuid4()
    return writing.send_written(
        event, letter, expected=expected, form_uuid=form_uuid, at=at, by=None
    )


def deliver(at=HELD_UNTIL):
    return delivery.deliver_due(worker="worker", clock=lambda: at)


def mails():
    return Message.objects.filter(kind="written").order_by("pk")


def two_sessions(**fields):
    event = make_event(
        plan(label="First"),
        plan(label="Second", starts_at=NOON + timedelta(days=35)),
        attendance="any",
        **fields,
    )
    return event.sessions.select_related("event").order_by("pk")


def test_whoever_has_several_places_is_written_to_once():
    first, second = two_sessions()
    both, one = make_booking(first, second), make_booking(second)
    make_booking()  # at another event

    sent = send(first.event, expected=2)

    assert list(
        mails().order_by("attendee").values_list("to", "attendee", "written", "state", "not_before")
    ) == [
        (both.email, both.pk, sent.pk, "queued", HELD_UNTIL),
        (one.email, one.pk, sent.pk, "queued", HELD_UNTIL),
    ]
    assert (sent.recipients, sent.held_until, sent.stopped_at) == (2, HELD_UNTIL, None)


def test_whoever_has_cancelled_is_not_written_to():
    session = make_session()
    commands.cancel_bookings(make_booking(session), at=NOON)
    stays = make_booking(session)

    send(session.event, expected=1)

    assert mails().get().to == stays.email


@pytest.mark.parametrize("expected", [0, 1, 3])
def test_another_number_than_was_confirmed_sends_nothing(expected):
    session = make_session()
    make_booking(session)
    make_booking(session)
    before = every_row()

    with pytest.raises(NumberChanged) as refusal:
        send(session.event, expected=expected)

    assert refusal.value.number == 2
    assert every_row() == before


def test_nobody_is_written_to_where_nobody_has_booked():
    event = make_event()

    with pytest.raises(NumberChanged):
        send(event, expected=0)

    assert not WrittenMessage.objects.exists()


def test_the_same_form_sends_once_and_a_form_of_another_event_is_another_one():
    session, other = make_session(), make_session()
    make_booking(session)
    make_booking(other)
    form_uuid = uuid.uuid4()

    first = send(session.event, expected=1, form_uuid=form_uuid)
    again = send(session.event, expected=7, form_uuid=form_uuid, at=NOON + timedelta(seconds=1))
    elsewhere = send(other.event, expected=1, form_uuid=form_uuid)

    assert (again, elsewhere == first) == (first, False)
    assert mails().count() == 2
    assert AuditEntry.objects.filter(action="message_written").count() == 2


def test_who_wrote_is_in_the_audit_and_what_was_written_is_not():
    olu = make_organiser()
    event = make_booking().event

    written = write_to_attendees(event, by=olu)

    entry = AuditEntry.objects.get(action="message_written")
    assert (entry.actor, entry.object_id, entry.changed) == (olu, event.public_id, [])
    assert written.author == olu


def test_it_is_held_for_two_minutes_and_then_sent_to_each(mailbox):
    event = make_booking(email="ann@school.example").event
    deliver()
    mailbox.clear()
    write_to_attendees(event)

    assert deliver(HELD_UNTIL - timedelta(seconds=1)) == 0
    assert (deliver(), deliver()) == (1, 0)

    assert [mail.to for mail in mailbox] == [["ann@school.example"]]
    assert mails().get().state == "sent"


def test_whoever_cancels_while_it_is_held_is_left_out(mailbox):
    session = make_session()
    leaves, stays = make_booking(session), make_booking(session)
    write_to_attendees(session.event)
    commands.cancel_bookings(leaves, at=NOON)

    deliver()

    assert dict(mails().values_list("attendee", "state")) == {
        leaves.pk: "skipped",
        stays.pk: "sent",
    }


def test_it_is_stopped_while_it_is_held_and_nobody_gets_it(mailbox):
    session = make_session()
    make_booking(session)
    make_booking(session)
    deliver()
    mailbox.clear()
    written = write_to_attendees(session.event)
    at = HELD_UNTIL - timedelta(seconds=1)

    stopped = writing.stop_written(written, at=at, by=None)
    again = writing.stop_written(written, at=HELD_UNTIL + timedelta(days=1), by=None)

    assert deliver(HELD_UNTIL) == 0
    assert (stopped.stopped_at, again.stopped_at) == (at, at)
    assert set(mails().values_list("state", flat=True)) == {"skipped"}
    assert mailbox == []
    assert AuditEntry.objects.filter(action="message_stopped").count() == 1


def test_it_is_too_late_to_stop_once_the_time_is_over():
    written = write_to_attendees(make_booking().event)
    before = every_row()

    with pytest.raises(TooLateToStop):
        writing.stop_written(written, at=HELD_UNTIL, by=None)

    assert every_row() == before


@pytest.mark.django_db(transaction=True)
def test_a_worker_whose_clock_is_ahead_makes_it_too_late_for_all_of_them():
    session = make_session()
    make_booking(session)
    make_booking(session)
    Message.objects.all().delete()
    written = write_to_attendees(session.event)
    claimed, *_ = delivery._claim("worker", HELD_UNTIL)
    Message.objects.exclude(pk=claimed.pk).update(state="queued", locked_until=None)
    before = every_row()

    with pytest.raises(TooLateToStop):
        writing.stop_written(written, at=HELD_UNTIL - timedelta(seconds=1), by=None)

    assert every_row() == before


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_statements_stays_the_same(django_assert_num_queries, number):
    session = make_session()
    for _ in range(number):
        make_booking(session)

    with django_assert_num_queries(9):
        write_to_attendees(session.event)

    assert mails().count() == number


def test_what_one_person_waits_for_goes_out_before_what_many_were_written(settings, mailbox):
    settings.MESSAGE_BATCH = 1
    session = make_session()
    make_booking(session)
    make_booking(session)
    Message.objects.all().delete()
    write_to_attendees(session.event)
    later = HELD_UNTIL + timedelta(minutes=5)
    make_booking(session, email="newcomer@school.example", at=later)

    for _ in range(3):
        deliver(later)

    assert list(Message.objects.order_by("-kind").values_list("kind", "state")) == [
        *[("written", "sent")] * 2,
        ("place_booked", "sent"),
    ]
    assert mailbox[0].to == ["newcomer@school.example"]


def test_a_copy_goes_to_the_organiser_once_for_each_wording():
    session = make_session()
    make_booking(session, full_name="Ben Sample")
    make_booking(session, full_name="Ann Example")
    olu, form_uuid = make_organiser(email="olu@westshire.example"), uuid.uuid4()

    for letter in (LETTER, LETTER, Letter("Parking", "Hi", Who())):
        writing.send_copy(session.event, letter, form_uuid=form_uuid, at=NOON, by=olu)

    copies = Message.objects.filter(kind="written_copy").order_by("pk")
    assert [(copy.to, copy.attendee, copy.facts["text"]) for copy in copies] == [
        ("olu@westshire.example", None, "Hello Ann"),
        ("olu@westshire.example", None, "Hi"),
    ]
    assert not WrittenMessage.objects.exists()
    tokens = Attendee.objects.values_list("link_token", flat=True)
    assert not any(token in str(copy.facts) for copy in copies for token in tokens)


def test_there_is_no_copy_of_what_is_for_nobody():
    with pytest.raises(NumberChanged):
        writing.send_copy(
            make_event(), LETTER, form_uuid=uuid.uuid4(), at=NOON, by=make_organiser()
        )


def test_a_session_that_is_cancelled_meanwhile_has_nobody_to_be_written_to():
    session = make_session()
    make_booking(session)
    cancel_session(session)

    with pytest.raises(NumberChanged):
        send(session.event, expected=1)
