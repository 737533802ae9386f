"""The only writer of the audit trail: names of fields, never their values."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

from events.models import AuditEntry, Organiser

SIGN_INS = (  # whoever tries leaves these, strangers too: without an end they would fill the disk
    "passkey_used",
    "recovery_code_used",
    "second_factor_failed",
    "second_factor_used",
    "sign_in_failed",
    "signed_in",
    "signed_out",
)
SIGN_INS_KEPT = timedelta(days=180)
FORGOTTEN_AT_ONCE = 500


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


def forget_sign_ins(at: datetime) -> int:
    """Remove entries of sign-ins from longer ago than they are kept, one batch; how many.

    What was changed by whom stays.
    """
    old = AuditEntry.objects.filter(action__in=SIGN_INS, at__lt=at - SIGN_INS_KEPT)
    batch = list(old.order_by("at", "pk").values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE])
    removed, _ = AuditEntry.objects.filter(pk__in=batch).delete()
    return removed
