"""A message confirmed twice, stopped while a worker begins, sent while people cancel."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from bookings.lifecycle import commands, writing
from bookings.lifecycle.refusals import NumberChanged, TooLateToStop
from bookings.mail import delivery
from bookings.mail.written import Letter
from bookings.models import Message, WrittenMessage
from bookings.recipients import Who
from events.models import AuditEntry
from tests.factories import NOON, make_booking, make_session, write_to_attendees

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 30
ROUNDS = 6
JUST_BEFORE = NOON + writing.HELD_FOR - timedelta(milliseconds=1)


def at_the_same_moment(*works):
    """Each in a thread with a connection of its own."""
    barrier = Barrier(len(works))

    def run(work):
        barrier.wait()
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return [one.result() for one in [pool.submit(run, work) for work in works]]


def book_many():
    session = make_session(capacity=None)
    attendees = [make_booking(session) for _ in range(PEOPLE)]
    Message.objects.all().delete()
    return session.event, attendees


def test_a_form_that_is_sent_four_times_at_once_is_one_message():
    event, attendees = book_many()
    letter, form_uuid = Letter("Parking", "Hello", Who()), uuid.uuid4()

    def send():
        return writing.send_written(
            event, letter, expected=PEOPLE, form_uuid=form_uuid, at=NOON, by=None
        )

    sent = at_the_same_moment(*[send] * 4)

    assert len(set(sent)) == WrittenMessage.objects.count() == 1
    assert sorted(Message.objects.values_list("attendee", flat=True)) == [
        attendee.pk for attendee in attendees
    ]


def test_it_is_stopped_for_all_or_for_nobody_while_workers_begin():
    event, _ = book_many()

    for _ in range(ROUNDS):
        written = write_to_attendees(event)

        def stop(written=written):
            try:
                writing.stop_written(written, at=JUST_BEFORE, by=None)
            except TooLateToStop:
                return False
            return True

        def claim():
            return len(delivery._claim("worker", NOON + writing.HELD_FOR))

        is_stopped, *claimed = at_the_same_moment(stop, claim, claim)

        states = set(Message.objects.values_list("state", flat=True))
        assert states == {"skipped"} if is_stopped else "skipped" not in states
        assert (sum(claimed) == 0) == is_stopped
        assert WrittenMessage.objects.get(pk=written.pk).is_stopped == is_stopped
        Message.objects.all().delete()


def test_it_may_be_stopped_by_several_at_once():
    event, _ = book_many()
    written = write_to_attendees(event)

    def stop():
        return writing.stop_written(written, at=JUST_BEFORE, by=None).is_stopped

    assert at_the_same_moment(*[stop] * 4) == [True] * 4
    assert AuditEntry.objects.filter(action="message_stopped").count() == 1


def test_it_is_for_exactly_as_many_as_were_confirmed_while_people_cancel():
    event, attendees = book_many()
    letter = Letter("Parking", "Hello", Who())

    def leave():
        for attendee in attendees[::3]:
            commands.cancel_bookings(attendee, at=NOON)

    def send():
        try:
            return writing.send_written(
                event, letter, expected=PEOPLE, form_uuid=uuid.uuid4(), at=NOON, by=None
            ).recipients
        except NumberChanged:
            return 0

    _, number = at_the_same_moment(leave, send)

    assert number in (0, PEOPLE)
    assert Message.objects.filter(kind="written").count() == number
