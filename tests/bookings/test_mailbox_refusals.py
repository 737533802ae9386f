"""A server of the mailbox that refuses, is slow or goes away: the other mails are read."""

import itertools
from datetime import timedelta

import pytest

from bookings.models import ReadMailbox, Reply
from bookings.replies import mailbox
from bookings.replies.mailbox import MailboxAway
from deploy import worker
from deploy.imap_server import imap_server
from tests.bookings.answered import state_of
from tests.bookings.replying import LATER, reply
from tests.dovecot import FOLDER, ImapMailbox
from tests.imap_between import Between

pytestmark = pytest.mark.django_db
LETTER = b"From: ann@school.example\r\nMessage-ID: <1@x>\r\nSubject: Hello\r\n\r\nSee you.\r\n"


@pytest.fixture(scope="module")
def server():
    with ImapMailbox() as server:
        yield server


@pytest.fixture
def inbox(server):
    server.empty()
    return server


@pytest.fixture
def between(inbox):
    with Between(inbox.address(), inbox.port) as between:
        yield between


def read_all(between):
    while mailbox.read_new(imap_server(between.address), clock=lambda: LATER):
        pass


def outcomes():
    return list(Reply.objects.order_by("pk").values_list("outcome", "reason"))


def first_uid(inbox):
    with inbox.opened() as imap:
        imap.select_folder(FOLDER, readonly=True)
        return min(imap.search("ALL"))


@pytest.mark.parametrize("what", [r"\(RFC822.SIZE", r"\(BODY"])
@pytest.mark.parametrize("answer", ["NO [SERVERBUG] Internal error", "BAD Cannot parse it"])
def test_a_mail_that_is_not_handed_over_is_noted_and_the_next_is_read(
    inbox, between, booking, what, answer
):
    inbox.put(LETTER, reply(booking))
    between.refuse(f"UID FETCH {first_uid(inbox)} {what}", answer)

    read_all(between)
    read_all(between)

    assert outcomes() == [("unreadable", "the mailbox does not hand it over"), ("released", "")]
    left = Reply.objects.kept_aside().get()
    assert (left.raw, left.is_in_mailbox, len(left.key)) == (None, True, 64)
    assert inbox.seen() == [False, True]


@pytest.mark.parametrize("answer", ["NO [NOPERM] Not yours", "BAD Unknown"])
def test_a_flag_that_is_refused_brings_no_mail_back(inbox, between, booking, answer):
    inbox.put(reply(booking), reply(booking, "ACCEPTED", stamp=LATER + timedelta(minutes=1)))
    between.refuse("UID STORE", answer)

    read_all(between)
    read_all(between)

    assert outcomes() == [("released", ""), ("taken_back", "")]
    assert inbox.seen() == [False, False]


def test_a_mailbox_that_may_only_be_looked_at_is_read(inbox, between, booking):
    inbox.put(reply(booking), LETTER)
    between.say_instead(b"[READ-WRITE]", b"[READ-ONLY]")

    read_all(between)
    read_all(between)

    assert outcomes() == [("released", ""), ("letter", "")]
    assert inbox.seen() == [False, False]


@pytest.mark.parametrize("command", ["UID FETCH", "UID STORE", "UID SEARCH", "SELECT", "LOGIN"])
def test_a_server_that_goes_away_at_whatever_command_does_not_answer(
    inbox, between, booking, command
):
    inbox.put(reply(booking))
    between.refuse(command, "")

    with pytest.raises(MailboxAway, match=r"^The mailbox does not answer\.$"):
        read_all(between)

    assert [outcome for outcome, _ in outcomes()] == (["released"] if "STORE" in command else [])
    assert not ReadMailbox.objects.filter(read_at__isnull=False).exists()


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("LOGIN", "The mailbox refuses the password."),
        ("SELECT", "The mailbox has no folder of this name."),
        ("UID SEARCH", "The mailbox refuses to say what is in it."),
    ],
)
def test_what_a_server_refuses_is_said_in_words(between, command, words):
    between.refuse(command)

    with pytest.raises(MailboxAway) as refused:
        read_all(between)

    assert str(refused.value) == words
    assert (refused.value.__cause__, refused.value.__suppress_context__) == (None, True)


def test_a_folder_that_is_not_there_is_said_in_words(inbox):
    elsewhere = imap_server(inbox.address().replace("/INBOX", "/Replies"))

    with pytest.raises(MailboxAway, match=r"^The mailbox has no folder of this name\.$"):
        mailbox.read_new(elsewhere, clock=lambda: LATER)


def test_a_server_without_encryption_is_told_no_password(inbox, between):
    before = inbox.logins()
    between.say_instead(b" STARTTLS", b"")

    with pytest.raises(MailboxAway, match=r"^The mailbox offers no encryption\.$"):
        mailbox.read_new(
            imap_server(between.address.replace("imap:", "imap+tls:")), clock=lambda: LATER
        )

    assert inbox.logins() == before


def test_a_server_that_is_encrypted_only_later_is_said_in_words(inbox):
    at_once = imap_server(inbox.address().replace("imap:", "imaps:"))

    with pytest.raises(MailboxAway) as refused:
        mailbox.read_new(at_once, clock=lambda: LATER)

    words = "The mailbox is not encrypted in the way that its address says."
    assert str(refused.value) == words


def test_a_slow_mailbox_is_left_after_half_a_minute_and_then_read_on(inbox):
    inbox.put(*(LETTER.replace(b"<1@", b"<%d@" % number) for number in range(5)))
    seconds = itertools.count(step=14)
    read = imap_server(inbox.address())

    def slow():
        return LATER + timedelta(seconds=next(seconds))

    found = []
    while mailbox.read_new(read, clock=slow):
        found.append(Reply.objects.count())

    assert (found, Reply.objects.count()) == ([2, 4], 5)


def test_a_mailbox_that_is_ever_so_slow_is_read_one_by_one(inbox):
    inbox.put(LETTER, LETTER.replace(b"<1@", b"<2@"))
    minutes = itertools.count()
    read = imap_server(inbox.address())

    turns = [
        mailbox.read_new(read, clock=lambda: LATER + timedelta(minutes=next(minutes)))
        for _ in range(2)
    ]

    assert turns == [True, False]
    assert Reply.objects.count() == 2


def test_the_log_of_the_worker_says_in_words_why_nothing_is_read(between, settings, caplog):
    settings.REPLY_IMAP = imap_server(between.address)
    between.refuse("LOGIN", "NO [AUTHENTICATIONFAILED] replies@westshire.example is unknown")

    assert not worker.read_mailbox(LATER)

    said = [record.getMessage() for record in caplog.records if record.name == "deploy.worker"]
    assert said == ["read_mailbox: The mailbox refuses the password."]
    assert "westshire" not in caplog.text


def test_when_it_was_read_to_its_end_is_noted(inbox, between, booking):
    inbox.put(reply(booking))
    read_all(between)
    soon = LATER + timedelta(minutes=1)

    between.refuse("UID SEARCH")
    with pytest.raises(MailboxAway):
        mailbox.read_new(imap_server(between.address), clock=lambda: soon)
    refused = ReadMailbox.objects.get().read_at
    mailbox.read_new(imap_server(inbox.address()), clock=lambda: soon)

    assert refused == LATER
    assert ReadMailbox.objects.latest("read_at").read_at == soon
    assert state_of(booking)[0] == "cancelled"
