"""People book while an organiser moves the session and cancels it: what calendars know is true."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event as Signal

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from bookings.lifecycle import commands
from bookings.lifecycle.refusals import SessionCancelled
from bookings.mail import delivery
from bookings.models import Booking, Message
from events.models import Session
from tests.bookings.diaries import entries, folded, is_in_order
from tests.factories import amend_event, cancel_session, make_event, make_person, plan

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 40
AT_ONCE = 8


def book(session):
    try:
        commands.book_place(
            event=session.event,
            sessions=[session],
            person=make_person(),
            form_uuid=uuid.uuid4(),
            at=timezone.now(),
        )
    except SessionCancelled:
        pass
    finally:
        connection.close()


def deliver(worker, is_over):
    try:
        while not is_over.is_set():
            delivery.deliver_due(worker=worker, clock=timezone.now)
    finally:
        connection.close()


def while_people_book(session, *changes):
    """Each change after as many more have booked, with two workers who send all the while."""
    is_over = Signal()
    share = PEOPLE // (len(changes) + 1)
    with ThreadPoolExecutor(AT_ONCE + 2) as pool:
        workers = [pool.submit(deliver, f"worker {number}", is_over) for number in range(2)]
        booking = []
        for change in (*changes, lambda: None):
            booking += [pool.submit(book, session) for _ in range(share)]
            booking[-share // 2].result()
            change()
        for one in booking:
            one.result()
        is_over.set()
        for worker in workers:
            worker.result()
    while Message.objects.due(timezone.now()).exists():
        delivery.deliver_due(worker="worker 3", clock=timezone.now)


def last_told():
    """By the UID of a booking: METHOD and DTSTART of what its calendar was told last."""
    told = entries(mail.outbox)
    assert is_in_order(told)
    return {uid: (entry.method, entry.starts_at) for uid, entry in folded(told).items()}


@pytest.fixture
def session():
    starts_at = timezone.now().replace(microsecond=0) + timedelta(days=28)
    return make_event(plan(starts_at=starts_at, capacity=None), at=timezone.now()).sessions.get()


def move(session, hours):
    changed = {"starts_at": session.starts_at + timedelta(hours=hours), "ends_at": None}
    return amend_event(session.event, sessions=[changed], at=timezone.now())


def test_whoever_booked_has_the_time_it_was_moved_to(session):
    while_people_book(session, lambda: move(session, 1), lambda: move(session, 2))

    told = last_told()
    assert told == {
        uid: ("REQUEST", session.starts_at + timedelta(hours=2))
        for uid in Booking.objects.values_list("uid", flat=True)
    }
    assert len(told) == Session.objects.get().places_taken > 30


def test_whoever_was_invited_before_it_was_cancelled_is_told_so(session):
    while_people_book(session, lambda: move(session, 1), lambda: cancel_session(session))

    told = last_told()
    assert {method for method, _ in told.values()} == {"CANCEL"}
    assert Session.objects.get().places_taken == 0
    assert not Booking.objects.holding_a_place().exists()
    never_invited = set(Booking.objects.values_list("uid", flat=True)) - told.keys()
    sent = Message.objects.filter(booking__uid__in=never_invited, state="sent")
    assert set(sent.values_list("kind", flat=True)) <= {"session_cancelled"}
