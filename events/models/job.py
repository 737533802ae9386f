"""Scheduled jobs: when each is due, and which process is running it."""

from datetime import datetime

from django.db import models
from django.db.models import Q


class JobLeaseQuerySet(models.QuerySet["JobLease"]):
    def due(self, at: datetime) -> "JobLeaseQuerySet":
        """Those whose time has come and which no living process is running."""
        return self.filter(Q(next_at__lte=at) & (Q(held_until=None) | Q(held_until__lte=at)))


class JobLease(models.Model):
    name = models.CharField(max_length=50, primary_key=True)
    next_at = models.DateTimeField()
    failures = models.PositiveSmallIntegerField(default=0, help_text="since it last succeeded")
    held_by = models.CharField(max_length=100, blank=True, default="")
    held_until = models.DateTimeField(null=True, blank=True)

    objects = JobLeaseQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
