"""The mailbox of replies as a real IMAP server keeps it: each mail once, in order, none lost."""

from datetime import timedelta

import pytest

from bookings.models import ReadMailbox, Reply
from bookings.replies import mailbox
from bookings.replies.mailbox import MailboxAway
from bookings.replies.reading import LARGEST
from deploy import worker
from deploy.imap_server import imap_server
from tests.bookings.answered import state_of
from tests.bookings.replying import LATER, reply
from tests.dovecot import ImapMailbox

pytestmark = pytest.mark.django_db
LETTER = b"From: ann@school.example\r\nMessage-ID: <1@x>\r\nSubject: Hello\r\n\r\nSee you.\r\n"
AWAY = LETTER.replace(b"Subject", b"Auto-Submitted: auto-replied\r\nSubject").replace(b"1@", b"2@")


@pytest.fixture(scope="module")
def server():
    with ImapMailbox() as server:
        yield server


@pytest.fixture
def inbox(server):
    """The mailbox, empty, whose server runs, whatever a test before has done to it."""
    server.start()
    server.empty()
    return server


def read_all(inbox, scheme="imap"):
    while mailbox.read_new(imap_server(inbox.address(scheme)), clock=lambda: LATER):
        pass


def outcomes():
    return list(Reply.objects.order_by("pk").values_list("outcome", flat=True))


def test_what_has_come_is_acted_on_in_its_order(inbox, booking):
    inbox.put(reply(booking), reply(booking, "ACCEPTED", stamp=LATER + timedelta(minutes=1)))

    read_all(inbox)

    assert outcomes() == ["released", "taken_back"]


def test_what_was_acted_on_is_marked_as_read_and_what_is_for_people_is_not(inbox, booking):
    inbox.put(LETTER, reply(booking), AWAY)

    read_all(inbox)

    assert inbox.seen() == [False, True, True]
    assert outcomes() == ["letter", "released", "automatic"]


def test_a_letter_stays_in_the_mailbox_and_is_not_copied(inbox):
    inbox.put(LETTER)

    read_all(inbox)

    assert Reply.objects.get().raw is None
    assert inbox.texts() == [LETTER]


def test_each_mail_is_read_once(inbox, booking):
    inbox.put(reply(booking))
    read_all(inbox)
    before = list(Reply.objects.values())

    read_all(inbox)
    inbox.put(reply(booking, "TENTATIVE", stamp=LATER + timedelta(minutes=1)))
    read_all(inbox)

    assert list(Reply.objects.values())[:1] == before
    assert outcomes() == ["released", "older"]


def test_more_than_a_batch_is_read_in_several_turns(inbox):
    letters = mailbox.AT_ONCE + 1
    inbox.put(*(LETTER.replace(b"<1@", b"<%d@" % number) for number in range(letters)))
    read = imap_server(inbox.address())

    turns = [mailbox.read_new(read, clock=lambda: LATER) for _ in range(2)]

    assert turns == [True, False]
    assert outcomes() == ["letter"] * letters


def test_what_came_while_the_server_was_away_is_read_when_it_is_back(inbox, booking):
    inbox.put(reply(booking))
    inbox.stop()

    with pytest.raises(MailboxAway, match=r"^The mailbox does not answer\.$"):
        read_all(inbox)
    nothing = outcomes()
    inbox.start()
    read_all(inbox)

    assert (nothing, outcomes()) == ([], ["released"])


def test_a_server_that_goes_away_in_the_midst_loses_nothing(inbox, booking):
    inbox.put(LETTER, reply(booking))
    moments = iter([LATER, LATER, LATER])

    def until_it_goes():
        if Reply.objects.exists():
            inbox.stop()
        return next(moments)

    with pytest.raises(MailboxAway):
        mailbox.read_new(imap_server(inbox.address()), clock=until_it_goes)
    before = outcomes()
    inbox.start()
    read_all(inbox)

    assert (before, outcomes()) == (["letter"], ["letter", "released"])


def test_a_mail_that_somebody_deletes_meanwhile_is_passed_over(inbox):
    inbox.put(LETTER)

    def while_it_goes():
        inbox.empty()
        return LATER

    mailbox.read_new(imap_server(inbox.address()), clock=while_it_goes)

    assert outcomes() == []


def test_numbered_anew_the_mailbox_is_read_from_its_beginning_and_nothing_acts_twice(
    inbox, booking
):
    inbox.put(reply(booking), LETTER)
    read_all(inbox)
    ReadMailbox.objects.update(uid_validity=7, last_uid=4000)

    read_all(inbox)

    assert outcomes() == ["released", "letter"]
    assert ReadMailbox.objects.get().last_uid < 4000


def test_a_mail_from_before_is_left_alone(inbox, booking):
    inbox.put(reply(booking), at=LATER - timedelta(days=60))

    read_all(inbox)

    assert outcomes() == []


def test_a_mail_that_is_too_large_is_left_and_the_next_one_is_read(inbox, booking):
    inbox.put(LETTER + b"x" * LARGEST, reply(booking))

    read_all(inbox)
    read_all(inbox)

    assert outcomes() == ["unreadable", "released"]
    assert inbox.seen() == [False, True]
    left = Reply.objects.kept_aside().get()
    assert (left.reason, left.raw, left.received_at) == ("larger than 256 KiB", None, LATER)


@pytest.mark.parametrize("scheme", ["imap", "imap+tls", "imaps"])
def test_the_mailbox_is_read_encrypted_where_its_address_says_so(
    inbox, booking, scheme, monkeypatch
):
    monkeypatch.setenv("SSL_CERT_FILE", str(inbox.certificate))
    inbox.put(reply(booking))

    read_all(inbox, scheme)

    assert outcomes() == ["released"]


@pytest.mark.parametrize("scheme", ["imap+tls", "imaps"])
def test_a_server_that_nobody_vouches_for_is_told_no_password(inbox, scheme):
    before = inbox.logins()

    with pytest.raises(MailboxAway, match=r"^Nobody vouches for the certificate of the mailbox\.$"):
        read_all(inbox, scheme)

    assert inbox.logins() == before


def test_a_wrong_password_is_an_error_without_a_word_of_it(inbox):
    wrong = imap_server(inbox.address().replace("100%25", "hush"))

    with pytest.raises(MailboxAway) as refused:
        mailbox.read_new(wrong, clock=lambda: LATER)

    assert str(refused.value) == "The mailbox refuses the password."
    assert (refused.value.__cause__, refused.value.__suppress_context__) == (None, True)


def test_the_worker_reads_it(inbox, booking, settings):
    inbox.put(reply(booking))
    settings.REPLY_IMAP = imap_server(inbox.address())

    assert not worker.read_mailbox(LATER)

    assert state_of(booking)[0] == "cancelled"


def test_the_worker_has_nothing_to_read_where_no_mailbox_is_set(settings):
    settings.REPLY_IMAP = None

    assert not worker.read_mailbox(LATER)

    assert not ReadMailbox.objects.exists()
