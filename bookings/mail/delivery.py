"""Sending what the outbox holds: claimed, sent, tried again or given up, whatever dies."""

import logging
import random
import re
import smtplib
import traceback
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import Error, transaction
from django.db.models import Case, F, Value, When

from bookings.mail import messages
from bookings.mail.smtp import NotAnswered, handing_over
from bookings.models import Message
from bookings.models.message import BOUNCED, MessageQuerySet
from events.command import step

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 30  # 1 + 2 + 4 + 8 + 16 + 32 minutes, then hourly: a day in all
MOST_UNANSWERED = 3
MOST_HANDED_OVER = 2  # a server that takes the text and never answers gets it once more
EMPTIED_AT_ONCE = 500
LONGEST_WAIT = timedelta(hours=1)
COPIED = ("kind", "to", "attendee", "booking", "booker", "facts")  # to a message sent once more
ENHANCED_CODE = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}\b")


def deliver_due(
    *, worker: str, clock: Callable[[], datetime], is_over: Callable[[], bool] = lambda: False
) -> int:
    """Send what is due, one batch of it over one connection; how many messages were claimed.

    Once `is_over` says so, the message being sent is the last, and the others are released.
    """
    if not Message.objects.due(clock()).exists():
        return 0
    claimed = _claim(worker, clock())
    with closing(get_connection()) as server:
        for number, message in enumerate(claimed):
            if is_over():
                _release(claimed[number:])
                break
            _deliver(message, clock, server)
    return len(claimed)


@step
def queue_again(message: Message, *, at: datetime) -> bool:
    """Send a message once more, as a mail of its own where it has been delivered; whether it will.

    Asked twice in one minute it goes once.
    Nothing is sent of what `can_go_again` says no to.
    """
    locked = Message.objects.select_for_update(no_key=True).get(pk=message.pk)
    if not locked.can_go_again:
        return False
    if locked.state in (Message.State.DEAD, Message.State.UNCONFIRMED):
        anew = {"attempts": 0, "unanswered": 0, "handed_over": 0, "last_error": ""}
        again = Message.objects.filter(pk=locked.pk)
        again.update(state=Message.State.QUEUED, not_before=at, **anew)
        return True
    copied = {name: getattr(locked, name) for name in COPIED}
    key = f"{locked.kind}:{locked.public_id}:{at:%Y%m%d%H%M}"
    defaults = {**copied, "queued_at": at, "not_before": at}
    Message.objects.get_or_create(dedupe_key=key, defaults=defaults)
    return True


@step
def queue_failed_again(message: Message, *, at: datetime) -> bool:
    """The same for one that was given up alone."""
    has_failed = Message.objects.given_up().filter(pk=message.pk).exists()
    return has_failed and queue_again(message, at=at)


@step
def put_aside(message: Message) -> bool:
    """Leave out what was given up; whether it was."""
    failed = Message.objects.given_up().filter(pk=message.pk)
    return bool(failed.update(state=Message.State.SKIPPED))


def empty_old_facts(at: datetime) -> int:
    """Forget what messages told that have been done with for 30 days, one batch of them.

    And to whom, where that is nobody of ours: an address with which nothing may ever be booked.
    """
    batch = list(Message.objects.to_empty(at).order_by("queued_at", "pk")[:EMPTIED_AT_ONCE])
    pks = [message.pk for message in batch]
    to = Case(When(attendee=None, booker=None, then=Value("")), default="to")
    return Message.objects.filter(pk__in=pks).update(facts={}, to=to, emptied_at=at)


@step
def leave_out(messages_: MessageQuerySet) -> int:
    """Skip those of these that no worker has begun with; how many that are."""
    return messages_.unsent().update(state=Message.State.SKIPPED)


@step
def mark_bounced(message: Message, *, status: str) -> bool:
    """A server took it and reported later that it is not delivered; whether that is news.

    `status` is the code of RFC 3463, if one was given.
    """
    error = " ".join(filter(None, [BOUNCED, status]))
    found = Message.objects.filter(pk=message.pk).perhaps_taken()
    return bool(
        found.update(
            state=Message.State.DEAD,
            sent_at=None,
            last_error=error,
            locked_by="",  # what a worker that waits for the answer writes later is not news
            locked_until=None,
            unanswered=0,
        )
    )


def _claim(worker: str, at: datetime) -> list[Message]:
    """Lease a batch: until the lease runs out no other worker takes these messages."""
    with transaction.atomic():
        batch = list(
            Message.objects.due(at)
            .in_order()
            .select_for_update(skip_locked=True, no_key=True)[: settings.MESSAGE_BATCH]
        )
        Message.objects.filter(pk__in=[message.pk for message in batch]).update(
            state=Message.State.LEASED,
            locked_by=worker,
            locked_until=at + settings.MESSAGE_LEASE,
        )
    for message in batch:
        message.locked_by = worker
    return batch


def _release(messages_: Iterable[Message]) -> None:
    for message in messages_:
        _finish(message, state=Message.State.QUEUED)


