"""What a mail that came in is: an answer to an invitation, a bounce, an automatic reply, a letter.

Written by strangers, so nothing here is unbounded: the size, the depth, the number of parts.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import Message as MimeMessage
from email.parser import BytesParser
from email.utils import collapse_rfc2231_value, getaddresses, parsedate_to_datetime
from typing import Literal

from bookings.replies import bounces
from bookings.replies.bounces import Bounce
from bookings.replies.calendar_part import Answer, NoAnswer, answer_in
from bookings.replies.reasons import Reason

AFTER_A_WORD = re.compile(r"[;(\s]")
LARGEST = 256 * 1024
DEEPEST = 20
MOST_PARTS = 100
LONGEST_TYPE = 4000  # characters: `email` takes the square of it to read its parameters
CALENDAR_TYPES = ("text/calendar", "application/ics")
NO_ANSWER = (Reason.METHOD_NOT_SAID, Reason.METHOD_OF_NO_ANSWER)  # as our invitation, sent back
AUTOMATIC_PRECEDENCE = "auto_reply"  # "bulk" and "junk" are what lists and newsletters write


class Unreadable(Exception):
    """No mail of which something can be made; the reason says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class _Bounded(policy.Compat32):
    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        if name.lower() == "content-type" and len(value) > LONGEST_TYPE:
            raise Unreadable(Reason.TYPE_TOO_LONG)
        return name, value


@dataclass(frozen=True)
class AnswerMail:
    """An answer, and the address of whoever has sent it: empty unless it is exactly one."""

    answer: Answer
    sender: str
    sent_at: datetime | None


@dataclass(frozen=True)
class Automatic:
    """Written by a program: somebody is away, or a mail of ours has arrived."""


@dataclass(frozen=True)
class Letter:
    """What people have to read; `reason` says why it is no answer."""

    reason: Reason | Literal[""] = ""


Read = AnswerMail | Bounce | Automatic | Letter


def read(raw: bytes) -> Read:
    """What this mail is. Raises Unreadable."""
    try:
        return _read(raw)
    except RecursionError:
        raise Unreadable(Reason.TOO_DEEP) from None


def _read(raw: bytes) -> Read:
    mail = _parsed(raw)
    parts = _parts(mail)
    bounce = bounces.bounce_in(mail, parts, raw)
    if bounce is not None:
        return Automatic() if bounce.is_good_news else bounce
    calendars = [part for part in parts if part.get_content_type() in CALENDAR_TYPES]
    sender, reasons = _sender(mail), []
    for part in calendars:
        try:
            answer = _answer(part, sender)
        except NoAnswer as error:
            reasons.append(error.reason)
        else:
            return AnswerMail(answer, sender, _sent_at(mail))
    if _is_automatic(mail) and all(reason in NO_ANSWER for reason in reasons):
        return Automatic()
    return Letter(next(iter(reasons), ""))


def key_of(raw: bytes) -> str:
    """The same for a mail that is delivered twice: 64 hexadecimal digits.

    Of its Message-ID and its text, not of the headers that each delivery adds.
    """
    head, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    message_ids = [line for line in _unfolded(head) if line.lower().startswith(b"message-id:")]
    told = b"\n".join([*message_ids, body.rstrip()]) if message_ids else head + body
    return hashlib.sha256(told).hexdigest()


def _unfolded(head: bytes) -> list[bytes]:
    return head.replace(b"\n ", b" ").replace(b"\n\t", b" ").split(b"\n")


def _parsed(raw: bytes) -> MimeMessage:
    if len(raw) > LARGEST:
        raise Unreadable(Reason.TOO_LARGE)
    mail = BytesParser(policy=_Bounded()).parsebytes(raw)
    if not mail.keys():
        raise Unreadable(Reason.NO_HEADERS)
    return mail


def _parts(mail: MimeMessage) -> list[MimeMessage]:
    """Every part that holds no others, in order, not looking into mails that are attached."""
    found: list[MimeMessage] = []
    waiting = [(mail, 0)]
    while waiting:
        part, depth = waiting.pop()
        if depth > DEEPEST or len(found) > MOST_PARTS:
            raise Unreadable(Reason.TOO_DEEP if depth > DEEPEST else Reason.TOO_MANY_PARTS)
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            inside = [one for one in payload if isinstance(one, MimeMessage)]
            waiting += [(one, depth + 1) for one in reversed(inside)]
        else:
            found.append(part)
    return found


def _answer(part: MimeMessage, sender: str) -> Answer:
    method = collapse_rfc2231_value(part.get_param("method", ""))
    return answer_in(_content(part), charset=_charset(part), sender=sender, method=method)


def _content(part: MimeMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _charset(part: MimeMessage) -> str:
    return str(part.get_content_charset() or "utf-8")


def _sender(mail: MimeMessage) -> str:
    """The only address of the only From; RFC 5322 lets nobody else have written it."""
    headers = mail.get_all("From", [])
    if len(headers) != 1:
        return ""
    addresses = getaddresses([str(headers[0])])
    return addresses[0][1] if len(addresses) == 1 else ""


def _sent_at(mail: MimeMessage) -> datetime | None:
    try:
        sent_at = parsedate_to_datetime(str(mail["Date"]))
    except (TypeError, ValueError, OverflowError):
        return None
    return sent_at if sent_at.tzinfo else None


def _is_automatic(mail: MimeMessage) -> bool:
    """By what RFC 3834 and older programs say of themselves; a receipt (RFC 8098) is a report."""
    said = AFTER_A_WORD.split(str(mail.get("Auto-Submitted", "no")).strip().lower())[0]
    precedence = str(mail.get("Precedence", "")).strip().lower()
    return (
        said not in ("", "no")
        or precedence == AUTOMATIC_PRECEDENCE
        or mail.get_content_type() == "multipart/report"
        or any(name in mail for name in ("X-Autoreply", "X-Autorespond"))
    )
