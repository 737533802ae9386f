"""What /readyz tells of the mailbox of replies, where there is one."""

from datetime import timedelta

import pytest

from bookings.models import ReadMailbox
from deploy import worker
from deploy.imap_server import imap_server
from tests.deploy.health_answers import WELL, lines, worker_at
from tests.dovecot import ImapMailbox
from tests.factories import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon", "busy_worker")]

MINUTE = timedelta(minutes=1)
NOWHERE = "imaps://replies:hush@127.0.0.1:1/INBOX"


@pytest.fixture
def mailbox(settings):
    """One that is set, and was never read."""
    settings.REPLY_IMAP = imap_server(NOWHERE)
    return settings.REPLY_IMAP


def answer(client):
    response = client.get("/readyz")
    return response.status_code, *lines(response)


def test_a_mailbox_that_was_never_read_is_told_and_nobody_is_called(client, mailbox, sentences):
    told = WELL | {"mailbox": "not ok, never read"}

    assert answer(client) == (200, "ready", told)
    assert sentences() == []


@pytest.mark.parametrize(
    ("minutes", "told"),
    [
        (0, "ok, read 0 min ago"),
        (5, "ok, read 5 min ago"),
        (6, "not ok, read 6 min ago"),
        (1500, "not ok, read 1500 min ago"),
    ],
)
def test_when_the_mailbox_was_last_read_is_told(client, mailbox, minutes, told):
    ReadMailbox.objects.create(name=mailbox.name, read_at=NOON - minutes * MINUTE)
    ReadMailbox.objects.create(name="another", read_at=NOON)

    assert answer(client) == (200, "ready", WELL | {"mailbox": told})


def test_a_mailbox_that_does_not_answer_is_not_said_to_be_read(client, mailbox):
    ReadMailbox.objects.create(name=mailbox.name, read_at=NOON - 7 * MINUTE)

    assert not worker.read_mailbox(NOON)

    assert answer(client) == (200, "ready", WELL | {"mailbox": "not ok, read 7 min ago"})


def test_the_worker_notes_that_it_has_read_the_mailbox(client, settings):
    with ImapMailbox() as inbox:
        settings.REPLY_IMAP = imap_server(inbox.address())
        worker_at(NOON + MINUTE)

    assert answer(client)[2]["mailbox"] == "ok, read 0 min ago"


def test_beside_what_is_wrong_the_mailbox_calls_nobody(client, mailbox, settings):
    settings.LEAST_FREE_MEGABYTES = 10**9

    status, first, told = answer(client)

    assert (status, first, told["mailbox"]) == (503, "not ready: disk", "not ok, never read")


def test_where_no_mailbox_is_set_nothing_is_told_of_it(client, settings):
    settings.REPLY_IMAP = None

    assert answer(client) == (200, "ready", WELL)


def test_strangers_read_no_address_of_it(client, mailbox):
    text = client.get("/readyz").text

    assert [word for word in ("hush", "replies", "127.0.0.1", mailbox.name) if word in text] == []
