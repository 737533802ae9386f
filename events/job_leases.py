"""Which process runs a scheduled job: one at a time, by a lease that ends when its process dies."""

from datetime import datetime, timedelta

from events.models import JobLease


def claim(name: str, *, by: str, lasts: timedelta, at: datetime) -> bool:
    """Whether the job is due and this process has it now, for as long as the lease lasts."""
    JobLease.objects.bulk_create([JobLease(name=name, next_at=at)], ignore_conflicts=True)
    due = JobLease.objects.filter(name=name).due(at)
    return bool(due.exists() and due.update(held_by=by, held_until=at + lasts))


def finish(name: str, *, by: str, next_at: datetime, failures: int) -> None:
    """Release the lease, if it is still this process's, until the job is due again."""
    JobLease.objects.filter(name=name, held_by=by).update(
        held_by="", held_until=None, next_at=next_at, failures=failures
    )


def next_turn(name: str) -> datetime | None:
    """When the job is due next; None if no process has ever had it."""
    return JobLease.objects.filter(name=name).values_list("next_at", flat=True).first()


def failures_of(name: str) -> int:
    """How often the job has failed since it last succeeded, in whatever process."""
    return JobLease.objects.values_list("failures", flat=True).get(name=name)
