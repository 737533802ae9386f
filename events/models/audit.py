"""The audit trail: who changed what and when, without personal values."""

from collections.abc import Iterable

from django.db import models

from events.models.organiser import Organiser

PUBLIC_THINGS = ("event", "session", "document", "venue")  # as entries call what is announced


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def about(self, public_ids: Iterable[str]) -> "AuditEntryQuerySet":
        return self.filter(object_type__in=PUBLIC_THINGS, object_id__in=list(public_ids))

    def of(self, object_type: str, public_ids: Iterable[str]) -> "AuditEntryQuerySet":
        return self.filter(object_type=object_type, object_id__in=list(public_ids))

    def with_actor(self) -> "AuditEntryQuerySet":
        return self.select_related("actor")

    def newest_first(self) -> "AuditEntryQuerySet":
        return self.order_by("-at", "-pk")


class AuditEntry(models.Model):
    """Append-only: commands create entries, nothing changes one.

    Entries of sign-ins are removed after a time; all others stay.
    """

    at = models.DateTimeField()
    actor = models.ForeignKey(Organiser, on_delete=models.PROTECT, null=True, blank=True)
    action = models.CharField(max_length=50)
    object_type = models.CharField(max_length=30)
    object_id = models.CharField(max_length=8, help_text="its public id")
    changed = models.JSONField(default=list, help_text="names of the changed fields")

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="audit_by_object"),
            models.Index(fields=["action", "at"], name="audit_by_action"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.object_type} {self.object_id}"
