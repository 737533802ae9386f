"""A long list of bookings that the worker makes a file of, for the organiser who asked for it."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from events.models import Event, Organiser, new_public_id


class ExportKind(models.TextChoices):
    XLSX = "xlsx", "Excel workbook"
    CSV = "csv", "CSV"


class ExportStage(models.TextChoices):
    ASKED = "asked", "Being made"
    READY = "ready", "Ready"
    FAILED = "failed", "Not made"


class ExportFileQuerySet(models.QuerySet["ExportFile"]):
    def asked_by(self, organiser: Organiser, event: Event) -> "ExportFileQuerySet":
        return self.filter(organiser=organiser, event=event).select_related("event")

    def to_make(self) -> "ExportFileQuerySet":
        """The oldest first."""
        asked = self.filter(stage=ExportStage.ASKED).select_related("event", "organiser")
        return asked.order_by("asked_at", "pk")

    def not_ended(self, at: datetime) -> "ExportFileQuerySet":
        return self.filter(ends_at__gt=at)

    def ended(self, at: datetime) -> "ExportFileQuerySet":
        return self.filter(ends_at__lte=at)


class ExportFile(models.Model):
    Kind = ExportKind
    Stage = ExportStage

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    organiser = models.ForeignKey(Organiser, on_delete=models.PROTECT, related_name="+")
    form_uuid = models.UUIDField()
    kind = models.CharField(max_length=10, choices=Kind)
    columns = models.JSONField(help_text="their names, in order")
    wanted = models.JSONField(help_text="what was looked for; emptied when the file is made")
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.ASKED)
    attempts = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveIntegerField(help_text="rows, when it was asked for")
    done = models.PositiveIntegerField(default=0, help_text="rows that are written")
    asked_at = models.DateTimeField()
    ends_at = models.DateTimeField(help_text="when the file and this row are deleted")

    objects = ExportFileQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["ends_at"], name="export_file_by_end")]
        constraints = [
            models.UniqueConstraint(
                fields=["organiser", "form_uuid"], name="export_file_once_for_a_form"
            ),
            models.CheckConstraint(
                name="export_file_kind_is_known", condition=Q(kind__in=ExportKind.values)
            ),
            models.CheckConstraint(
                name="export_file_stage_is_known", condition=Q(stage__in=ExportStage.values)
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def stored_name(self) -> str:
        """The same on every try, so that one that died leaves nothing that is found by no name."""
        return f"exports/{self.public_id}.{self.kind}"

    @property
    def is_ready(self) -> bool:
        return self.stage == self.Stage.READY

    @property
    def is_failed(self) -> bool:
        return self.stage == self.Stage.FAILED
