"""The outbox: sent once, tried again, given up, and never by two workers at a time."""

import smtplib
from datetime import timedelta

import pytest
from django.conf import settings

from bookings.mail import delivery
from bookings.models import Message
from tests.factories import NOON, make_booking
from tests.postgres import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture
def over_smtp(settings, smtp_server):
    send_to(settings, smtp_server.port)
    return smtp_server


def send_to(settings, port):
    settings.EMAIL_BACKEND = "bookings.mail.smtp.PatientBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port


def deliver(at=NOON, worker="worker 1"):
    return delivery.deliver_due(worker=worker, clock=lambda: at)


def die_while_sending(at=NOON, worker="worker that dies"):
    """What a worker has done when it dies after it has begun to send its first message."""
    claimed = delivery._claim(worker, at)
    delivery._begin(claimed[0], at)
    return claimed


def test_nothing_due_is_no_work():
    assert deliver() == 0


def test_a_message_is_sent_once(over_smtp):
    make_booking(email="head@school.example")

    assert (deliver(), deliver()) == (1, 0)

    message = Message.objects.get()
    assert (message.state, message.sent_at, message.attempts) == ("sent", NOON, 1)
    assert over_smtp.recipients == ["head@school.example"]


def test_a_message_held_by_another_worker_is_left_alone(mailbox):
    make_booking()
    die_while_sending()

    assert deliver() == 0
    assert mailbox == []


def test_a_dead_workers_message_goes_out_after_the_lease_with_the_same_id(mailbox):
    make_booking()
    [claimed] = die_while_sending()

    assert deliver(NOON + settings.MESSAGE_LEASE) == 1

    message = Message.objects.get()
    assert (message.state, message.attempts) == ("sent", 2)
    expected = f"<place_booked.{claimed.public_id}@placecard.example.gov.uk>"
    assert [mail.extra_headers["Message-ID"] for mail in mailbox] == [expected]


def test_a_worker_that_lost_its_lease_does_not_overwrite_what_came_after(mailbox):
    make_booking()
    [slow] = die_while_sending()
    deliver(NOON + settings.MESSAGE_LEASE)

    delivery._finish(slow, state="queued", last_error="too late")

    assert Message.objects.get().state == "sent"


def test_a_temporary_refusal_is_tried_again_later_with_the_same_message_id(over_smtp):
    make_booking(email="busy@school.example")
    over_smtp.refuse("busy@school.example", "451 Try later")

    deliver()

    message = Message.objects.get()
    assert (message.state, message.last_error) == ("queued", "SMTPRecipientsRefused 451")
    wait = message.not_before - NOON
    assert timedelta(minutes=1) <= wait <= timedelta(minutes=1.1)
    assert deliver(message.not_before - timedelta(seconds=1)) == 0

    over_smtp.answers.clear()
    deliver(message.not_before)

    [mail] = over_smtp.messages
    message.refresh_from_db()
    assert message.state == "sent"
    assert mail["Message-ID"] == f"<place_booked.{message.public_id}@placecard.example.gov.uk>"


def test_a_final_refusal_is_not_tried_again(over_smtp):
    make_booking(email="gone@school.example")
    over_smtp.refuse("gone@school.example")

    deliver()

    message = Message.objects.get()
    assert (message.state, message.last_error) == ("dead", "SMTPRecipientsRefused 550")


def test_a_mail_server_that_is_down_keeps_the_booking_and_the_message(settings):
    attendee = make_booking()
    send_to(settings, free_port())

    deliver()

    message = Message.objects.get()
    assert (message.state, message.last_error) == ("queued", "ConnectionRefusedError")
    assert attendee.bookings.get().is_booked


def test_a_day_of_failures_is_enough_and_a_worker_that_was_away_is_no_failure(settings):
    make_booking()
    send_to(settings, free_port())
    at, waits = NOON + timedelta(days=3), []

    while Message.objects.get().state == "queued":
        deliver(at)
        waits.append(max(Message.objects.get().not_before - at, timedelta(0)))
        at += waits[-1]

    assert len(waits) == 30
    assert timedelta(hours=23) < sum(waits, timedelta(0)) < timedelta(hours=27)
    assert Message.objects.get().state == "dead"


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (500, 60)]
)
def test_waits_double_up_to_an_hour(attempts, minutes):
    wait = delivery._wait(attempts)

    assert timedelta(minutes=minutes) <= wait <= timedelta(minutes=minutes * 1.1)


def die_again_and_again(times, at=NOON):
    for _ in range(times):
        die_while_sending(at)
        at += settings.MESSAGE_LEASE
    return at


def test_a_message_that_kills_its_worker_is_given_up_and_the_others_are_not(mailbox):
    make_booking()
    make_booking(email="fine@school.example")

    deliver(die_again_and_again(3))

    first, second = Message.objects.order_by("pk")
    assert (first.state, first.last_error) == ("dead", "The worker died while sending")
    assert (second.state, second.attempts) == ("sent", 1)
    assert [mail.to for mail in mailbox] == [["fine@school.example"]]


def test_an_answer_in_between_does_not_save_a_message_that_kills(settings, mailbox):
    make_booking()
    send_to(settings, free_port())
    deliver()
    at = Message.objects.get().not_before

    deliver(die_again_and_again(3, at))

    assert Message.objects.get().last_error == "The worker died while sending"


def test_what_another_worker_has_taken_over_is_not_sent_again(mailbox):
    for _ in range(3):
        make_booking()
    moments = iter([NOON] * 4)  # asked, claimed, begun and sent; then its lease is over

    delivery.deliver_due(
        worker="slow worker", clock=lambda: next(moments, NOON + timedelta(hours=1))
    )

    assert sorted(Message.objects.values_list("state", "attempts")) == [
        ("leased", 0),
        ("leased", 0),
        ("sent", 1),
    ]
    assert len(mailbox) == 1


def test_a_worker_that_is_asked_to_end_gives_the_rest_back(mailbox):
    for _ in range(3):
        make_booking()
    asked = iter([False, True])

    delivery.deliver_due(worker="worker", clock=lambda: NOON, is_over=lambda: next(asked))

    assert sorted(Message.objects.values_list("state", "attempts")) == [
        ("queued", 0),
        ("queued", 0),
        ("sent", 1),
    ]


def test_a_broken_message_does_not_hold_up_the_others(mailbox):
    broken, fine = make_booking(), make_booking(email="fine@school.example")
    Message.objects.filter(attendee=broken).update(facts={})

    deliver()

    states = dict(Message.objects.values_list("attendee", "state"))
    assert states == {broken.pk: "queued", fine.pk: "sent"}
    assert [mail.to for mail in mailbox] == [["fine@school.example"]]


@pytest.mark.parametrize(
    ("error", "reason", "is_final"),
    [
        (smtplib.SMTPDataError(554, b"for head@school.example"), "SMTPDataError 554", True),
        (smtplib.SMTPDataError(451, b"later"), "SMTPDataError 451", False),
        (
            smtplib.SMTPAuthenticationError(535, b"no"),
            "SMTPAuthenticationError 535",
            False,
        ),
        (TimeoutError("head@school.example"), "TimeoutError", False),
    ],
)
def test_reasons_name_no_address_and_only_a_refused_mail_is_final(error, reason, is_final):
    assert (delivery._reason(error), delivery._is_final(error)) == (reason, is_final)
