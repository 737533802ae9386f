"""A real SMTP server on this machine that keeps what it takes and refuses whom it is told to."""

import asyncio
import ssl
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.postgres import free_port

ACCEPTED = "250 OK"


class SmtpServer:
    def __init__(
        self, encrypted: ssl.SSLContext | None = None, starts_tls: ssl.SSLContext | None = None
    ) -> None:
        """`encrypted` from the first byte, or refusing everything until the client `starts_tls`."""
        self.messages: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.lines: list[object] = []  # over which connection each message came
        self.answer_to_reset = ACCEPTED
        self.accounts: list[tuple[str, str]] = []
        self.answers: dict[str, str] = {}
        self.answer_to_every_message = ACCEPTED
        self.seconds_before: dict[str, float] = {}
        self.drops_after_the_text = False
        self.port = free_port()
        self.controller = Controller(
            self,
            hostname="127.0.0.1",
            port=self.port,
            ssl_context=encrypted,
            tls_context=starts_tls,
            require_starttls=starts_tls is not None,
            auth_require_tls=starts_tls is not None,
            authenticator=self.sign_in,
        )

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def refuse(self, address: str, answer: str = "550 No such mailbox") -> None:
        """Answer 4xx for "try later" or 5xx for "never" to mail for this address."""
        self.answers[address] = answer

    def answer_late(self, command: str, seconds: float) -> None:
        """Wait before the answer to this command: RCPT, DATA (that is: the text) or QUIT."""
        self.seconds_before[command] = seconds

    def refuse_every_message(self, answer: str) -> None:
        self.answer_to_every_message = answer

    def __enter__(self) -> "SmtpServer":
        self.controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.controller.stop()

    def sign_in(
        self, server: SMTP, session: Session, envelope: Envelope, way: str, given: LoginPassword
    ) -> AuthResult:
        """Let in whoever asks, and keep as whom."""
        self.accounts.append((given.login.decode(), given.password.decode()))
        return AuthResult(success=True)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await asyncio.sleep(self.seconds_before.get("RCPT", 0))
        answer = self.answers.get(address, ACCEPTED)
        if answer == ACCEPTED:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_RSET(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.answer_to_reset != ACCEPTED:
            server.transport.close()
        return self.answer_to_reset

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await asyncio.sleep(self.seconds_before.get("QUIT", 0))
        return "221 Bye"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.answer_to_every_message == ACCEPTED:
            self.recipients += envelope.rcpt_tos
            self.lines.append(session.peer)
            self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        await asyncio.sleep(self.seconds_before.get("DATA", 0))
        if self.drops_after_the_text:
            server.transport.abort()
        return self.answer_to_every_message
