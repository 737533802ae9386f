"""REPLY_IMAP: the mailbox that is read, or why it cannot be, in words that show no secret."""

import hashlib
from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

USUAL_PORTS = {"imap": 143, "imap+tls": 143, "imaps": 993}
HOW_TO_WRITE_IT = (
    "Write it as imaps://user:password@host:993/INBOX, or imap+tls://user:password@host:143/INBOX"
    " where the encryption starts after a greeting; / # ? : @ and % in the password are written"
    " %2F %23 %3F %3A %40 and %25."
)


@dataclass(frozen=True)
class ImapServer:
    """`is_encrypted` from the first byte, or it `starts_tls` after a greeting, or neither."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str
    starts_tls: bool
    is_encrypted: bool

    @property
    def name(self) -> str:
        """Of this mailbox, whatever its password: 64 hexadecimal digits."""
        told = repr((self.host.lower(), self.port, self.user, self.folder))
        return hashlib.sha256(told.encode()).hexdigest()


def imap_server(address: str) -> ImapServer:
    """Raises ImproperlyConfigured."""
    parts = _split(address)
    if parts is None:
        raise ImproperlyConfigured(f"REPLY_IMAP names no mailbox. {HOW_TO_WRITE_IT}")
    if not (parts.hostname and parts.username and parts.password):
        raise ImproperlyConfigured(
            f"REPLY_IMAP lacks a host, a user name or a password. {HOW_TO_WRITE_IT}"
        )
    return ImapServer(
        host=parts.hostname,
        port=parts.port or USUAL_PORTS[parts.scheme],
        user=unquote(parts.username),
        password=unquote(parts.password),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        starts_tls=parts.scheme == "imap+tls",
        is_encrypted=parts.scheme == "imaps",
    )


def _split(address: str) -> SplitResult | None:
    """Apart, so that no error that repeats the address is the context of ours."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018  # raises for what is no number
    except ValueError:
        return None
    return parts if parts.scheme in USUAL_PORTS else None
