"""How the outbox is doing: what waits too long, and what was given up, but not for ever."""

from datetime import timedelta

import pytest

from bookings.mail import backlog, delivery
from bookings.mail.backlog import Failing, GivenUp, Waiting
from bookings.models import Message
from tests.factories import NOON, as_sent, make_booking, make_session
from tests.postgres import free_port

pytestmark = pytest.mark.django_db

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def session():
    return make_session(capacity=None)


def book(session, number=1, *, at=NOON):
    for _ in range(number):
        make_booking(session, at=at)


def deliver(at=NOON):
    delivery.deliver_due(worker="worker 1", clock=lambda: at)


def send_to(settings, port):
    settings.EMAIL_BACKEND = "bookings.mail.smtp.PatientBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port


def test_an_empty_outbox_is_all_right():
    assert (backlog.due(NOON), backlog.broken(NOON)) == (Waiting(0, None), Waiting(0, None))
    assert backlog.failing(NOON) == Failing(0, None, 0)
    assert backlog.given_up(NOON) == GivenUp(0, 0, 0, 0)
    assert not backlog.due(NOON).is_too_long(NOON)
    assert backlog.due(NOON).longest(NOON) == timedelta(0)
    assert not backlog.given_up(NOON).is_too_often


def test_what_waits_is_counted_and_the_oldest_of_it_known(session, mailbox):
    book(session, 2, at=NOON - 30 * MINUTE)
    deliver()
    book(session, at=NOON - 25 * MINUTE)
    book(session, 2)

    due = backlog.due(NOON)

    assert len(mailbox) == 2
    assert due == Waiting(3, NOON - 25 * MINUTE)
    assert due.longest(NOON) == 25 * MINUTE


@pytest.mark.parametrize(
    ("minutes", "is_too_long"), [(0, False), (19, False), (20, False), (21, True), (3000, True)]
)
def test_it_waits_too_long_after_the_minutes_that_are_set(session, minutes, is_too_long):
    book(session)

    at = NOON + minutes * MINUTE

    assert backlog.due(at).is_too_long(at) == is_too_long


def test_what_is_due_later_does_not_wait(session):
    book(session)

    assert backlog.due(NOON - MINUTE) == Waiting(0, None)


def test_a_mail_server_that_is_down_is_seen_although_nothing_is_due(session, settings):
    send_to(settings, free_port())
    book(session, 3)
    for minute in (0, 2, 5, 10, 20, 40):
        deliver(NOON + minute * MINUTE)

    at = NOON + 41 * MINUTE

    assert backlog.due(at) == Waiting(0, None)
    assert backlog.failing(at) == Failing(3, NOON, 0)
    assert backlog.failing(at).is_too_long(at)


@pytest.mark.parametrize(
    ("answer", "last_error"),
    [
        ("452 Mailbox full", "SMTPRecipientsRefused 452"),
        ("452 4.2.2 Mailbox full", "SMTPRecipientsRefused 452 4.2.2"),
        ("450 4.1.2 Domain not found", "SMTPRecipientsRefused 450 4.1.2"),
        ("451 Try 4.7.1 later", "SMTPRecipientsRefused 451"),
    ],
)
def test_one_full_mailbox_is_not_a_mail_server_that_is_down(
    session, settings, smtp_server, answer, last_error
):
    send_to(settings, smtp_server.port)
    smtp_server.refuse("full@school.example", answer)
    make_booking(session, email="full@school.example")
    deliver()

    message = Message.objects.get()

    assert message.last_error == last_error
    assert backlog.failing(NOON + MINUTE / 2) == Failing(0, None, 0)


@pytest.mark.parametrize("answer", ["454 4.7.1 Relay access denied", "450 4.7.25 Who are you?"])
def test_a_mail_server_that_will_not_deliver_for_us_is_not_a_full_mailbox(
    session, settings, smtp_server, answer
):
    send_to(settings, smtp_server.port)
    smtp_server.refuse("head@school.example", answer)
    make_booking(session, email="head@school.example")
    deliver()

    assert backlog.failing(NOON + MINUTE / 2) == Failing(1, NOON, 0)


def test_a_few_that_wait_are_no_trouble_while_the_server_accepts_others(session, settings):
    book(session, 10)
    Message.objects.update(
        last_error="SMTPDataError 451", attempts=6, not_before=NOON + 50 * MINUTE
    )
    book(session)
    at = NOON + 25 * MINUTE
    few, one = Message.objects.earliest("pk"), Message.objects.latest("pk")

    Message.objects.filter(pk=one.pk).update(state="sent", sent_at=at - 19 * MINUTE)
    many_and_one_sent = backlog.failing(at)
    Message.objects.filter(pk=few.pk).update(state="dead")
    few_and_one_sent = backlog.failing(at)
    nothing_sent_since = backlog.failing(at + 2 * MINUTE)

    assert many_and_one_sent == Failing(10, NOON, 1)
    assert few_and_one_sent == Failing(9, NOON, 1)
    assert nothing_sent_since == Failing(9, NOON, 0)
    told = [f.is_too_long(at) for f in (many_and_one_sent, few_and_one_sent, nothing_sent_since)]
    assert told == [True, False, True]


def test_a_fault_of_our_own_is_not_the_mail_servers(session):
    book(session)
    Message.objects.update(facts={})
    deliver()

    assert Message.objects.get().last_error.startswith("TypeError facts.py:")
    assert backlog.failing(NOON + MINUTE / 2) == Failing(0, None, 0)
    assert backlog.broken(NOON + MINUTE / 2) == Waiting(1, NOON)


@pytest.mark.parametrize(
    ("dead", "sent", "is_too_often"),
    [
        (0, 5, False),
        (1, 0, False),
        (9, 0, False),
        (10, 0, True),
        (10, 90, True),
        (10, 91, False),
        (12, 20, True),
    ],
)
def test_many_that_were_given_up_are_too_many(session, dead, sent, is_too_often):
    book(session, dead)
    Message.objects.update(state="dead")
    book(session, sent)
    as_sent(state="queued")

    given_up = backlog.given_up(NOON + MINUTE)

    assert given_up == GivenUp(dead, dead + sent, 0, sent)
    assert given_up.is_too_often == is_too_often


def test_what_was_given_up_is_forgotten_after_two_days(session):
    book(session, 12)
    Message.objects.update(state="dead")

    counted = [backlog.given_up(NOON + days * DAY) for days in (1, 1.9, 2, 30)]

    assert counted == [GivenUp(12, 12, 0, 0)] * 2 + [GivenUp(0, 0, 0, 0)] * 2


@pytest.mark.parametrize(
    ("last_error", "expected"),
    [
        ("SMTPRecipientsRefused 550", GivenUp(0, 4, 12, 4)),
        ("SMTPRecipientsRefused 550 5.1.1", GivenUp(0, 4, 12, 4)),
        ("SMTPRecipientsRefused 452 4.2.2", GivenUp(0, 4, 12, 4)),
        ("SMTPRecipientsRefused 554 5.7.1", GivenUp(12, 16, 0, 4)),
        ("SMTPDataError 554", GivenUp(12, 16, 0, 4)),
        ("KeyError facts.py:12", GivenUp(12, 16, 0, 4)),
    ],
)
def test_strangers_who_book_with_wrong_addresses_are_no_trouble(session, last_error, expected):
    book(session, 12)
    Message.objects.update(state="dead", last_error=last_error)
    book(session, 4)
    as_sent(state="queued")

    assert backlog.given_up(NOON + MINUTE) == expected
