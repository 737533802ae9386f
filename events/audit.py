"""The only writer of the audit trail: names of fields, never their values."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from events.models import AuditEntry, Organiser


class HasPublicId(Protocol):
    """A row that people can name without its primary key."""

    public_id: str


def record(
    action: str,
    subject: HasPublicId,
    *,
    at: datetime,
    by: Organiser | None = None,
    changed: Iterable[str] = (),
) -> None:
    """Write one entry, in the transaction of the change that it tells of."""
    record_all(action, [subject], at=at, by=by, changed=changed)


def record_all(
    action: str,
    subjects: Iterable[HasPublicId],
    *,
    at: datetime,
    by: Organiser | None = None,
    changed: Iterable[str] = (),
) -> None:
    """Write one entry for each of the rows that the same thing happened to."""
    names = sorted(changed)
    AuditEntry.objects.bulk_create(
        AuditEntry(
            at=at,
            actor=by,
            action=action,
            object_type=subject.__class__.__name__.lower(),  # type() of a request's user is lazy
            object_id=subject.public_id,
            changed=names,
        )
        for subject in subjects
    )
