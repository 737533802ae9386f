"""The commands that take mail in: from a pipe, from the mailbox, and what was kept aside."""

import io
import os
import subprocess
import sys
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db import InterfaceError, OperationalError, connection

from bookings.models import Reply
from bookings.replies.mailbox import AT_ONCE
from bookings.replies.reasons import Reason
from deploy.imap_server import imap_server
from tests.architecture import ROOT
from tests.bookings.answered import state_of
from tests.bookings.replying import receive, reply
from tests.bookings.test_mailbox import LETTER
from tests.dovecot import ImapMailbox
from tests.factories import NOON
from tests.postgres import free_port

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
UNREADABLE = b"\n"


@pytest.fixture
def pipe(monkeypatch):
    """Hand a mail to receive_mail as a mail server does."""

    def hand_over(raw):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        call_command("receive_mail")

    return hand_over


@pytest.fixture
def kept():
    """A letter that is kept, for people to read."""
    receive(LETTER, at=NOON)
    return Reply.objects.get()


def refusal(*arguments):
    with pytest.raises(CommandError) as refused:
        call_command(*arguments)
    return str(refused.value)


def test_an_answer_from_the_pipe_is_acted_on_and_said(pipe, booking, capsys):
    pipe(reply(booking, stamp=NOON))

    assert capsys.readouterr().out == "Declined, place cancelled\n"
    assert state_of(booking) == ("cancelled", "declined", 0)


def test_what_nobody_can_read_is_kept_and_taken_from_the_mail_server(pipe, capsys):
    pipe(UNREADABLE)

    assert capsys.readouterr().out == "Could not be read\n"
    assert bytes(Reply.objects.get().raw) == UNREADABLE


def test_a_mail_that_is_too_large_goes_back_to_its_sender(pipe):
    with pytest.raises(CommandError, match=r"^The mail is too large\.$") as refused:
        pipe(LETTER + b"x" * 256 * 1024)

    assert refused.value.returncode == 65
    assert not Reply.objects.exists()


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_where_the_database_is_away_the_mail_server_keeps_the_mail(pipe, booking, error):
    def is_away(*statement):
        raise error("secret")

    with (
        connection.execute_wrapper(is_away),
        pytest.raises(CommandError) as refused,
    ):
        pipe(reply(booking))

    assert refused.value.returncode == 75
    assert str(refused.value) == f"The database does not answer ({error.__name__})."


def test_a_mail_that_the_database_will_never_take_is_kept_aside(booking, caplog):
    """As one whose text no column can hold; the others are read meanwhile."""
    statements, quoted = iter(["the first one"]), "a text with a NUL in it"

    def refuses_once(execute, sql, parameters, many, context):
        if "bookings_booking" in sql and next(statements, None):
            raise ValueError(quoted)
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(refuses_once):
        outcome = receive(reply(booking))

    kept = Reply.objects.get()
    assert (outcome, kept.reason) == ("unreadable", Reason.FAULT)
    assert "met ValueError" in caplog.text
    assert "in refuses_once" in caplog.text
    assert quoted not in caplog.text


def test_the_mailbox_is_read_to_its_end(booking, settings, capsys):
    with ImapMailbox() as inbox:
        letters = (LETTER.replace(b"<1@", b"<%d@" % number) for number in range(AT_ONCE))
        inbox.put(reply(booking, stamp=NOON), *letters, at=NOON)
        settings.REPLY_IMAP = imap_server(inbox.address())

        call_command("poll_mail")

    assert capsys.readouterr().out == "Everything in the mailbox has been read.\n"
    outcomes = Counter(Reply.objects.values_list("outcome", flat=True))
    assert outcomes == {"released": 1, "letter": AT_ONCE}


def test_a_mailbox_that_does_not_answer_is_an_error_in_one_sentence(settings):
    settings.REPLY_IMAP = imap_server("imap://replies:hush@127.0.0.1:1/INBOX")

    assert refusal("poll_mail") == "The mailbox does not answer."


def test_without_a_mailbox_there_is_nothing_to_read(settings):
    settings.REPLY_IMAP = None

    assert refusal("poll_mail") == "REPLY_IMAP is not set, so there is no mailbox to read."


def test_what_was_kept_is_listed_with_its_reason(kept, capsys):
    receive(UNREADABLE, at=NOON)

    call_command("kept_mail")

    unreadable = Reply.objects.get(outcome="unreadable")
    assert capsys.readouterr().out.splitlines() == [
        f"{kept.public_id}  midday on Monday 2 November 2026  Not an answer: for people to read",
        f"{unreadable.public_id}  midday on Monday 2 November 2026  {unreadable.reason}",
    ]


def test_a_mail_that_is_only_in_the_mailbox_is_listed_until_it_has_been_dealt_with(capsys):
    receive(UNREADABLE, at=NOON, stays=True)
    left = Reply.objects.get()

    call_command("kept_mail")
    refusals = [refusal("kept_mail", wish, left.public_id) for wish in ("--show", "--again")]
    call_command("kept_mail", "--done", left.public_id)
    call_command("kept_mail")

    listed = f"{left.public_id}  midday on Monday 2 November 2026  no headers, is in the mailbox\n"
    assert capsys.readouterr().out == listed
    assert refusals == ["This mail is in the mailbox."] * 2
    assert Reply.objects.get().outcome == "unreadable"


def test_a_kept_mail_is_shown_as_it_came(kept, capsysbinary):
    call_command("kept_mail", "--show", kept.public_id)

    assert capsysbinary.readouterr().out == LETTER


def test_a_kept_mail_is_received_once_more_by_a_version_that_can_read_it(booking, capsys):
    answer = reply(booking, stamp=NOON)
    Reply.objects.create(key="1", received_at=NOON, outcome="unreadable", raw=answer)

    call_command("kept_mail", "--again", Reply.objects.get().public_id)

    assert capsys.readouterr().out == "Declined, place cancelled\n"
    assert list(Reply.objects.values_list("outcome", "raw")) == [("released", None)]


def test_a_kept_mail_that_has_been_dealt_with_is_listed_no_more(kept, capsys):
    call_command("kept_mail", "--done", kept.public_id)
    call_command("kept_mail")

    kept.refresh_from_db()
    assert (kept.outcome, kept.raw) == ("letter", None)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("wish", ["--show", "--again", "--done"])
def test_a_mail_that_is_not_kept_is_an_error_in_one_sentence(wish):
    assert refusal("kept_mail", wish, "none") == "No mail with this id is kept."


def test_a_mail_server_reads_from_the_code_that_it_has_to_try_again():
    nobody = f"postgresql://placecard:hush@127.0.0.1:{free_port()}/placecard"

    ended = subprocess.run(
        [sys.executable, "manage.py", "receive_mail"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": nobody},
        input=LETTER,
        capture_output=True,
    )

    said = b"CommandError: The database does not answer (OperationalError).\n"
    assert (ended.returncode, ended.stdout) == (75, b"")
    assert ended.stderr.endswith(said)
