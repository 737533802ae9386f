"""What calendars make of the mails that they were sent: RFC 5546, as a mail program follows it."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

import icalendar
from django.core.mail import EmailMessage


class Entry(NamedTuple):
    """What a mail says of one place; of two the later revision counts, whichever came last."""

    revision: tuple[int, datetime]  # SEQUENCE, and DTSTAMP where that is the same
    method: str
    starts_at: datetime
    to: str


def entries(mails: Iterable[EmailMessage]) -> list[tuple[str, Entry]]:
    """(UID, what is said of it) of each invitation and cancellation, in the order of sending."""
    found = []
    for sent in mails:
        for part in sent.message().walk():
            if part.get_content_type() == "text/calendar":
                calendar = icalendar.Calendar.from_ical(part.get_payload(decode=True))
                [event] = calendar.walk("VEVENT")
                revision = (int(event["SEQUENCE"]), event["DTSTAMP"].dt)
                method, starts_at = str(calendar["METHOD"]), event["DTSTART"].dt
                found.append((str(event["UID"]), Entry(revision, method, starts_at, sent.to[0])))
    return found


def folded(told: Iterable[tuple[str, Entry]]) -> dict[str, Entry]:
    """By UID: what its calendar has in the end, where mails may overtake each other."""
    last: dict[str, Entry] = {}
    for uid, entry in told:
        if uid not in last or entry.revision >= last[uid].revision:
            last[uid] = entry
    return last


def is_in_order(told: Iterable[tuple[str, Entry]]) -> bool:
    """Whether of no place something older was sent after something newer."""
    last: dict[str, tuple[int, datetime]] = {}
    for uid, entry in told:
        if entry.revision < last.get(uid, entry.revision):
            return False
        last[uid] = entry.revision
    return True


def contradictions(told: Iterable[tuple[str, Entry]]) -> list[str]:
    """Invitations of one SEQUENCE to different times: calendars may keep the first of them."""
    times: dict[tuple[str, int], set[datetime]] = {}
    for uid, entry in told:
        if entry.method == "REQUEST":
            times.setdefault((uid, entry.revision[0]), set()).add(entry.starts_at)
    return [
        f"{uid}: {sequence} for two times" for (uid, sequence), at in times.items() if len(at) > 1
    ]
