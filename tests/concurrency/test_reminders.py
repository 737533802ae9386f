"""Two workers queue the reminders of the same minute, while people give their places up."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core import mail
from django.db import connection

from bookings.lifecycle import commands
from bookings.mail import delivery, reminders
from bookings.models import Attendee, Booking, Message
from tests.bookings.reminded import KINDS, WEEK_BEFORE, queued
from tests.factories import make_booking, make_session

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 30
WORKERS = 2


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
        return list(pool.map(run, works))


def queue_all():
    while reminders.queue_reminders(WEEK_BEFORE):
        pass


def test_two_workers_queue_each_reminder_once(monkeypatch):
    monkeypatch.setattr(reminders, "BATCH", 7)
    session = make_session(capacity=None)
    told = sorted(make_booking(session).email for _ in range(PEOPLE))

    at_the_same_moment(*[queue_all] * WORKERS)

    assert sorted(queued()) == [(to, "reminder_week") for to in told]


def test_who_gives_the_place_up_meanwhile_is_not_sent_one(monkeypatch):
    monkeypatch.setattr(reminders, "BATCH", 7)
    session = make_session(capacity=None)
    attendees = [make_booking(session) for _ in range(PEOPLE)]
    leaving = attendees[::3]

    def leave():
        for attendee in leaving:
            commands.cancel_bookings(attendee, at=WEEK_BEFORE)

    at_the_same_moment(queue_all, queue_all, leave)
    Message.objects.exclude(kind__in=KINDS).delete()
    while delivery.deliver_due(worker="worker", clock=lambda: WEEK_BEFORE + timedelta(minutes=1)):
        pass

    staying = Attendee.objects.with_bookings(Booking.objects.holding_a_place())
    assert sorted(sent.to[0] for sent in mail.outbox) == sorted(one.email for one in staying)
    assert len(mail.outbox) == PEOPLE - len(leaving)
