"""What is said of mails that wait, fail or were given up, to machines and to organisers."""

from datetime import timedelta

import pytest
from django.db import connections

from bookings.models import Message
from deploy import readiness
from tests.deploy.health_answers import WELL, lines
from tests.factories import NOON, make_booking, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

MINUTE = timedelta(minutes=1)


@pytest.fixture
def no_messages():
    """The table of messages is not where it was."""
    with connections["default"].cursor() as cursor:
        cursor.execute("ALTER TABLE bookings_message RENAME TO elsewhere")
        yield
        cursor.execute("ALTER TABLE elsewhere RENAME TO bookings_message")


@pytest.mark.usefixtures("busy_worker")
@pytest.mark.parametrize(
    ("number", "minutes", "sentence"),
    [
        (1, 25, "1 email has been waiting for 25 minutes."),
        (3, 25, "3 emails are waiting, the oldest for 25 minutes."),
        (2, 60 * 5, "2 emails are waiting, the oldest for 5 hours."),
        (2, 60 * 72, "2 emails are waiting, the oldest for 3 days."),
    ],
)
def test_mails_that_wait_too_long_are_told(client, sentences, number, minutes, sentence):
    session = make_session(capacity=None)
    for _ in range(number):
        make_booking(session, at=NOON - minutes * MINUTE)

    response = client.get("/readyz")

    due = f"not ok, {number} due, the oldest for {minutes} min"
    assert lines(response) == ("not ready: mails_due", WELL | {"mails_due": due})
    assert sentences() == [sentence, "People can still book places."]


@pytest.mark.usefixtures("busy_worker")
def test_a_mail_server_that_takes_nothing_is_told(client, sentences):
    session = make_session(capacity=None)
    for _ in range(4):
        make_booking(session, at=NOON - 200 * MINUTE)
    Message.objects.update(
        attempts=6, last_error="ConnectionRefusedError", not_before=NOON + 9 * MINUTE
    )

    response = client.get("/readyz")

    failing = "not ok, 4 put off, the oldest queued 200 min ago, 0 delivered in 20 min"
    assert lines(response) == ("not ready: mails_failing", WELL | {"mails_failing": failing})
    assert sentences() == [
        "The mail server has not accepted any emails in the last 20 minutes."
        " 4 emails are waiting, the oldest for 3 hours. We will keep trying for a day.",
        "People can still book places.",
    ]


@pytest.mark.usefixtures("busy_worker")
def test_a_mail_server_that_takes_some_mails_only_is_not_said_to_take_none(client, sentences):
    session = make_session(capacity=None)
    for _ in range(11):
        make_booking(session, at=NOON - 200 * MINUTE)
    first = Message.objects.earliest("pk")
    Message.objects.exclude(pk=first.pk).update(
        attempts=6, last_error="SMTPDataError 451", not_before=NOON + 9 * MINUTE
    )
    Message.objects.filter(pk=first.pk).update(state="sent", sent_at=NOON - 3 * MINUTE)

    response = client.get("/readyz")

    first_line, told = lines(response)
    assert first_line == "not ready: mails_failing"
    assert told["mails_failing"] == (
        "not ok, 10 put off, the oldest queued 200 min ago, 1 delivered in 20 min"
    )
    assert sentences() == [
        "The mail server does not accept some of our emails."
        " 10 emails are waiting, the oldest for 3 hours. We will keep trying for a day.",
        "People can still book places.",
    ]


@pytest.mark.usefixtures("busy_worker")
def test_a_fault_of_our_own_is_not_said_to_be_the_mail_servers(client, sentences):
    make_booking(at=NOON - 30 * MINUTE)
    Message.objects.update(
        attempts=5, last_error="KeyError messages.py:54", not_before=NOON + 9 * MINUTE
    )

    response = client.get("/readyz")

    broken = "not ok, 1 put off, the oldest queued 30 min ago"
    assert lines(response) == ("not ready: mails_broken", WELL | {"mails_broken": broken})
    assert sentences() == [
        "Some emails cannot be sent because of a fault in this service."
        " 1 email has been waiting for 30 minutes. We will keep trying for a day.",
        "People can still book places.",
    ]


