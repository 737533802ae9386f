"""One mail with its invitation, as the MIME tree that calendar clients understand (RFC 6047)."""

import base64
from dataclasses import dataclass
from email.charset import QP, Charset
from email.header import Header
from email.message import Message as MimeMessage
from email.utils import formataddr
from typing import Any, cast

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from events.email_addresses import deliverable


@dataclass(frozen=True)
class Mail:
    """What goes out: `invitation` is the text of an iCalendar object with this `method`."""

    to: str
    subject: str
    text: str
    html: str
    message_id: str
    reply_to: str
    invitation: bytes = b""
    method: str = ""

    def send(self, server: BaseEmailBackend) -> None:
        """Hand it to the mail server. Raises what smtplib raises, or OSError."""
        email = self.as_email()
        email.connection = server
        email.send()

    def as_email(self) -> "InvitingEmail":
        email = InvitingEmail(
            subject=self.subject,
            body=self.text,
            from_email=formataddr((settings.SERVICE_NAME, deliverable(settings.MAIL_FROM))),
            to=[deliverable(self.to)],
            reply_to=[deliverable(self.reply_to)],
            headers={"Message-ID": self.message_id, "Auto-Submitted": "auto-generated"},
        )
        email.attach_alternative(self.html, "text/html")
        if self.invitation:
            email.attach_alternative(
                self.invitation.decode(), f"text/calendar; method={self.method}"
            )
            email.attach("invite.ics", self.invitation, "application/ics")
        return email


QUOTED_PRINTABLE = Charset("utf-8")
QUOTED_PRINTABLE.body_encoding = QP


class InvitingEmail(EmailMultiAlternatives):
    """Text as quoted-printable, which every server passes on; text/calendar as base64.

    Quoted-printable breaks text/calendar for some clients, and 8bit is not for every server
    (RFC 6152).
    """

    encoding = QUOTED_PRINTABLE

    def message(self, **options: Any) -> Any:
        mime = super().message(**options)
        _begin_subject_on_its_line(mime, str(self.subject))
        for part in mime.walk():
            if part.get_content_type() == "text/calendar":
                _encode_as_base64(part)
            if part.get_content_type() == "application/ics":
                part.set_param("name", "invite.ics")
        return mime


def _begin_subject_on_its_line(mime: Any, subject: str) -> None:
    """Encode a subject so that its first line is not left empty."""
    if not subject.isascii():
        header = Header(subject, "utf-8", header_name="Subject")
        del mime["Subject"]
        MimeMessage.__setitem__(mime, "Subject", header)  # unlike Django's, not as text


def _encode_as_base64(part: MimeMessage) -> None:
    lines = cast(bytes, part.get_payload(decode=True)).splitlines()
    content = b"".join(line + b"\r\n" for line in lines)  # iCalendar's own, whatever came before
    method = part.get_param("method")
    del part["Content-Transfer-Encoding"]
    part.set_payload(base64.encodebytes(content).decode())
    part["Content-Transfer-Encoding"] = "base64"
    part.replace_header("Content-Type", f"text/calendar; method={method}; charset=utf-8")
