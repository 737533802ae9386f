"""Whether everything works that people rely on: facts with their numbers, and what to say of them.

No name, address or folder is in any of it: strangers may read the numbers.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import Error, connections
from django.db.migrations.executor import MigrationExecutor

from bookings.mail import backlog
from bookings.models import Message
from bookings.replies import mailbox
from deploy import database_probe, worker
from deploy.database_probe import Outcome
from events.dates import format_duration

MEGABYTE = 1024 * 1024
SILENT_AFTER = timedelta(minutes=5)  # of a worker that comes by, and reads, every minute


@dataclass(frozen=True)
class Fact:
    """One thing that has to be as it should; `trouble` is what organisers read where it is not.

    It is empty where they would read it on no page.
    """

    name: str
    is_ok: bool
    numbers: str
    trouble: str = ""

    @property
    def is_only_told(self) -> bool:
        """Whether pages and mails go on without it, so that nobody has to be called."""
        return self.name in ONLY_TOLD


def facts(at: datetime) -> list[Fact]:
    """All of them; of a database that does not answer, nothing more is asked."""
    answers = database_fact()
    if not answers.is_ok:
        return [answers, _asked("disk", at)]
    names = [name for name in CHECKS if name != "mailbox" or settings.REPLY_IMAP is not None]
    return [answers, *(_asked(name, at) for name in names)]


def troubles(at: datetime) -> list[str]:
    """What is wrong, in sentences for organisers; nothing when all is well."""
    wrong = {fact.trouble: fact for fact in (_asked(name, at) for name in FELT) if not fact.is_ok}
    is_of_mails_only = wrong and all(fact.name in OF_MAILS for fact in wrong.values())
    return [*wrong, BOOKINGS_WORK] if is_of_mails_only and UNKNOWN not in wrong else [*wrong]


def database_fact() -> Fact:
    if database_probe.answers():
        return Fact("database", True, "answers")
    return Fact("database", False, "no answer")


def _asked(name: str, at: datetime) -> Fact:
    try:
        return CHECKS[name](at)
    except (Error, OSError):
        return Fact(name, False, "no answer", UNKNOWN if name in OF_MAILS else UNREACHABLE)


def _writes(at: datetime) -> Fact:
    """One that is only busy is well: what is wrong with it for long, the worker cannot hide."""
    outcome = database_probe.PROBE.outcome()
    return Fact(
        "writes",
        outcome != Outcome.REFUSED,
        f"the last one was {outcome}",
        "Nothing can be saved at the moment."
        " People cannot book places and you cannot change events.",
    )


def _migrations(at: datetime) -> Fact:
    executor = MigrationExecutor(connections["default"])
    number = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return Fact("migrations", not number, f"{number} to apply")


def _mails_due(at: datetime) -> Fact:
    due = backlog.due(at)
    return Fact(
        "mails_due",
        not due.is_too_long(at),
        f"{due.number} due, the oldest for {_minutes(due.longest(at))} min",
        f"{_waiting(due, at)}.",
    )


def _mails_failing(at: datetime) -> Fact:
    failing = backlog.failing(at)
    return Fact(
        "mails_failing",
        not failing.is_too_long(at),
        f"{failing.number} put off, the oldest queued {_minutes(failing.longest(at))} min ago,"
        f" {failing.delivered} delivered in {_minutes(settings.MAIL_LATE_AFTER)} min",
        f"{_server(failing)} {_waiting(failing, at)}. We will keep trying for a day.",
    )


def _server(failing: backlog.Failing) -> str:
    if failing.delivered:
        return "The mail server does not accept some of our emails."
    lately = format_duration(settings.MAIL_LATE_AFTER)
    return f"The mail server has not accepted any emails in the last {lately}."


def _mails_broken(at: datetime) -> Fact:
    broken = backlog.broken(at)
    return Fact(
        "mails_broken",
        not broken.is_too_long(at),
        f"{broken.number} put off, the oldest queued {_minutes(broken.longest(at))} min ago",
        "Some emails cannot be sent because of a fault in this service."
        f" {_waiting(broken, at)}. We will keep trying for a day.",
    )


def _mails_given_up(at: datetime) -> Fact:
    given_up = backlog.given_up(at)
    return Fact(
        "mails_given_up",
        not given_up.is_too_often,
        f"{given_up.number} of {given_up.done} in 2 days, and {given_up.refused} refused"
        " because of the recipient",
        f"{_undelivered(given_up)}. The list of bookings for each event shows which.",
    )


def _undelivered(given_up: backlog.GivenUp) -> str:
    if given_up.is_everything:
        return "The mail server has refused every email in the last 2 days"
    number, done = given_up.number, given_up.done
    counted = f"We could not deliver {number} of the {done} emails in the last 2 days"
    return f"{counted}{_but_for(given_up.refused)}"


def _but_for(refused: int) -> str:
    return f", not counting {refused} to addresses that do not accept email" if refused else ""


def _worker(at: datetime) -> Fact:
    """One that is at a mail counts too: the server may take minutes to answer."""
    seen = worker.last_seen()
    is_ok = seen is not None and at - seen <= SILENT_AFTER
    return Fact(
        "worker",
        is_ok or Message.objects.being_sent(at).exists(),
        f"seen {_minutes(at - seen)} min ago" if seen else "never seen",
        "Emails are not being sent at the moment. We will send them later.",
    )


def _mailbox(at: datetime) -> Fact:
    """Of replies: when it was last read to its end without an error."""
    server = settings.REPLY_IMAP
    read_at = mailbox.last_read(server) if server else None
    return Fact(
        "mailbox",
        read_at is not None and at - read_at <= SILENT_AFTER,
        f"read {_minutes(at - read_at)} min ago" if read_at else "never read",
    )


def _disk(at: datetime) -> Fact:
    free = min(shutil.disk_usage(folder).free for folder in _folders()) // MEGABYTE
    return Fact(
        "disk",
        free >= settings.LEAST_FREE_MEGABYTES,
        f"{free} MB free",
        "There is little space left to store documents and bookings."
        " You may not be able to add documents.",
    )


def _folders() -> list[Path]:
    """Where data is written on this machine; the first has to be there."""
    database = connections["default"]
    beside = [Path(database.settings_dict["NAME"]).parent] if database.vendor == "sqlite" else []
    others = [Path(settings.MEDIA_ROOT), *beside]
    return [Path(settings.DATA_DIR), *(folder for folder in others if folder.exists())]


def _waiting(mails: backlog.Waiting, at: datetime) -> str:
    length = format_duration(mails.longest(at))
    if mails.number == 1:
        return f"1 email has been waiting for {length}"
    return f"{mails.number} emails are waiting, the oldest for {length}"


def _minutes(length: timedelta) -> int:
    return length // timedelta(minutes=1)


BOOKINGS_WORK = "People can still book places."
UNKNOWN = "We cannot tell whether emails are being sent."
UNREACHABLE = (
    "We cannot reach the disk that documents are stored on."
    " You may not be able to open documents or add them."
)
OF_MAILS = ("worker", "mails_due", "mails_failing", "mails_broken", "mails_given_up")
ONLY_TOLD = ("mailbox",)
FELT = ("writes", *OF_MAILS, "disk")
CHECKS: dict[str, Callable[[datetime], Fact]] = {
    "writes": _writes,
    "migrations": _migrations,
    "worker": _worker,
    "mails_due": _mails_due,
    "mails_failing": _mails_failing,
    "mails_broken": _mails_broken,
    "mails_given_up": _mails_given_up,
    "mailbox": _mailbox,
    "disk": _disk,
}
