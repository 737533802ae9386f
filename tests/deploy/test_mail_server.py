"""MAIL: what is read out of it, what is refused, and mails that really go out that way."""

import os
import subprocess
import sys
from urllib.parse import quote

import pytest
from django.core.exceptions import ImproperlyConfigured

from deploy.mail_server import MailServer, mail_server
from tests.architecture import ROOT
from tests.certificates import make_certificate, server_context
from tests.postgres import free_port
from tests.smtp import SmtpServer

ADDRESS = "head@school.example"
WRITE_IT = (
    "Write it as smtp+tls://user:password@host:587, or smtps://user:password@host:465 where"
    " everything is encrypted from the first byte."
)
NO_WAY = (
    f"MAIL names no way to send mail. {WRITE_IT} MAIL=files writes mails into DATA_DIR/mails"
    " instead."
)
NO_SERVER = f"MAIL names no mail server and port. {WRITE_IT}"
HALF = f"MAIL has a user name or a password, but not both. {WRITE_IT}"
PERCENT = "There is a % in MAIL that encodes nothing. Write it as %25."
NOT_SENDABLE = (
    "MAIL has a user name or password that cannot be sent to a mail server. It can hold unaccented"
    " letters, digits, punctuation and spaces."
)
ODD_PASSWORDS = ["hush/hush", "#hush?", "hu:sh:", "hu@sh@", "a+b c", "h[us]h;&'\"\\", "/#?:@"]


@pytest.mark.parametrize("password", [*ODD_PASSWORDS, "hu%sh", "100%", "%41%2F"])
def test_a_password_may_hold_any_character_when_it_is_encoded(password):
    address = f"smtp+tls://placecard:{quote(password, safe='')}@mail.example:2525"

    assert mail_server(address) == MailServer(
        "mail.example", 2525, "placecard", password, starts_tls=True, is_encrypted=False
    )


@pytest.mark.parametrize("password", ODD_PASSWORDS)
def test_a_password_may_hold_any_character_but_the_percent_sign_as_it_is(password):
    read = mail_server(f"smtps://education@westshire.example:{password}@mail.example")

    assert (read.user, read.password) == ("education@westshire.example", password)


@pytest.mark.parametrize(
    ("address", "server"),
    [
        ("smtp://mail.example", MailServer("mail.example", 25, "", "", False, False)),
        ("smtp+tls://mail.example/", MailServer("mail.example", 587, "", "", True, False)),
        ("smtps://10.0.0.1", MailServer("10.0.0.1", 465, "", "", False, True)),
        ("smtp+ssl://[::1]:25", MailServer("::1", 25, "", "", False, True)),
        ("SMTPS://u:p@mail_1:1", MailServer("mail_1", 1, "u", "p", False, True)),
    ],
)
def test_the_way_says_whether_it_is_encrypted_and_the_usual_port(address, server):
    assert mail_server(address) == server


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("hush", NO_WAY),
        ("file", NO_WAY),
        ("", NO_WAY),
        ("https://hush:hush@mail.example", NO_WAY),
        ("smtp:hush", NO_WAY),
        ("smtp://", NO_SERVER),
        ("smtp://hush:hush@", NO_SERVER),
        ("smtp://hush:hush", NO_SERVER),
        ("smtp://hush:hu/sh", NO_SERVER),
        ("smtp://hush:hush@mail.example:0", NO_SERVER),
        ("smtp://hush:hush@mail.example:65536", NO_SERVER),
        ("smtp://hush:hush@mail.example:hush", NO_SERVER),
        ("smtp://hush:hush@mail.example?timeout=5", NO_SERVER),
        ("smtp://hush:hush@mail.example/hush", NO_SERVER),
        ("smtp://hush:hush@[hush]:25", NO_SERVER),
        ("smtp://hush@mail.example", HALF),
        ("smtp://:hush@mail.example", HALF),
        ("smtp://hush:hu%sh@mail.example", PERCENT),
        ("smtp://hush:hush%41@mail.example", PERCENT),
        ("smtp://hush:hush%zz@mail.example", PERCENT),
        ("smtp://hush%:hush@mail.example", PERCENT),
        ("smtp://hush:hush%E9@mail.example", PERCENT),
        ("smtp://hush:hüsh@mail.example", NOT_SENDABLE),
        ("smtp://hush:hush%C3%A9@mail.example", NOT_SENDABLE),
        ("smtp://hush:hush%00@mail.example", NOT_SENDABLE),
    ],
)
def test_what_cannot_be_read_is_refused_without_a_part_of_it(address, sentence):
    with pytest.raises(ImproperlyConfigured) as refused:
        mail_server(address)

    assert str(refused.value) == sentence
    assert (refused.value.__cause__, refused.value.__context__) == (None, None)
    assert "hush" not in sentence


