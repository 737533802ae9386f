"""The only writer of a session's revisions, by which calendars know that an entry has changed.

`revision` goes up with each of them: what was rendered of an older one is never served again.
DTSTAMP and LAST-MODIFIED are `changed_at`, SEQUENCE is `feed_sequence` (RFC 5545, sections 3.8.7.2
to 3.8.7.4). Each function writes other fields of a locked session along with its revision. A
change that waited for its lock has an older `at`; `changed_at` stays the later of the two.
"""

from datetime import datetime
from typing import Any

from django.db.models import F
from django.db.models.expressions import Combinable

from events import feed_versions
from events.command import command, step
from events.models import Session


def first(at: datetime) -> dict[str, datetime]:
    """The revision of a session that is about to be created, as values of its fields."""
    return {"changed_at": at}


@step
def touch(session: Session, *, at: datetime, **changes: Any) -> None:
    """What the calendar says has changed, but not by an organiser: SEQUENCE stays."""
    _write(session, at, changes)


@step
def reword(session: Session, *, at: datetime, **changes: Any) -> None:
    """An organiser has changed what is published: SEQUENCE goes up."""
    _write(session, at, changes | {"feed_sequence": session.feed_sequence + 1})


@step
def reschedule(session: Session, *, at: datetime, **changes: Any) -> None:
    """The same for time, date or place, which invitations have to ask about anew."""
    sequences = {
        "feed_sequence": session.feed_sequence + 1,
        "schedule_sequence": session.schedule_sequence + 1,
    }
    _write(session, at, changes | sequences)


def _write(session: Session, at: datetime, changes: dict[str, Any]) -> None:
    """Write to the row and, where the value is known, to the session in hand."""
    changes = changes | {"changed_at": max(session.changed_at, at), "revision": F("revision") + 1}
    Session.objects.filter(pk=session.pk).update(**changes)
    for name, value in changes.items():
        if not isinstance(value, Combinable):
            setattr(session, name, value)
    if not session.event.is_draft:
        feed_versions.raise_for(session.event, at=at)


@command
def revise_all(at: datetime) -> int:
    """Have every published session rendered anew, and say how many; no SEQUENCE goes up.

    For rows that somebody has changed at the database, which no revision tells of.
    """
    number = Session.objects.published().update(revision=F("revision") + 1)
    feed_versions.raise_all(at)  # last, as everybody does
    return number
