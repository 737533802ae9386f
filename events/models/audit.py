"""The audit trail: who changed what and when, without personal values."""

from django.db import models

from events.models.organiser import Organiser


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

    class Meta:
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="audit_by_object"),
            models.Index(fields=["action", "at"], name="audit_by_action"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.object_type} {self.object_id}"
