"""Mails that say that one of ours was not delivered: RFC 3464, and what older servers write."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import Message as MimeMessage

from django.conf import settings

STATUS = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b")
FAILED, DELAYED = "failed", "delayed"
RETURNED = ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers")


@dataclass(frozen=True)
class Bounce:
    """What became of one of our mails: `message` is its public id, empty where it is not told.

    `status` is the code of RFC 3463, if there is one; `is_final` unless it is tried again.
    """

    message: str
    status: str
    is_final: bool


def bounce_in(mail: MimeMessage, parts: Iterable[MimeMessage], raw: bytes) -> Bounce | None:
    """What a report says, or None for a mail that is none."""
    parts = list(parts)
    reports = [part for part in parts if part.get_content_type() == "message/delivery-status"]
    if reports:
        return _reported(reports[0], _returned(parts, raw))
    if mail.get("X-Failed-Recipients"):  # Exim, and Gmail beside a report
        return Bounce(_ours(raw.decode("ascii", "replace")), "", is_final=True)
    return None


def _reported(report: MimeMessage, returned: str) -> Bounce:
    """The report's blocks: one about the mail, then one for each recipient."""
    payload = report.get_payload()
    listed = payload if isinstance(payload, list) else []
    blocks = [block for block in listed if isinstance(block, MimeMessage)]
    actions = [str(block.get("Action", "")).strip().lower() for block in blocks]
    statuses = [
        found[1]
        for block in blocks
        if (found := STATUS.match(str(block.get("Status", "")))) is not None
    ]
    return Bounce(
        message=_ours(returned),
        status=statuses[0] if statuses else "",
        is_final=any(action.startswith(FAILED) for action in actions),
    )


def _returned(parts: Iterable[MimeMessage], raw: bytes) -> str:
    """The headers of the mail that is returned, or else all of this one."""
    for part in parts:
        if part.get_content_type() in RETURNED:
            return part.as_bytes().decode("ascii", "replace")
    return raw.decode("ascii", "replace")


def _ours(text: str) -> str:
    """The public id in a Message-ID that we have given; empty where there is none."""
    domain = re.escape(settings.CALENDAR_DOMAIN)
    found = re.search(rf"<[a-z_]{{1,30}}\.(\w{{8}})@{domain}>", text)
    return found[1] if found else ""
