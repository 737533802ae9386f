"""Answers that come at once, and a receiver that is killed among them."""

import os
import subprocess
import sys
import time
from collections import Counter

import pytest

from bookings.lifecycle import commands
from bookings.models import Booking, Message, Reply
from tests.bookings.answered import booked
from tests.bookings.replying import LATER, receive, reply
from tests.concurrency.test_places import assert_places_equal_rows, in_threads
from tests.database import database_url
from tests.dovecot import ImapMailbox
from tests.factories import NOON, as_sent, make_booking, make_session

pytestmark = pytest.mark.django_db(transaction=True)

REPLIES, KILLS = 100, 3  # with 1,000 it took a minute, and was as true


def told_of(booking):
    return booking.attendee.messages.filter(state="queued").values_list("kind", flat=True)


def test_the_same_mail_from_many_sides_at_once_acts_once():
    booking = booked(make_session(capacity=2))
    mail = reply(booking)

    outcomes = in_threads(receive, [mail] * 20)

    assert outcomes == ["released"] * 20
    assert Reply.objects.count() == 1
    assert list(told_of(booking)) == ["place_declined"]
    assert_places_equal_rows()


def test_declining_while_cancelling_by_the_link_gives_the_place_back_once():
    session = make_session(capacity=None)
    bookings = [make_booking(session).bookings.get() for _ in range(10)]
    as_sent()

    def either(job):
        booking, mail = job
        if mail:
            return receive(mail)
        cancelled = commands.cancel_bookings(booking.attendee, at=LATER)
        return "cancelled" if cancelled else "too late"

    jobs = [job for one in bookings for job in [(one, reply(one)), (one, None)]]
    outcomes = Counter(in_threads(either, jobs))

    assert outcomes["released"] + outcomes["cancelled"] == len(bookings)
    assert [len(told_of(one)) for one in bookings] == [1] * len(bookings)
    session.refresh_from_db()
    assert session.places_taken == 0
    assert_places_equal_rows()


def test_of_many_who_accept_after_all_as_many_get_a_place_as_there_are():
    session = make_session(capacity=10)
    bookings = [make_booking(session).bookings.get() for _ in range(10)]
    as_sent()
    for booking in bookings:
        receive(reply(booking))
    for _ in range(7):
        make_booking(session)
    later = [reply(one, "ACCEPTED", stamp=LATER.replace(minute=1)) for one in bookings]

    outcomes = Counter(in_threads(lambda mail: receive(mail, at=LATER.replace(minute=2)), later))

    assert outcomes == {"taken_back": 3, "no_place": 7}
    session.refresh_from_db()
    assert session.places_taken == 10
    assert_places_equal_rows()


def poll(inbox):
    environment = {"DATABASE_URL": database_url(), "REPLY_IMAP": inbox.address()}
    return subprocess.Popen(
        [sys.executable, "manage.py", "poll_mail"],
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
    )


def killed_after(inbox, replies):
    """Read until so many answers have been received, and one may be in the midst of it."""
    give_up_at = time.monotonic() + 60
    with poll(inbox) as process:
        while Reply.objects.count() < replies and time.monotonic() < give_up_at:
            time.sleep(0.01)
        process.kill()


def test_a_receiver_that_is_killed_again_and_again_acts_on_each_answer_once():
    session = make_session(capacity=None)
    bookings = [make_booking(session).bookings.get() for _ in range(REPLIES)]
    as_sent()

    with ImapMailbox() as inbox:
        inbox.put(*(reply(booking) for booking in bookings), at=NOON)
        for number in range(1, KILLS + 1):
            killed_after(inbox, REPLIES * number // (KILLS + 1))
        with poll(inbox) as process:
            assert process.wait() == 0

    assert Counter(Reply.objects.values_list("outcome", flat=True)) == {"released": REPLIES}
    assert Reply.objects.order_by().values("booking").distinct().count() == REPLIES
    told = Message.objects.filter(state="queued").values_list("attendee", "kind")
    assert Counter(told) == {(one.attendee_id, "place_declined"): 1 for one in bookings}
    assert not Booking.objects.holding_a_place().exists()
    assert_places_equal_rows()