def _deliver(message: Message, clock: Callable[[], datetime], server: BaseEmailBackend) -> None:
    if not _begin(message, clock()):
        return
    if message.handed_over >= MOST_HANDED_OVER or message.unanswered > MOST_UNANSWERED:
        state = Message.State.UNCONFIRMED if message.handed_over else Message.State.DEAD
        _finish(message, state=state, last_error="The worker died while sending")
        return
    handed_over_before = message.handed_over
    try:
        is_due = messages.is_still_due(message, clock())
        mail = messages.mail_of(message) if is_due else None
        if mail is not None:
            with handing_over(lambda: _count_hand_over(message)):
                mail.send(server)
    except NotAnswered:
        server.close()
        _note_no_answer(message, clock())
    except Exception as error:  # whatever this one meets, the others go on
        server.close()
        message.handed_over = handed_over_before  # the server has said that it took nothing
        _put_off(message, error, clock())
    else:
        message.handed_over = handed_over_before
        _note(message, mail is not None, clock())


def _begin(message: Message, at: datetime) -> bool:
    """Count the attempt and renew the lease; False where another worker has it by now."""
    begun = Message.objects.held_by(message).filter(locked_until__gt=at)
    renewed = begun.update(
        attempts=F("attempts") + 1,
        unanswered=F("unanswered") + 1,
        locked_until=at + settings.MESSAGE_LEASE,
    )
    message.attempts += 1
    message.unanswered += 1
    return bool(renewed)


def _count_hand_over(message: Message) -> None:
    """Before the answer, which may take minutes: a worker that dies meanwhile has sent it.

    A database that cannot note it now is no reason not to listen to the answer.
    """
    message.handed_over += 1
    try:
        Message.objects.held_by(message).update(handed_over=message.handed_over)
    except Error as error:
        log.warning("message %s handed over, not noted: %s", message.public_id, _reason(error))


def _note(message: Message, was_sent: bool, at: datetime) -> None:
    if was_sent:
        _finish(message, state=Message.State.SENT, sent_at=at, handed_over=message.handed_over)
    else:
        _finish(message, state=Message.State.SKIPPED)


def _note_no_answer(message: Message, at: datetime) -> None:
    """The text was handed over, and only the answer is missing: it may have been delivered."""
    log.warning("message %s %s handed over, no answer", message.kind, message.public_id)
    if message.handed_over >= MOST_HANDED_OVER:
        _finish(message, state=Message.State.UNCONFIRMED, handed_over=message.handed_over)
        return
    _finish(
        message,
        state=Message.State.QUEUED,
        handed_over=message.handed_over,
        last_error="No answer to the text",
        not_before=at + _wait(message.attempts),
    )


def _put_off(message: Message, error: Exception, at: datetime) -> None:
    reason = _reason(error)
    log.warning("message %s %s not sent: %s", message.kind, message.public_id, reason)
    if _is_final(error) or message.attempts >= MOST_ATTEMPTS:
        was_handed_over = message.handed_over and not _is_final(error)
        state = Message.State.UNCONFIRMED if was_handed_over else Message.State.DEAD
        _finish(message, state=state, last_error=reason, handed_over=message.handed_over)
        return
    _finish(
        message,
        state=Message.State.QUEUED,
        handed_over=message.handed_over,
        last_error=reason,
        not_before=at + _wait(message.attempts),
    )


def _finish(message: Message, **changes: object) -> None:
    """Record how it went, unless the lease has passed to another worker meanwhile."""
    Message.objects.held_by(message).update(
        locked_by="", locked_until=None, unanswered=0, **changes
    )


def _wait(attempts: int) -> timedelta:
    """1, 2, 4 ... minutes up to an hour, and up to a tenth more so that retries spread."""
    wait = min(timedelta(minutes=2 ** min(attempts - 1, 10)), LONGEST_WAIT)
    return wait * (1 + random.random() / 10)  # noqa: S311 - spreads load, keeps no secret


def _is_final(error: Exception) -> bool:
    """Whether the server has refused this mail for good (5xx), so that trying again is no use.

    A refused sign-in or sender is the installation's fault, to be mended while messages wait.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500


def _reason(error: Exception) -> str:
    """The kind of error, the server's codes, the line it came from; never its text.

    The text may hold an address.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = sorted({_codes(*answer) for answer in error.recipients.values()})
        return f"SMTPRecipientsRefused {', '.join(codes)}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{type(error).__name__} {error.smtp_code}"
    if isinstance(error, OSError):
        return type(error).__name__
    place = traceback.extract_tb(error.__traceback__)[-1:]
    return " ".join([type(error).__name__, *(f"{Path(p.filename).name}:{p.lineno}" for p in place)])


def _codes(code: int, text: bytes) -> str:
    """ "550", or "550 5.1.1" where the text begins with such a code (RFC 2034)."""
    enhanced = ENHANCED_CODE.match(text)
    return f"{code} {enhanced.group().decode()}" if enhanced else str(code)