def manage(mail: str, *arguments, **environment):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=os.environ | {"MAIL": mail} | environment,
        capture_output=True,
        text=True,
    )


def send(mail: str, **environment):
    return manage(mail, "send_test_mail", ADDRESS, **environment)


def test_the_settings_that_a_developers_page_shows_hold_no_password():
    shown = "from django.views.debug import get_default_exception_reporter_filter as get;"

    ended = manage(
        "smtps://placecard:hu/sh@mail.example",
        *["shell", "--no-imports", "-c", shown + "print(get().get_safe_settings())"],
    )

    assert ended.stderr == ""
    assert "'EMAIL_HOST': 'mail.example'" in ended.stdout
    assert "'MAIL': 'smtp'" in ended.stdout
    assert "hu/sh" not in ended.stdout


@pytest.mark.parametrize(
    ("mail", "sentence"),
    [
        ("smtp://placecard:hu/sh", NO_SERVER),
        ("smtp://placecard:hush@mail.example:hu#sh", NO_SERVER),
        ("smtp://placecard:hush%41@mail.example", PERCENT),
        ("smtps://placecard:hüsh@mail.example", NOT_SENDABLE),
    ],
)
def test_a_refusal_at_the_start_is_its_sentence_alone(mail, sentence):
    ended = send(mail)

    assert (ended.returncode, ended.stdout, ended.stderr) == (1, "", f"{sentence}\n")


@pytest.fixture
def certificate(tmp_path):
    return make_certificate(tmp_path)


def test_smtp_tls_is_encrypted_after_the_greeting(certificate):
    with SmtpServer(starts_tls=server_context(certificate)) as server:
        ended = send(
            f"smtp+tls://placecard:/#?:@%25+@127.0.0.1:{server.port}",
            SSL_CERT_FILE=str(certificate),
        )

    assert (ended.returncode, ended.stderr) == (0, "")
    assert (server.recipients, server.accounts) == ([ADDRESS], [("placecard", "/#?:@%+")])


@pytest.mark.parametrize("way", ["smtps", "smtp+ssl"])
def test_smtps_is_encrypted_from_the_first_byte(certificate, way):
    with SmtpServer(encrypted=server_context(certificate)) as server:
        ended = send(
            f"{way}://placecard:hush@127.0.0.1:{server.port}", SSL_CERT_FILE=str(certificate)
        )

    assert (ended.returncode, ended.stderr) == (0, "")
    assert (server.recipients, server.accounts) == ([ADDRESS], [("placecard", "hush")])


def test_smtps_says_nothing_to_a_server_that_would_start_tls_only(certificate):
    with SmtpServer(starts_tls=server_context(certificate)) as server:
        ended = send(
            f"smtps://placecard:hush@127.0.0.1:{server.port}", SSL_CERT_FILE=str(certificate)
        )

    assert ended.returncode == 1
    assert "do not agree on encryption. Check MAIL." in ended.stderr
    assert (server.recipients, server.accounts) == ([], [])


@pytest.mark.parametrize(("way", "secured"), [("smtp+tls", "starts_tls"), ("smtps", "encrypted")])
@pytest.mark.parametrize(
    ("named", "trusted", "reason"),
    [
        ("127.0.0.1", False, "self-signed certificate"),
        ("127.0.0.2", True, "IP address mismatch, certificate is not valid for '127.0.0.1'"),
    ],
)
def test_a_certificate_that_is_not_trusted_gets_neither_mail_nor_password(
    tmp_path, way, secured, named, trusted, reason
):
    certificate = make_certificate(tmp_path, named)
    trust = {"SSL_CERT_FILE": str(certificate)} if trusted else {}

    with SmtpServer(**{secured: server_context(certificate)}) as server:
        ended = send(f"{way}://placecard:hush@127.0.0.1:{server.port}", **trust)

    assert (ended.returncode, ended.stderr) == (
        1,
        f"CommandError: The mail to {ADDRESS} was not sent. The certificate of"
        f" 127.0.0.1:{server.port} is not trusted: {reason}. Correct the host in MAIL, or name the"
        " file of its authority in SSL_CERT_FILE.\n",
    )
    assert (server.recipients, server.accounts) == ([], [])


def test_a_server_that_is_not_there_is_told_without_the_password():
    ended = send(f"smtp+tls://placecard:hush@127.0.0.1:{free_port()}")

    assert ended.returncode == 1
    assert "cannot be reached" in ended.stderr
    assert "hush" not in ended.stderr
