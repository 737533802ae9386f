"""One connection to the mail server for a batch of mails, and a new one where it is of no use."""

import pytest

from bookings.mail import delivery
from bookings.models import Message
from tests.factories import NOON, make_booking, make_session

pytestmark = pytest.mark.django_db

PEOPLE = [f"head{number}@school.example" for number in range(5)]


@pytest.fixture
def server(settings, smtp_server):
    settings.EMAIL_BACKEND = "bookings.mail.smtp.PatientBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp_server.port
    return smtp_server


@pytest.fixture
def five_mails():
    session = make_session()
    for email in PEOPLE:
        make_booking(session, email=email)


def deliver():
    return delivery.deliver_due(worker="worker", clock=lambda: NOON)


def outcomes():
    return dict(Message.objects.values_list("to", "state"))


@pytest.mark.usefixtures("five_mails")
def test_a_batch_goes_out_over_one_connection(server):
    assert deliver() == 5

    assert server.recipients == PEOPLE
    assert len(set(server.lines)) == 1
    assert set(Message.objects.values_list("state", "attempts")) == {("sent", 1)}


@pytest.mark.usefixtures("five_mails")
def test_the_next_batch_has_its_own(server, settings):
    settings.MESSAGE_BATCH = 3

    assert (deliver(), deliver()) == (3, 2)

    assert [len(set(lines)) for lines in (server.lines[:3], server.lines[3:])] == [1, 1]
    assert len(set(server.lines)) == 2


@pytest.mark.usefixtures("five_mails")
@pytest.mark.parametrize("answer", ["421 Too many mails at once", "451 Not now", "502 No RSET"])
def test_a_server_that_takes_one_mail_a_connection_gets_each_over_a_new_one(answer, server):
    server.answer_to_reset = answer

    deliver()

    assert server.recipients == PEOPLE
    assert len(set(server.lines)) == 5
    assert set(Message.objects.values_list("state", "attempts")) == {("sent", 1)}


@pytest.mark.usefixtures("five_mails")
@pytest.mark.parametrize(
    ("answer", "state"), [("550 No such mailbox", "dead"), ("450 Mailbox is full", "queued")]
)
def test_one_that_is_refused_costs_the_others_nothing(answer, state, server):
    server.refuse(PEOPLE[2], answer)

    deliver()

    assert outcomes() == dict.fromkeys(PEOPLE, "sent") | {PEOPLE[2]: state}
    assert server.recipients == PEOPLE[:2] + PEOPLE[3:]
    assert len(set(server.lines)) == 2


@pytest.mark.usefixtures("five_mails")
def test_a_line_that_drops_after_each_text_is_another_line_for_the_next(server):
    server.drops_after_the_text = True

    deliver()

    assert sorted(server.recipients) == PEOPLE
    assert len(set(server.lines)) == 5
    assert set(Message.objects.values_list("state", "handed_over")) == {("queued", 1)}
