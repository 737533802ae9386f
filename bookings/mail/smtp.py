"""Handing a mail to the mail server, and knowing when it may have been taken without an answer."""

import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend

OK = 250
LAST_REPLY_TO_DATA = 2  # the first is "354, go on"


_tell: ContextVar[Callable[[], None]] = ContextVar("tell", default=lambda: None)


@contextmanager
def handing_over(tell: Callable[[], None]) -> Iterator[None]:
    """Within, `tell` is called once a text has been handed over, before its answer comes."""
    token = _tell.set(tell)
    try:
        yield
    finally:
        _tell.reset(token)


class NotAnswered(OSError):
    """The whole text was handed over and nothing came back: sent, perhaps."""


class _Patient(smtplib.SMTP):
    """Waits longer for the answer to the text than for any other (RFC 5321, section 4.5.3.2.6)."""

    _replies_to_data: int | None = None

    def data(self, msg: Any) -> Any:
        self._replies_to_data = 0
        try:
            return super().data(msg)
        finally:
            self._replies_to_data = None

    def getreply(self) -> tuple[int, bytes]:
        if self._replies_to_data is not None:
            self._replies_to_data += 1
        connection = self.sock
        if self._replies_to_data != LAST_REPLY_TO_DATA or connection is None:
            return super().getreply()
        _tell.get()()
        usual = connection.gettimeout()
        connection.settimeout(settings.MAIL_ANSWER_TIMEOUT)
        try:
            answer = super().getreply()
        except OSError as error:  # smtplib's own are among them
            raise NotAnswered("no answer to the text") from error
        connection.settimeout(usual)
        return answer


class _PatientOverTls(_Patient, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""


class PatientBackend(EmailBackend):
    """Django's own, over such a connection, which stays open from one mail to the next.

    What comes after the answer is no failure to send.
    """

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _PatientOverTls if self.use_ssl else _Patient

    def open(self) -> bool | None:
        """A connection that takes a mail, if need be a new one; `close` ends it."""
        if self.connection is not None and not _takes_another(self.connection):
            self.close()
        super().open()
        return False  # or else `send_messages` would end the connection with its mail

    def close(self) -> None:
        with suppress(OSError):
            super().close()


def _takes_another(connection: smtplib.SMTP) -> bool:
    """Whether the server is still there, and has forgotten the mail before (RSET)."""
    with suppress(OSError):
        code, _ = connection.rset()
        return code == OK
    return False
