"""Mails that say what became of one of ours: RFC 3464 and 6533, and what older servers write."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import Message as MimeMessage
from email.parser import HeaderParser
from enum import IntEnum
from itertools import islice

from django.conf import settings

from events.email_addresses import email_key

STATUS = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b")
WORD = re.compile(r"[a-z]*")
BLANK_LINES = re.compile(r"(?:\r?\n[ \t]*){2,}")
REPORTS = ("message/delivery-status", "message/global-delivery-status")
RETURNED = (
    "message/rfc822",
    "message/rfc822-headers",
    "message/global",
    "message/global-headers",
    "text/rfc822-headers",
)
OF_A_RECIPIENT = ("Final-Recipient", "Original-Recipient", "Action")
OF_THE_NET = ("rfc822", "utf-8")
MOST_BLOCKS = 100  # of a report about one mail; each of ours goes to one address


class Fate(IntEnum):
    """What became of a mail for one recipient, the worst last."""

    PASSED_ON = 0
    DELAYED = 1
    FAILED = 2


FATES = {
    "delivered": Fate.PASSED_ON,
    "relayed": Fate.PASSED_ON,
    "expanded": Fate.PASSED_ON,
    "failed": Fate.FAILED,
}


@dataclass(frozen=True)
class Recipient:
    """Whom a report tells of, as `addresses` are compared: the last one, and that we wrote to.

    `status` is the code of RFC 3463, if there is one.
    """

    addresses: frozenset[str]
    fate: Fate
    status: str = ""


@dataclass(frozen=True)
class Bounce:
    """What became of one of our mails: `message` is its public id, empty where it is not told."""

    message: str
    recipients: tuple[Recipient, ...]

    @property
    def is_good_news(self) -> bool:
        fates = [one.fate for one in self.recipients]
        return bool(fates) and max(fates) == Fate.PASSED_ON

    def worst_for(self, address: str) -> Recipient | None:
        """What became of the mail to this address, the worst if it is told twice.

        Where it was forwarded the report may name another: the only one is ours then.
        """
        own = [one for one in self.recipients if email_key(address) in one.addresses]
        if not own and len(self.recipients) == 1:
            own = [*self.recipients]
        return max(own, key=lambda one: one.fate, default=None)


def bounce_in(mail: MimeMessage, parts: Iterable[MimeMessage], raw: bytes) -> Bounce | None:
    """What a report says, or None for a mail that is none."""
    parts = list(parts)
    reports = [part for part in parts if part.get_content_type() in REPORTS]
    if reports:
        told = [one for report in reports for one in _recipients(_text(report))]
        return Bounce(_ours(_returned(parts, raw)), tuple(told))
    failed = ",".join(map(str, mail.get_all("X-Failed-Recipients", [])))
    if failed:  # Exim, and Gmail beside a report
        each = [Recipient(frozenset([email_key(one)]), Fate.FAILED) for one in failed.split(",")]
        return Bounce(_ours(raw.decode("ascii", "replace")), tuple(each))
    return None


def _recipients(report: str) -> list[Recipient]:
    """Of its blocks of headers: one is about the mail, then one about each recipient."""
    texts = BLANK_LINES.split(report, MOST_BLOCKS)[:MOST_BLOCKS]
    blocks = [HeaderParser().parsestr(text) for text in texts]
    return [
        Recipient(
            addresses=frozenset(_addresses(block)),
            fate=FATES.get(_word(block.get("Action", "")), Fate.DELAYED),
            status=found[1] if (found := STATUS.match(block.get("Status", ""))) else "",
        )
        for block in blocks
        if any(name in block for name in OF_A_RECIPIENT)
    ]


def _addresses(block: "MimeMessage[str, str]") -> Iterable[str]:
    for name in ("Final-Recipient", "Original-Recipient"):
        kind, _, address = block.get(name, "").rpartition(";")
        if address.strip() and kind.strip().lower() in ("", *OF_THE_NET):
            yield email_key(address)


def _word(text: str) -> str:
    """The first one, in small letters: a comment may follow it."""
    found = WORD.match(text.strip().lower())
    return found[0] if found else ""


def _returned(parts: Iterable[MimeMessage], raw: bytes) -> str:
    """The headers of the mail that is returned, or else all of this one."""
    for part in parts:
        if part.get_content_type() in RETURNED:
            return _text(part)
    return raw.decode("ascii", "replace")


def _text(part: MimeMessage) -> str:
    """What it holds, decoded: the parser has taken it, encoded or not, for mails of its own."""
    payload = part.get_payload()
    if isinstance(payload, list):
        mails = (one for one in payload if isinstance(one, MimeMessage))
        held = (one for one in mails if one.keys() or one.get_payload())  # none between blank lines
        inside = [one.as_bytes() for one in islice(held, MOST_BLOCKS)]
        whole = MimeMessage()
        whole["Content-Transfer-Encoding"] = part.get("Content-Transfer-Encoding", "8bit")
        whole.set_payload(b"\n\n".join(inside).decode("ascii", "surrogateescape"))
        part = whole
    content = part.get_payload(decode=True)
    return content.decode("utf-8", "replace") if isinstance(content, bytes) else ""


def _ours(text: str) -> str:
    """The public id in a Message-ID that we have given; empty where there is none."""
    domain = re.escape(settings.CALENDAR_DOMAIN)
    found = re.search(rf"<[a-z_]{{1,30}}\.(\w{{8}})@{domain}>", text)
    return found[1] if found else ""
