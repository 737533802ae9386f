"""The mailbox of replies, read by IMAP: each mail once, in the order in which they came.

How far it is read is kept here and not by flags, which not every server lets us set. What people
have to read stays as it is; what was acted on is marked as read. Nothing is deleted or moved.
"""

import logging
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Protocol

from imapclient import SEEN, IMAPClient
from imapclient.exceptions import (
    IMAPClientAbortError,
    IMAPClientError,
    IMAPClientReadOnlyError,
)

from bookings.models import ReadMailbox
from bookings.models.reply import KEPT_ASIDE
from bookings.replies import reading, receiving
from bookings.replies.reasons import Reason

log = logging.getLogger(__name__)

AT_ONCE = 50
LONGEST_TURN = timedelta(seconds=30)
SECONDS_TO_ANSWER = 10
BEGINS_BACK = timedelta(days=30)  # of a mailbox that was there before

SILENT = "The mailbox does not answer."
STRANGER = "Nobody vouches for the certificate of the mailbox."
OTHER_ENCRYPTION = "The mailbox is not encrypted in the way that its address says."
OPEN_ONLY = "The mailbox offers no encryption."
NO_PASSWORD = "The mailbox refuses the password."  # noqa: S105  # a sentence
NO_FOLDER = "The mailbox has no folder of this name."
REFUSED = "The mailbox refuses to say what is in it."


class Server(Protocol):
    """Where the mailbox is; `name` is the same for the same mailbox, and says nothing of it."""

    @property
    def host(self) -> str: ...
    @property
    def port(self) -> int: ...
    @property
    def user(self) -> str: ...
    @property
    def password(self) -> str: ...
    @property
    def folder(self) -> str: ...
    @property
    def starts_tls(self) -> bool: ...
    @property
    def is_encrypted(self) -> bool: ...
    @property
    def name(self) -> str: ...


class MailboxAway(Exception):
    """The mailbox cannot be read now; why, in one sentence that says nothing of who asks."""


def read_new(server: Server, *, clock: Callable[[], datetime]) -> bool:
    """Receive what has come since the last time, one batch of it; whether there is more.

    Raises MailboxAway, after which what was not received comes again.
    """
    with _opened(server) as (imap, validity):
        place = _place(server.name, validity)
        has_more = _read(imap, place, clock)
        if not has_more:
            place.read_at = clock()
            place.save(update_fields=["read_at"])
    return has_more


def last_read(server: Server) -> datetime | None:
    """When it was last read to its end; None if it never was."""
    place = ReadMailbox.objects.filter(name=server.name).first()
    return place.read_at if place else None


@contextmanager
def _opened(server: Server) -> Iterator[tuple[IMAPClient, int]]:
    """The folder, and its UIDVALIDITY."""
    with _in_words(SILENT):
        imap = IMAPClient(
            server.host, server.port, ssl=server.is_encrypted, timeout=SECONDS_TO_ANSWER
        )
    try:
        if server.starts_tls:
            with _in_words(OPEN_ONLY):
                imap.starttls()
        with _in_words(NO_PASSWORD):
            imap.login(server.user, server.password)
        with _in_words(NO_FOLDER):
            validity = _selected(imap, server.folder)
        with _in_words(REFUSED):
            yield imap, validity
        with suppress(IMAPClientError, OSError):
            imap.logout()
    finally:
        with suppress(IMAPClientError, OSError):
            imap.shutdown()


@contextmanager
def _in_words(refused: str) -> Iterator[None]:
    """MailboxAway for whatever a server does, `refused` where it says no to what is done here."""
    try:
        yield
    except IMAPClientError as error:
        errors = (error, error.__context__)  # a refused sign-in hides that there was no answer
        is_gone = any(isinstance(one, IMAPClientAbortError) for one in errors)
        raise MailboxAway(SILENT if is_gone else refused) from None
    except ssl.SSLError as error:
        is_stranger = isinstance(error, ssl.SSLCertVerificationError)
        raise MailboxAway(STRANGER if is_stranger else OTHER_ENCRYPTION) from None
    except OSError:
        raise MailboxAway(SILENT) from None


def _selected(imap: IMAPClient, folder: str) -> int:
    try:
        found = imap.select_folder(folder)
    except IMAPClientReadOnlyError:
        found = imap.select_folder(folder, readonly=True)
    return int(found[b"UIDVALIDITY"])


def _place(name: str, validity: int) -> ReadMailbox:
    """How far it is read; from the beginning again where the server has numbered all anew."""
    place, _ = ReadMailbox.objects.get_or_create(name=name)
    if place.uid_validity != validity:
        place.uid_validity, place.last_uid = validity, 0
        place.save()
    return place


def _read(imap: IMAPClient, place: ReadMailbox, clock: Callable[[], datetime]) -> bool:
    begun_at = clock()
    wanted: list[object] = ["UID", f"{place.last_uid + 1}:*"]
    if not place.last_uid:
        wanted += ["SINCE", (begun_at - BEGINS_BACK).date()]
    found = sorted(uid for uid in imap.search(wanted) if uid > place.last_uid)
    for number, uid in enumerate(found):
        at = clock()
        if number == AT_ONCE or (number and at - begun_at >= LONGEST_TURN):
            return True
        _read_one(imap, place, uid, at)
        place.last_uid = uid
        place.save(update_fields=["last_uid"])
    return False


def _read_one(imap: IMAPClient, place: ReadMailbox, uid: int, at: datetime) -> None:
    found = _fetched(imap, uid)
    if isinstance(found, Reason):
        receiving.leave_in_mailbox(f"{place.name} {place.uid_validity} {uid}", found, at=at)
    elif (
        found is not None and receiving.receive(found, at=at, stays=True).outcome not in KEPT_ASIDE
    ):
        _mark_as_read(imap, uid)


def _fetched(imap: IMAPClient, uid: int) -> bytes | Reason | None:
    """The mail, or why it is not to be had; None if somebody has deleted it at this moment."""
    try:
        size = imap.fetch([uid], ["RFC822.SIZE"]).get(uid, {}).get(b"RFC822.SIZE", 0)
        if size > reading.LARGEST:
            return Reason.TOO_LARGE
        raw: bytes | None = imap.fetch([uid], ["BODY.PEEK[]"]).get(uid, {}).get(b"BODY[]")
    except IMAPClientAbortError:
        raise
    except IMAPClientError:
        return Reason.NOT_HANDED_OVER
    return raw


def _mark_as_read(imap: IMAPClient, uid: int) -> None:
    """Where the server lets us; how far it is read, we know without it."""
    try:
        imap.add_flags([uid], [SEEN], silent=True)
    except IMAPClientAbortError:
        raise
    except IMAPClientError:
        log.info("the mailbox did not let a mail be marked as read")
