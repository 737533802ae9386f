"""The mailbox of replies, read by IMAP: each mail once, in the order in which they came.

How far it is read is kept here and not by flags, which not every server lets us set. What people
have to read stays as it is; what was acted on is marked as read. Nothing is deleted or moved.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Protocol

from imapclient import SEEN, IMAPClient
from imapclient.exceptions import IMAPClientError

from bookings.models import ReadMailbox
from bookings.models.reply import KEPT_ASIDE
from bookings.replies import reading, receiving

log = logging.getLogger(__name__)

AT_ONCE = 50
SECONDS_TO_ANSWER = 10
BEGINS_BACK = timedelta(days=30)  # of a mailbox that was there before


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
    """The server does not answer, or refuses us; which, the kind of error says."""


def read_new(server: Server, *, clock: Callable[[], datetime]) -> bool:
    """Receive what has come since the last time, one batch of it; whether there is more.

    Raises MailboxAway, after which the same mails come again.
    """
    try:
        with _opened(server) as (imap, validity):
            return _read(imap, _place(server.name, validity), clock)
    except (IMAPClientError, OSError) as error:
        raise MailboxAway(type(error).__name__) from None


@contextmanager
def _opened(server: Server) -> Iterator[tuple[IMAPClient, int]]:
    """The folder, and its UIDVALIDITY."""
    imap = IMAPClient(server.host, server.port, ssl=server.is_encrypted, timeout=SECONDS_TO_ANSWER)
    try:
        if server.starts_tls:
            imap.starttls()
        imap.login(server.user, server.password)
        yield imap, int(imap.select_folder(server.folder)[b"UIDVALIDITY"])
        imap.logout()
    finally:
        with suppress(IMAPClientError, OSError):
            imap.shutdown()


def _place(name: str, validity: int) -> ReadMailbox:
    """How far it is read; from the beginning again where the server has numbered all anew."""
    place, _ = ReadMailbox.objects.get_or_create(name=name)
    if place.uid_validity != validity:
        place.uid_validity, place.last_uid = validity, 0
        place.save()
    return place


def _read(imap: IMAPClient, place: ReadMailbox, clock: Callable[[], datetime]) -> bool:
    wanted: list[object] = ["UID", f"{place.last_uid + 1}:*"]
    if not place.last_uid:
        wanted += ["SINCE", (clock() - BEGINS_BACK).date()]
    found = sorted(uid for uid in imap.search(wanted) if uid > place.last_uid)
    for uid in found[:AT_ONCE]:
        _read_one(imap, place, uid, clock())
        place.last_uid = uid
        place.save(update_fields=["last_uid"])
    return len(found) > AT_ONCE


def _read_one(imap: IMAPClient, place: ReadMailbox, uid: int, at: datetime) -> None:
    size = imap.fetch([uid], ["RFC822.SIZE"]).get(uid, {}).get(b"RFC822.SIZE", 0)
    if size > reading.LARGEST:
        log.info("a mail of %d bytes was left in the mailbox", size)
        return
    raw = imap.fetch([uid], ["BODY.PEEK[]"]).get(uid, {}).get(b"BODY[]")
    if raw is None:
        return  # deleted by somebody at this moment
    if receiving.receive(raw, at=at, stays=True).outcome not in KEPT_ASIDE:
        imap.add_flags([uid], [SEEN], silent=True)
