"""REPLY_IMAP: what is read out of it, and what is refused without a word of the secret."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from deploy.imap_server import ImapServer, imap_server

WRITE_IT = (
    "Write it as imaps://user:password@host:993/INBOX, or imap+tls://user:password@host:143/INBOX"
    " where the encryption starts after a greeting; / # ? : @ and % in the password are written"
    " %2F %23 %3F %3A %40 and %25."
)
NO_MAILBOX = f"REPLY_IMAP names no mailbox. {WRITE_IT}"
LACKS = f"REPLY_IMAP lacks a host, a user name or a password. {WRITE_IT}"


@pytest.mark.parametrize(
    ("address", "server"),
    [
        (
            "imaps://replies%40w.example:a%2Fb%25@mail.example",
            ImapServer("mail.example", 993, "replies@w.example", "a/b%", "INBOX", False, True),
        ),
        (
            "imap+tls://u:p@mail.example/Replies/New",
            ImapServer("mail.example", 143, "u", "p", "Replies/New", True, False),
        ),
        ("imap://u:p@[::1]:1143/", ImapServer("::1", 1143, "u", "p", "INBOX", False, False)),
    ],
)
def test_the_address_says_where_the_mailbox_is_and_how_it_is_encrypted(address, server):
    assert imap_server(address) == server


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("hush", NO_MAILBOX),
        ("pop3://hush:hush@mail.example", NO_MAILBOX),
        ("imaps://hush:hush@mail.example:hush", NO_MAILBOX),
        ("imaps://hush:hush@mail.example:99999", NO_MAILBOX),
        ("imaps://hush:hu/sh@mail.example", NO_MAILBOX),
        ("imaps://hush:hush@[mail.example", NO_MAILBOX),
        ("imaps://mail.example", LACKS),
        ("imaps://hush@mail.example", LACKS),
        ("imaps://:hush@mail.example", LACKS),
        ("imaps://hush:hush@", LACKS),
    ],
)
def test_what_cannot_be_read_is_refused_without_a_part_of_it(address, sentence):
    with pytest.raises(ImproperlyConfigured) as refused:
        imap_server(address)

    assert str(refused.value) == sentence
    assert (refused.value.__cause__, refused.value.__context__) == (None, None)


def test_the_name_of_a_mailbox_is_the_same_after_its_password_changed():
    before, after = (
        imap_server("imaps://u:old@Mail.example"),
        imap_server("imaps://u:p@mail.example"),
    )

    assert before.name == after.name
    assert before.name != imap_server("imaps://u:p@mail.example/Other").name


def test_the_password_is_not_shown():
    assert "hush" not in repr(imap_server("imaps://u:hush@mail.example"))
