"""MAIL: the server that sends the mails, or why it cannot be read, in words that show no secret."""

import re
from dataclasses import dataclass, field

from django.core.exceptions import ImproperlyConfigured

from deploy.percent_encoding import decoded

USUAL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465, "smtp+ssl": 465}
SERVER = re.compile(r"(?:\[(?P<ip>[0-9A-Fa-f:.]+)\]|(?P<name>[\w.-]+))(?::(?P<port>\d{1,5}))?/?")
HOW_TO_WRITE_IT = (
    "Write it as smtp+tls://user:password@host:587, or smtps://user:password@host:465 where"
    " everything is encrypted from the first byte."
)


@dataclass(frozen=True)
class MailServer:
    """`is_encrypted` from the first byte, or it `starts_tls` after a greeting, or neither."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    starts_tls: bool
    is_encrypted: bool


def mail_server(address: str) -> MailServer:
    """Raises ImproperlyConfigured. The last @ ends the password, which may hold any character."""
    scheme, _, rest = address.partition("://")
    scheme = scheme.lower()
    if scheme not in USUAL_PORTS:
        raise ImproperlyConfigured(
            f"MAIL names no way to send mail. {HOW_TO_WRITE_IT}"
            " MAIL=files writes mails into DATA_DIR/mails instead."
        )
    account, _, server = rest.rpartition("@")
    user, password = _account(account)
    found = SERVER.fullmatch(server)
    port = int(found["port"] or USUAL_PORTS[scheme]) if found else 0
    if found is None or not 0 < port < 2**16:
        raise ImproperlyConfigured(f"MAIL names no mail server and port. {HOW_TO_WRITE_IT}")
    return MailServer(
        host=found["ip"] or found["name"],
        port=port,
        user=user,
        password=password,
        starts_tls=scheme == "smtp+tls",
        is_encrypted=scheme in {"smtps", "smtp+ssl"},
    )


def _account(text: str) -> tuple[str, str]:
    user, _, password = (decoded(part, "MAIL") for part in text.partition(":"))
    if bool(user) != bool(password):
        raise ImproperlyConfigured(
            f"MAIL has a user name or a password, but not both. {HOW_TO_WRITE_IT}"
        )
    if not (user + password).isascii() or not (user + password).isprintable():
        raise ImproperlyConfigured(
            "MAIL has a user name or password that cannot be sent to a mail server. It can hold"
            " unaccented letters, digits, punctuation and spaces."
        )
    return user, password
