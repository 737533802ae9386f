"""A mail that came back: its message is marked, and the organisers see it."""

import pytest
from django.db import connection
from django.urls import reverse

from bookings.mail import delivery
from bookings.models import Message, Reply
from tests.bookings.replying import LATER, bounce, receive
from tests.database import every_row
from tests.factories import NOON, make_booking

pytestmark = pytest.mark.django_db


def confirmation(booking):
    return booking.attendee.messages.get(kind="place_booked")


def told(message):
    message.refresh_from_db()
    return message.state, message.last_error


def test_a_mail_that_came_back_was_not_delivered(booking):
    message = confirmation(booking)

    outcome = receive(bounce(message))

    assert outcome == "bounced"
    assert told(message) == ("dead", "Bounced 5.1.1")
    assert Reply.objects.get().message == message


def test_a_mail_that_is_only_late_is_still_on_its_way(booking):
    message = confirmation(booking)

    outcome = receive(bounce(message, action="delayed"))

    assert outcome == "delayed"
    assert told(message) == ("sent", "")


def test_the_same_bounce_twice_changes_nothing_the_second_time(booking):
    mail = bounce(confirmation(booking))
    receive(mail)
    before = every_row()

    assert receive(mail) == "bounced"

    assert every_row() == before


def test_a_bounce_of_what_is_yet_to_be_sent_stops_nothing():
    [message] = make_booking().messages.filter(kind="place_booked")

    receive(bounce(message))

    assert told(message) == ("queued", "")


def in_the_hands_of_a_server(booking, **found):
    """The confirmation, whose text a server has taken, and its answer is yet to come."""
    message = confirmation(booking)
    held = {"state": "queued", "sent_at": None, "handed_over": 1, "attempts": 1, **found}
    Message.objects.filter(pk=message.pk).update(**held)
    return message


def test_a_mail_that_may_have_been_taken_and_came_back_is_not_sent_again(booking):
    message = in_the_hands_of_a_server(booking, last_error="No answer to the text")

    assert receive(bounce(message)) == "bounced"
    delivery.deliver_due(worker="worker", clock=lambda: LATER)

    assert told(message) == ("dead", "Bounced 5.1.1")
    assert (message.sent_at, message.locked_until) == (None, None)


@pytest.mark.parametrize("answer", ["250 OK", "451 Try later", "554 Never"])
def test_a_report_that_comes_before_the_servers_answer_is_not_overwritten(
    settings, smtp_server, answer
):
    settings.EMAIL_BACKEND = "bookings.mail.smtp.PatientBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp_server.port
    smtp_server.refuse_every_message(answer)
    [message] = make_booking().messages.filter(kind="place_booked")

    def before_the_answer(execute, sql, *statement):
        result = execute(sql, *statement)
        if sql.startswith('UPDATE "bookings_message" SET "handed_over" ='):
            assert receive(bounce(message), at=NOON) == "bounced"
        return result

    with connection.execute_wrapper(before_the_answer):
        delivery.deliver_due(worker="worker", clock=lambda: NOON)

    assert told(message) == ("dead", "Bounced 5.1.1")
    assert (message.sent_at, message.locked_by, message.locked_until) == (None, "", None)
    assert not Message.objects.due(LATER).exists()


def test_a_report_that_comes_after_the_servers_answer_is_not_lost(settings, smtp_server):
    settings.EMAIL_BACKEND = "bookings.mail.smtp.PatientBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp_server.port
    [message] = make_booking().messages.filter(kind="place_booked")
    delivery.deliver_due(worker="worker", clock=lambda: NOON)
    sent = told(message)

    assert receive(bounce(message)) == "bounced"

    assert (sent, told(message)) == (("sent", ""), ("dead", "Bounced 5.1.1"))


def test_a_message_that_a_worker_has_claimed_and_not_begun_is_sent_all_the_same():
    [message] = make_booking().messages.filter(kind="place_booked")
    delivery._claim("worker", NOON)

    receive(bounce(message))

    assert told(message) == ("leased", "")


@pytest.mark.parametrize(
    ("found", "instead", "outcome", "state"),
    [
        (b"Action: failed", b"Action: Failed", "bounced", "dead"),
        (b"rfc822; ann@school", b"rfc822; ann@forwarded", "bounced", "dead"),
        (b"Action: failed", b"Action: relayed", "automatic", "sent"),
    ],
)
def test_what_a_report_says_of_one_address(booking, found, instead, outcome, state):
    message = confirmation(booking)

    assert receive(bounce(message).replace(found, instead)) == outcome

    assert told(message)[0] == state


ABOUT_ANOTHER = b"Final-Recipient: rfc822; eve@evil.example\nAction: failed\nStatus: 5.1.1\n\n"


def test_a_report_about_several_others_is_for_people(booking):
    message = confirmation(booking)
    mail = bounce(message).replace(b"ann@school", b"bob@school")
    mail = mail.replace(b"Final-Recipient", ABOUT_ANOTHER + b"Final-Recipient", 1)

    assert receive(mail) == "letter"

    kept = Reply.objects.get()
    assert (kept.reason, bytes(kept.raw)) == ("about other addresses than the mail went to", mail)
    assert told(message) == ("sent", "")


def test_of_several_recipients_ours_alone_counts(booking):
    message = confirmation(booking)
    arrived = bounce(message, action="delivered")
    mail = arrived.replace(b"Final-Recipient", ABOUT_ANOTHER + b"Final-Recipient", 1)

    assert receive(mail) == "automatic"

    assert told(message) == ("sent", "")


def test_a_bounce_of_somebody_elses_mail_is_for_people(booking):
    mail = bounce(confirmation(booking)).replace(
        b"Message-ID: <place_booked.", b"Message-ID: <other.1"
    )

    outcome = receive(mail)

    kept = Reply.objects.get()
    assert outcome == "letter"
    assert (kept.reason, bytes(kept.raw)) == ("not about a mail of ours", mail)


def test_the_organisers_see_whose_mail_came_back(signed_in, booking):
    receive(bounce(confirmation(booking)))

    attendee = booking.attendee
    page = signed_in.get(reverse("attendee", args=[attendee.event.public_id, attendee.public_id]))

    assert "An email could not be delivered. Check the email address" in page.text


def test_a_bounce_does_not_stop_the_mails_that_follow(booking):
    receive(bounce(confirmation(booking)), at=LATER)

    assert not Message.objects.filter(attendee=booking.attendee, state="queued").exists()
    assert booking.attendee.bookings.get().state == "booked"
