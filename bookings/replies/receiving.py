"""One mail that came in, whichever way: read, acted on once, or kept aside with the reason."""

import hashlib
import logging
import traceback
from datetime import datetime

from django.db import InterfaceError, OperationalError

from bookings.lifecycle import replies
from bookings.models import Reply
from bookings.replies import reading
from bookings.replies.bounces import Bounce
from bookings.replies.reading import AnswerMail, Automatic, Read, Unreadable
from bookings.replies.reasons import Reason

log = logging.getLogger(__name__)

FORGOTTEN_AT_ONCE = 500


def receive(raw: bytes, *, at: datetime, stays: bool = False) -> Reply:
    """What was made of this mail; the same mail again changes nothing.

    `stays`: people find the mail where it was read, so that no copy is kept of what is for them.
    Raises OperationalError or InterfaceError of django.db where the database cannot take it now:
    then it has to come once more.
    """
    key = reading.key_of(raw)
    kept = None if stays else raw
    try:
        reply = _act(reading.read(raw), key, kept, at)
    except Unreadable as error:
        reply = _unreadable(key, error.reason, kept, at)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # whatever this one meets, the others are read
        where = "".join(traceback.format_tb(error.__traceback__))  # an error may quote the mail
        log.error("mail %s met %s:\n%s", key[:8], type(error).__name__, where)
        reply = _unreadable(key, Reason.FAULT, kept, at)
    log.info("mail %s: %s %s", key[:8], reply.outcome, reply.reason)
    return reply


def leave_in_mailbox(name: str, reason: Reason, *, at: datetime) -> None:
    """Note a mail that nobody here has read, so that people look for it; `name` is its own."""
    _in_mailbox(hashlib.sha256(name.encode()).hexdigest(), reason, at)
    log.info("a mail was left in the mailbox: %s", reason)


def receive_again(kept: Reply, *, at: datetime) -> Reply:
    """Receive a mail that was kept aside once more: by a version that can read it, say."""
    Reply.objects.filter(pk=kept.pk).update(key=f"again {kept.public_id}")
    reply = receive(bytes(kept.raw or b""), at=at)
    kept.delete()
    return reply


def forget_text(kept: Reply) -> None:
    """Somebody has read it: what was made of it stays, and its text goes."""
    Reply.objects.filter(pk=kept.pk).update(raw=None, is_in_mailbox=False)


def forget_ended(at: datetime) -> int:
    """Forget what came more than 30 days ago, one batch of it; how many those were."""
    pks = list(Reply.objects.ended(at).values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE])
    deleted, _ = Reply.objects.filter(pk__in=pks).delete()
    return deleted


def _act(read: Read, key: str, kept: bytes | None, at: datetime) -> Reply:
    if isinstance(read, AnswerMail):
        return replies.act_on_answer(read, key=key, raw=kept, at=at)
    if isinstance(read, Bounce):
        return replies.note_bounce(read, key=key, raw=kept, at=at)
    if isinstance(read, Automatic):
        return replies.keep_aside(key, Reply.Outcome.AUTOMATIC, at=at)
    return replies.keep_aside(key, Reply.Outcome.LETTER, reason=read.reason, raw=kept, at=at)


def _unreadable(key: str, reason: Reason, kept: bytes | None, at: datetime) -> Reply:
    if kept is None:
        return _in_mailbox(key, reason, at)
    whole = kept[: reading.LARGEST]
    return replies.keep_aside(
        key, Reply.Outcome.UNREADABLE, reason=reason, raw=whole or None, at=at
    )


def _in_mailbox(key: str, reason: Reason, at: datetime) -> Reply:
    found = {"outcome": Reply.Outcome.UNREADABLE, "reason": reason, "is_in_mailbox": True}
    reply, _ = Reply.objects.get_or_create(key=key, defaults={**found, "received_at": at})
    return reply
