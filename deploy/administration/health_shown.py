"""How the service is, in the words that administrators read."""

from dataclasses import dataclass
from datetime import datetime

from deploy import readiness

NAMES = {
    "database": "Database",
    "writes": "Saving",
    "migrations": "Changes to the database",
    "worker": "Worker",
    "mails_due": "Emails to send now",
    "mails_failing": "Emails put off by the mail server",
    "mails_broken": "Emails put off by a fault here",
    "mails_given_up": "Emails not delivered",
    "mailbox": "Mailbox for replies",
    "disk": "Disk",
}


@dataclass(frozen=True)
class Shown:
    """One fact; `text` is its numbers, or what is wrong where it is not as it should be."""

    name: str
    is_ok: bool
    text: str


def shown(at: datetime) -> list[Shown]:
    return [Shown(NAMES[fact.name], fact.is_ok, _sentence(fact)) for fact in readiness.facts(at)]


def _sentence(fact: readiness.Fact) -> str:
    if fact.trouble and not fact.is_ok:
        return fact.trouble
    return f"{fact.numbers[:1].upper()}{fact.numbers[1:]}."
