"""One mail sent right away, and in plain words how that went."""

import smtplib
import socket
import ssl
import uuid
from contextlib import closing

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import get_connection
from django.core.validators import validate_email

from bookings.mail.mime import Mail
from bookings.mail.smtp import NotAnswered
from deploy.serving import where_mails_go

TEXT = "This is a test mail from {name} ({address}). If you can read it, its mails reach you.\n"


class NotSent(Exception):
    """The mail did not go out; the message is the sentence to show."""


def send_test_mail(address: str) -> str:
    """Send a test mail and return the sentence that tells of it. Raises NotSent."""
    try:
        validate_email(address)
        with closing(get_connection()) as server:
            _mail(address).send(server)
    except ValidationError as error:
        raise NotSent(f"{address!r} is not an email address") from error
    except (smtplib.SMTPException, OSError) as error:
        raise NotSent(f"The mail to {address} was not sent. {_reason(error)}") from error
    return f"The mail to {address} has been handed over. Mails {where_mails_go()}"


def _mail(address: str) -> Mail:
    text = TEXT.format(name=settings.SERVICE_NAME, address=settings.SITE_ADDRESS)
    return Mail(
        to=address,
        subject=f"Test mail from {settings.SERVICE_NAME}",
        text=text,
        html=f"<p>{text.strip()}</p>",
        message_id=f"<{uuid.uuid4()}@{settings.CALENDAR_DOMAIN}>",
        reply_to=settings.CONTACT_EMAIL,
    )


def _reason(error: Exception) -> str:
    if settings.MAIL == "files":
        return f"{settings.MAIL_DIR}/ cannot be written to."
    server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    match error:
        case NotAnswered():
            return f"{server} took the text and did not answer: it may have been sent."
        case smtplib.SMTPAuthenticationError():
            return f"{server} does not accept the user name and password in MAIL."
        case smtplib.SMTPRecipientsRefused():
            [(_, answer)] = error.recipients.values()
            return f"{server} does not take mail for that address: {_words(answer)}"
        case smtplib.SMTPSenderRefused():
            reason = _words(error.smtp_error)
            return f"{server} does not take mail from {settings.MAIL_FROM}: {reason}"
        case smtplib.SMTPResponseException():
            return f"{server} refused it: {error.smtp_code} {_words(error.smtp_error)}"
        case smtplib.SMTPNotSupportedError():
            return f"{server} does not offer the encryption or sign-in that MAIL asks for."
        case ssl.SSLCertVerificationError():
            return (
                f"The certificate of {server} is not trusted: {error.verify_message.rstrip('.')}."
                " Correct the host in MAIL, or name the file of its authority in SSL_CERT_FILE."
            )
        case ssl.SSLError():
            return f"{server} and this service do not agree on encryption. Check MAIL."
        case socket.gaierror():
            return f"No mail server is called {settings.EMAIL_HOST}. Check MAIL."
        case TimeoutError():
            return f"{server} did not answer within {settings.EMAIL_TIMEOUT} seconds."
        case smtplib.SMTPServerDisconnected():
            return f"{server} ended the conversation. Check MAIL."
        case _:
            return f"{server} cannot be reached: {error}."


def _words(answer: bytes | str) -> str:
    return answer.decode(errors="replace") if isinstance(answer, bytes) else answer