@pytest.mark.usefixtures("busy_worker")
def test_many_mails_that_were_given_up_are_told_and_a_few_are_not(client, sentences):
    session = make_session(capacity=None)
    for _ in range(10):
        make_booking(session)
    first = Message.objects.earliest("pk")
    Message.objects.exclude(pk=first.pk).update(state="dead")
    Message.objects.filter(pk=first.pk).update(state="sent", sent_at=NOON - 30 * MINUTE)
    few = lines(client.get("/readyz"))

    Message.objects.filter(pk=first.pk).update(state="dead", sent_at=None)
    many = lines(client.get("/readyz"))

    refused = "and 0 refused because of the recipient"
    assert few == ("ready", WELL | {"mails_given_up": f"ok, 9 of 10 in 2 days, {refused}"})
    assert many == (
        "not ready: mails_given_up",
        WELL | {"mails_given_up": f"not ok, 10 of 10 in 2 days, {refused}"},
    )
    assert sentences() == [
        "We could not deliver 10 of the 10 emails in the last 2 days."
        " The list of bookings for each event shows which.",
        "People can still book places.",
    ]


@pytest.mark.usefixtures("busy_worker")
def test_mails_to_addresses_that_strangers_made_up_are_counted_apart(client, sentences):
    session = make_session(capacity=None)
    for _ in range(30):
        make_booking(session)
    Message.objects.update(state="dead", last_error="SMTPRecipientsRefused 550 5.1.1")
    make_booking(session)
    Message.objects.filter(state="queued").update(state="sent", sent_at=NOON - 60 * MINUTE)
    only_refused = lines(client.get("/readyz"))

    for _ in range(12):
        make_booking(session)
    Message.objects.filter(state="queued").update(state="dead", last_error="SMTPDataError 554")
    others_too = lines(client.get("/readyz"))

    refused = "and 30 refused because of the recipient"
    assert only_refused == ("ready", WELL | {"mails_given_up": f"ok, 0 of 1 in 2 days, {refused}"})
    assert others_too == (
        "not ready: mails_given_up",
        WELL | {"mails_given_up": f"not ok, 12 of 13 in 2 days, {refused}"},
    )
    assert sentences() == [
        "We could not deliver 12 of the 13 emails in the last 2 days, not counting 30 to addresses"
        " that do not accept email. The list of bookings for each event shows which.",
        "People can still book places.",
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("busy_worker", "no_messages")
def test_mails_that_cannot_be_counted_are_told(client):
    told = lines(client.get("/readyz"))[1]
    unknown = [name for name, fact in told.items() if fact == "not ok, no answer"]

    assert unknown == ["mails_due", "mails_failing", "mails_broken", "mails_given_up"]
    assert readiness.troubles(NOON) == ["We cannot tell whether emails are being sent."]


def test_that_people_can_book_is_said_once(sentences):
    make_booking(at=NOON - 25 * MINUTE)

    assert sentences() == [
        "Emails are not being sent at the moment. We will send them later.",
        "1 email has been waiting for 25 minutes.",
        "People can still book places.",
    ]


@pytest.mark.usefixtures("busy_worker")
@pytest.mark.parametrize(("number", "is_told"), [(9, False), (10, True)])
def test_a_mail_server_that_refuses_every_recipient_is_told(client, sentences, number, is_told):
    session = make_session(capacity=None)
    for _ in range(number):
        make_booking(session)
    Message.objects.update(state="dead", last_error="SMTPRecipientsRefused 550")

    first, _ = lines(client.get("/readyz"))

    assert first == ("not ready: mails_given_up" if is_told else "ready")
    assert sentences() == is_told * [
        "The mail server has refused every email in the last 2 days."
        " The list of bookings for each event shows which.",
        "People can still book places.",
    ]
