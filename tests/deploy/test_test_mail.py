"""`manage.py send_test_mail`: the mail that goes out, and the sentence when none does."""

import os
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from tests.architecture import ROOT
from tests.postgres import free_port

SMTP = "bookings.mail.smtp.PatientBackend"
ADDRESS = "head@school.example"


@pytest.fixture
def by_smtp(settings, smtp_server):
    """As MAIL=smtp://127.0.0.1:port sets it up."""
    settings.MAIL = smtp_server.url
    settings.EMAIL_BACKEND = SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp_server.port
    settings.SERVICE_NAME = "Education events and briefings"
    return smtp_server


def refusal(address=ADDRESS) -> str:
    with pytest.raises(CommandError) as refused:
        call_command("send_test_mail", address)
    return str(refused.value)


def test_the_mail_arrives_and_the_command_says_so(by_smtp, capsys):
    call_command("send_test_mail", ADDRESS)

    assert capsys.readouterr().out == (
        "The mail to head@school.example has been handed over."
        f" Mails are sent by: 127.0.0.1:{by_smtp.port}\n"
    )
    [message] = by_smtp.messages
    assert by_smtp.recipients == [ADDRESS]
    assert message["Subject"] == "Test mail from Education events and briefings"
    assert message["From"] == "Education events and briefings <education.events@westshire.example>"
    assert message.get_body(("plain",)).get_content().splitlines() == [
        "This is a test mail from Education events and briefings"
        " (https://placecard.example.gov.uk). If you can read it, its mails reach you."
    ]


def test_a_mailbox_that_does_not_exist_is_told(by_smtp):
    by_smtp.refuse(ADDRESS)

    assert refusal() == (
        f"The mail to {ADDRESS} was not sent. 127.0.0.1:{by_smtp.port} does not take mail for that"
        " address: No such mailbox"
    )


def test_a_refused_mail_is_told(by_smtp):
    by_smtp.refuse_every_message("554 Too many links")

    assert refusal() == (
        f"The mail to {ADDRESS} was not sent. 127.0.0.1:{by_smtp.port} refused it:"
        " 554 Too many links"
    )


@pytest.mark.parametrize(
    ("scheme", "reason"),
    [
        ("smtp+tls", "does not offer the encryption or sign-in that MAIL asks for."),
        ("smtp+ssl", "and this service do not agree on encryption. Check MAIL."),
    ],
)
def test_a_server_without_encryption_is_told_and_the_program_ends_with_1(
    smtp_server, scheme, reason
):
    server = f"127.0.0.1:{smtp_server.port}"

    ended = subprocess.run(
        [sys.executable, "manage.py", "send_test_mail", ADDRESS],
        env=os.environ | {"MAIL": f"{scheme}://{server}"},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    sentence = f"CommandError: The mail to {ADDRESS} was not sent. {server} {reason}\n"
    assert (ended.returncode, ended.stderr) == (1, sentence)


def test_a_server_that_is_not_there_is_told(by_smtp, settings):
    settings.EMAIL_PORT = free_port()

    assert refusal() == (
        f"The mail to {ADDRESS} was not sent. 127.0.0.1:{settings.EMAIL_PORT} cannot be reached:"
        " [Errno 111] Connection refused."
    )


def test_a_folder_that_cannot_be_written_is_told(settings, tmp_path):
    settings.MAIL, settings.EMAIL_BACKEND = "files", "deploy.mail_files.EmlFiles"
    settings.MAIL_DIR = tmp_path / "mails"
    settings.MAIL_DIR.write_text("a file where the folder should be")

    assert refusal() == (
        f"The mail to {ADDRESS} was not sent. {settings.MAIL_DIR}/ cannot be written to."
    )


def test_what_is_no_address_is_refused(mailbox):
    assert refusal("head at school") == "'head at school' is not an email address"
    assert mailbox == []
