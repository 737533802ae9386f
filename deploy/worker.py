"""The worker: runs a list of scheduled jobs, each with its own failures, until asked to stop."""

import logging
import os
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from bookings import digests, personal_calendars
from bookings.exports import making
from bookings.lifecycle import settling
from bookings.mail import delivery, reminders
from bookings.replies import mailbox, receiving
from deploy import open_sessions, stop_signals
from events import audit, invitations, job_leases, throttle

log = logging.getLogger(__name__)

AT_ONCE = timedelta(0)
LONGEST_PAUSE = timedelta(minutes=1)
LEASE = timedelta(minutes=10)
YIELDS = 10  # niceness: pages come first where the machine has not enough for both


@dataclass(frozen=True)
class Job:
    """What is done again and again; `work` says whether there is more to do at once.

    One process at a time does it, by a lease, unless it is `shared`: then each piece of its work
    has a lease of its own, and as many processes do it as there are.
    """

    name: str
    work: Callable[[datetime], bool]
    every: timedelta
    shared: bool = False


class Turn:
    """One job in this process: when it is due here again, and how often it has failed."""

    def __init__(self, job: Job, worker: str, at: datetime) -> None:
        self.job = job
        self.next_at = at
        self._worker = worker
        self._failures = 0

    def take(self, at: datetime) -> None:
        """Do the job if it is due and nobody else is at it; a failure is logged, and waited for."""
        if at < self.next_at:
            return
        try:
            self.next_at = at + self._do(at)
            self._failures = 0
        except Exception:
            self._failures += 1
            pause = back_off(self._failures)
            self.next_at = at + pause
            log.exception("%s failed; next try in %.0f s", self.job.name, pause.total_seconds())

    def _do(self, at: datetime) -> timedelta:
        if self.job.shared:
            return AT_ONCE if self.job.work(at) else self.job.every
        name, by = self.job.name, self._worker
        if not job_leases.claim(name, by=by, lasts=LEASE, at=at):
            return min(self.job.every, LONGEST_PAUSE)  # whoever has it may have died
        try:
            pause = AT_ONCE if self.job.work(at) else self.job.every
        except Exception:
            failures = job_leases.failures_of(name) + 1
            job_leases.finish(name, by=by, next_at=at + back_off(failures), failures=failures)
            raise
        job_leases.finish(name, by=by, next_at=at + pause, failures=0)
        return pause


def back_off(failures: int) -> timedelta:
    """2, 4, 8 ... seconds, up to a minute."""
    return min(timedelta(seconds=2 ** min(failures, 10)), LONGEST_PAUSE)


def deliver(at: datetime) -> bool:
    sent = delivery.deliver_due(
        worker=worker_name(), clock=timezone.now, is_over=stop_signals.is_stop_requested
    )
    return sent > 0


def read_mailbox(at: datetime) -> bool:
    """What has come to the mailbox of replies, where there is one."""
    server = settings.REPLY_IMAP
    try:
        return server is not None and mailbox.read_new(server, clock=timezone.now)
    except mailbox.MailboxAway as error:
        log.warning("read_mailbox: %s", error)
        return False


def tidy_up(at: datetime) -> bool:
    throttle.forget_before(at)
    open_sessions.forget_before(at)
    emptied, forgotten = delivery.empty_old_facts(at), audit.forget_sign_ins(at)
    received = receiving.forget_ended(at)
    personal_calendars.forget_abandoned()
    invitations.forget_old(at)
    return emptied + forgotten + received + making.forget_ended(at) > 0


def pass_by(at: datetime) -> bool:
    """Nothing: that it had its turn is a sign of life."""
    return False


def last_seen() -> datetime | None:
    """When a worker, on whatever machine, last came by; None if none ever has."""
    next_at = job_leases.next_turn(SIGN_OF_LIFE.name)
    return next_at and next_at - SIGN_OF_LIFE.every


SIGN_OF_LIFE = Job("sign_of_life", pass_by, every=timedelta(minutes=1))
JOBS = (
    Job("make_exports", making.make_next, every=timedelta(seconds=5)),
    Job("deliver", deliver, every=timedelta(seconds=1), shared=True),
    Job("queue_reminders", reminders.queue_reminders, every=timedelta(minutes=1)),
    Job("settle_waiting_lists", settling.settle_due, every=timedelta(minutes=1)),
    Job("queue_digests", digests.queue_digests, every=timedelta(minutes=1)),
    Job("read_mailbox", read_mailbox, every=timedelta(minutes=1)),
    Job("tidy_up", tidy_up, every=timedelta(minutes=10)),
    SIGN_OF_LIFE,
)


def run() -> None:
    os.nice(YIELDS)
    stop_signals.block()
    repeat(JOBS, clock=timezone.now, stops_within=rest)


def rest(seconds: float) -> bool:
    """Whether this process is asked to stop within so many seconds; broken connections end."""
    close_old_connections()
    return stop_signals.stop_requested_within(seconds)


def repeat(
    jobs: Sequence[Job],
    *,
    clock: Callable[[], datetime],
    stops_within: Callable[[float], bool],
) -> None:
    """Give each job its turn whenever it is due, and rest in between."""
    turns = [Turn(job, worker_name(), clock()) for job in jobs]
    pause = 0.0
    while not stops_within(pause):
        for turn in turns:
            turn.take(clock())
        earliest = min(turn.next_at for turn in turns)
        pause = max((earliest - clock()).total_seconds(), 0.0)


def worker_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"[:100]
