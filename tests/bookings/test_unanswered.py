"""A server that takes the text and is slow to answer, or never does: two copies at most."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import OperationalError, connection

from bookings.mail import delivery
from bookings.models import Message
from events.models import Session
from tests.factories import NOON, make_booking
from tests.postgres import free_port

pytestmark = pytest.mark.django_db

USUAL, LONG = 0.6, 6.0  # seconds; for real they are 10 and 600


@pytest.fixture
def server(settings, smtp_server):
    settings.EMAIL_BACKEND = "bookings.mail.smtp.PatientBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp_server.port
    settings.EMAIL_TIMEOUT, settings.MAIL_ANSWER_TIMEOUT = USUAL, LONG
    return smtp_server


def deliver(at=NOON):
    delivery.deliver_due(worker="worker", clock=lambda: at)
    return Message.objects.get()


def deliver_for_a_day():
    """Try whenever the message is due, for 24 hours."""
    at = NOON
    while at < NOON + timedelta(days=1):
        message = deliver(at)
        if message.state != "queued":
            return message
        at = message.not_before
    return message


def test_an_answer_that_takes_longer_than_usual_is_waited_for(server):
    make_booking()
    server.answer_late("DATA", USUAL * 4)

    message = deliver()

    assert (message.state, message.handed_over, len(server.messages)) == ("sent", 0, 1)


def test_a_line_dropped_after_the_text_costs_one_more_copy_and_is_never_dead(server):
    make_booking()
    server.drops_after_the_text = True

    message = deliver_for_a_day()

    assert (message.state, message.handed_over) == ("unconfirmed", 2)
    assert len(server.messages) == 2
    assert len({mail["Message-ID"] for mail in server.messages}) == 1


@contextmanager
def nothing_noted_before_the_answer():
    def refuse(execute, sql, *rest):
        if sql.startswith('UPDATE "bookings_message" SET "handed_over" ='):
            raise OperationalError("database is locked")
        return execute(sql, *rest)

    with connection.execute_wrapper(refuse):
        yield


@pytest.mark.django_db(transaction=True)
def test_what_is_handed_over_is_answered_though_the_database_is_locked(server, caplog):
    make_booking()

    with nothing_noted_before_the_answer():
        message = deliver()

    assert (message.state, message.handed_over, len(server.messages)) == ("sent", 0, 1)
    [line] = [record.getMessage() for record in caplog.records]
    assert re.fullmatch(rf"message {message.public_id} handed over, not noted: Op\S+ \S+", line)


@pytest.mark.django_db(transaction=True)
def test_and_is_counted_once_it_can_be(server):
    make_booking()
    server.drops_after_the_text = True

    with nothing_noted_before_the_answer():
        message = deliver_for_a_day()

    assert (message.state, message.handed_over, len(server.messages)) == ("unconfirmed", 2, 2)


def test_an_answer_that_never_comes_is_the_same(server, settings):
    make_booking()
    settings.MAIL_ANSWER_TIMEOUT = USUAL
    server.answer_late("DATA", USUAL * 2)

    message = deliver_for_a_day()

    assert (message.state, message.get_state_display()) == ("unconfirmed", "Probably delivered")
    assert len(server.messages) == 2


def test_the_second_copy_that_is_answered_is_sent(server):
    make_booking()
    server.drops_after_the_text = True
    not_before = deliver().not_before
    server.drops_after_the_text = False

    message = deliver(not_before)

    assert (message.state, message.sent_at, message.handed_over) == ("sent", not_before, 1)


def test_late_before_the_text_is_an_ordinary_retry(server):
    make_booking()
    server.answer_late("RCPT", USUAL * 2)

    message = deliver()

    assert (message.state, message.handed_over, server.messages) == ("queued", 0, [])
    assert message.last_error == "SMTPServerDisconnected"


def test_late_after_the_answer_is_no_failure(server):
    make_booking()
    server.answer_late("QUIT", USUAL * 2)

    assert (deliver().state, len(server.messages)) == ("sent", 1)


def test_a_server_that_is_gone_after_it_took_the_text_once_leaves_it_probably_delivered(
    server, settings
):
    make_booking()
    server.drops_after_the_text = True
    at = deliver().not_before
    settings.EMAIL_PORT = free_port()

    while Message.objects.get().state == "queued":
        at = max(deliver(at).not_before, at)

    message = Message.objects.get()
    assert (message.state, message.last_error) == ("unconfirmed", "ConnectionRefusedError")


def test_a_refusal_after_the_text_is_final(server):
    make_booking()
    server.refuse_every_message("554 No")

    assert deliver().state == "dead"


def test_a_refused_second_copy_is_not_delivered(server):
    make_booking()
    server.drops_after_the_text = True
    at = deliver().not_before
    server.drops_after_the_text = False
    server.refuse_every_message("554 No")

    assert deliver(at).state == "dead"


def deliver_and_disconnect():
    try:
        return deliver()
    finally:
        connection.close()


def die_while_waiting(at):
    """What a worker has done when it is killed between a text and its answer."""
    [message] = delivery._claim("worker that dies", at)
    delivery._begin(message, at)
    delivery._count_hand_over(message)


def test_workers_that_are_killed_while_they_wait_send_two_copies_at_most(server):
    make_booking()
    for number in range(2):
        die_while_waiting(NOON + number * settings.MESSAGE_LEASE)

    message = deliver(NOON + 2 * settings.MESSAGE_LEASE)

    assert (message.state, message.handed_over) == ("unconfirmed", 2)
    assert server.messages == []


@pytest.mark.django_db(transaction=True)
def test_a_copy_is_counted_before_its_answer_comes(server):
    make_booking()
    server.answer_late("DATA", USUAL * 4)
    with ThreadPoolExecutor() as pool:
        sent = pool.submit(deliver_and_disconnect)
        while not Message.objects.filter(handed_over=1, state="leased").exists():
            assert not sent.done()
            time.sleep(0.02)  # the server runs in this process too

    assert (sent.result().state, sent.result().handed_over) == ("sent", 0)


def test_a_clear_refusal_of_the_text_is_no_copy(server):
    make_booking()
    server.refuse_every_message("451 Try later")

    message = deliver()

    assert (message.state, message.handed_over) == ("queued", 0)


def test_the_organiser_reads_that_it_was_probably_delivered(signed_in, noon):
    attendee = make_booking()
    Message.objects.update(state="unconfirmed")
    event = Session.objects.get().event

    text = signed_in.get(f"/organiser/events/{event.public_id}/bookings/").text

    assert "Email probably delivered" in text
    assert attendee.email in text.replace("<wbr>", "")
