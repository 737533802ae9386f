"""Messages that something later overtook: not sent, or without what is no longer true."""

from datetime import timedelta

import pytest

from bookings.lifecycle import commands
from bookings.mail import delivery
from bookings.models import Message
from tests.bookings.diaries import entries, folded
from tests.bookings.invariants import in_the_diaries
from tests.factories import NOON, cancel_session, make_booking, make_event, make_session, plan

pytestmark = pytest.mark.django_db


def deliver(at=NOON):
    return delivery.deliver_due(worker="worker 1", clock=lambda: at)


def test_a_confirmation_overtaken_by_the_cancellation_is_skipped(mailbox):
    attendee = make_booking()
    commands.cancel_bookings(attendee, at=NOON)

    deliver()

    states = dict(Message.objects.values_list("kind", "state"))
    assert states == {"place_booked": "skipped", "place_cancelled": "skipped"}
    assert mailbox == []


@pytest.mark.parametrize(
    ("state", "handed_over", "is_sent"),
    [
        ("sent", 0, True),
        ("unconfirmed", 2, True),
        ("queued", 1, True),
        ("dead", 0, False),
        ("skipped", 0, False),
    ],
)
def test_the_end_is_told_to_whoever_has_perhaps_been_invited(state, handed_over, is_sent, mailbox):
    attendee = make_booking()
    later = NOON + timedelta(days=1)
    sent_at = NOON if state == "sent" else None
    Message.objects.update(state=state, handed_over=handed_over, sent_at=sent_at, not_before=later)
    commands.cancel_bookings(attendee, at=NOON)

    deliver()

    assert len(mailbox) == is_sent
    assert (Message.objects.get(kind="place_cancelled").state == "sent") == is_sent


def test_a_confirmation_of_a_time_that_was_changed_meanwhile_tells_the_new_one(mailbox):
    attendee = make_booking()
    attendee.bookings.update(sequence=1)

    deliver()

    [mail] = mailbox
    assert Message.objects.get().state == "sent"
    assert b"SEQUENCE:1\r\n" in mail.alternatives[1].content.encode()


def test_a_confirmation_of_several_tells_of_what_still_stands(mailbox):
    event = make_event(
        plan(label="First"),
        plan(label="Second", starts_at=NOON + timedelta(days=35)),
        attendance="any",
    )
    attendee = make_booking(
        *event.sessions.select_related("event"), booked_by_email="office@school.example"
    )
    second = attendee.bookings.get(session__label="Second")
    commands.cancel_bookings(attendee, only=[second.public_id], at=NOON)

    deliver(NOON + timedelta(minutes=1))
    deliver(NOON + timedelta(minutes=1))

    states = list(Message.objects.in_order().values_list("kind", "state"))
    assert states == [
        ("place_booked", "sent"),
        ("invitation", "sent"),
        ("invitation", "skipped"),
        ("booking_copy", "sent"),
        ("place_cancelled", "skipped"),
        ("cancelled_copy", "skipped"),
    ]
    for confirmation in (mailbox[0], mailbox[2]):
        assert "First" in confirmation.body
        assert "Second" not in confirmation.body


def test_a_confirmation_of_several_puts_nothing_into_the_diary_that_is_not_taken_out(
    mailbox, settings
):
    settings.MESSAGE_BATCH = 1
    event = make_event(
        plan(label="First"),
        plan(label="Second", starts_at=NOON + timedelta(days=35)),
        attendance="any",
    )
    attendee = make_booking(*event.sessions.select_related("event"))
    second = attendee.bookings.get(session__label="Second")
    commands.cancel_bookings(attendee, only=[second.public_id], at=NOON)
    deliver(NOON + timedelta(minutes=1))
    commands.cancel_bookings(attendee, at=NOON + timedelta(minutes=2))

    while deliver(NOON + timedelta(minutes=3)):
        pass

    assert [mail.subject for mail in mailbox] == [
        "Booked for 30 November: Headteacher briefing",
        "Your place on 30 November is cancelled: Headteacher briefing",
    ]
    assert in_the_diaries(folded(entries(mailbox))) == {}


def test_a_confirmation_of_a_session_that_was_cancelled_is_skipped(mailbox):
    session = make_session()
    make_booking(session)
    cancel_session(session)

    deliver()

    states = dict(Message.objects.values_list("kind", "state"))
    assert states == {"place_booked": "skipped", "session_cancelled": "sent"}
    assert [mail.subject for mail in mailbox] == [
        "Session on 30 November cancelled: Headteacher briefing"
    ]
