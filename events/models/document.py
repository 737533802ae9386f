"""Documents of an event (an agenda is one) and their versions, which never change."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePath

from django.db import models
from django.db.models import Q
from django.utils.text import slugify

from events.models.event import Event
from events.models.identity import new_public_id


def _extension(file_name: str | None) -> str:
    return PurePath(file_name or "").suffix.removeprefix(".").lower()


class DocumentKind(models.TextChoices):
    AGENDA = "agenda", "Agenda"
    INFORMATION = "information", "Information"
    SLIDES = "slides", "Slides"
    RECORDING = "recording", "Recording"
    OTHER = "other", "Other"


class DocumentStage(models.TextChoices):
    BEFORE = "before", "Before"
    BETWEEN = "between", "Between sessions"
    AFTER = "after", "After"


class DocumentVisibility(models.TextChoices):
    EVERYBODY = "everybody", "Everybody"
    BOOKED = "booked", "People who have booked"
    ATTENDED = "attended", "People who attended"


WHO_COME = (DocumentVisibility.EVERYBODY, DocumentVisibility.BOOKED)


class DocumentQuerySet(models.QuerySet["Document"]):
    def ever_for_everybody(self) -> "DocumentQuerySet":
        """What anybody may open, or could before it was withdrawn."""
        return self.filter(
            event__state__in=[Event.State.PUBLISHED, Event.State.CANCELLED],
            visible_to=Document.VisibleTo.EVERYBODY,
        )

    def of_events(self, pks: Iterable[int]) -> "DocumentQuerySet":
        return self.filter(event_id__in=list(pks))

    def for_organisers(self, events: models.QuerySet[Event], public_id: str) -> "DocumentQuerySet":
        """Of the one of these events that has this public id, with all versions."""
        own = self.filter(event__in=events, event__public_id=public_id)
        return own.select_related("event").with_versions()

    def not_withdrawn(self) -> "DocumentQuerySet":
        return self.filter(withdrawn_at__isnull=True)

    def shown(self, at: datetime) -> "DocumentQuerySet":
        """Not withdrawn, and not held back until later."""
        is_due = Q(shown_from__isnull=True) | Q(shown_from__lte=at)
        return self.not_withdrawn().filter(is_due)

    def telling_beforehand(self) -> "DocumentQuerySet":
        """Those of which `tells_beforehand` says so."""
        is_meant = Q(kind=Document.Kind.AGENDA) | Q(stage=Document.Stage.BEFORE)
        return self.not_withdrawn().filter(is_meant, visible_to__in=WHO_COME)

    def for_who_booked(self, at: datetime) -> "DocumentQuerySet":
        """What whoever has a place may open besides what anybody may."""
        return self.shown(at).filter(visible_to=Document.VisibleTo.BOOKED)

    def for_attendee(self, at: datetime, *, has_place: bool) -> "DocumentQuerySet":
        """The same, and what anybody may open, of an event that was published."""
        seen_by = [Document.VisibleTo.EVERYBODY]
        if has_place:
            seen_by.append(Document.VisibleTo.BOOKED)
        return self.shown(at).filter(visible_to__in=seen_by)

    def with_versions(self) -> "DocumentQuerySet":
        return self.prefetch_related("versions")

    def for_everybody(self, at: datetime) -> "DocumentQuerySet":
        """What anybody may open: published, meant for everybody, shown by now."""
        return self.ever_for_everybody().shown(at)

    def in_order(self) -> "DocumentQuerySet":
        return self.order_by("pk")


class Document(models.Model):
    Kind = DocumentKind
    Stage = DocumentStage
    VisibleTo = DocumentVisibility

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="documents")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind)
    stage = models.CharField(max_length=20, choices=Stage, default=Stage.BEFORE)
    visible_to = models.CharField(max_length=20, choices=VisibleTo, default=VisibleTo.EVERYBODY)
    alternative_link = models.URLField(blank=True, default="", help_text="accessible alternative")
    alternative_file = models.FileField(upload_to="documents/", blank=True, default="")
    alternative_size = models.PositiveIntegerField(default=0, help_text="bytes")
    shown_from = models.DateTimeField(null=True, blank=True, help_text="null: at once")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="document_kind_is_known",
                condition=Q(kind__in=DocumentKind.values),
            ),
            models.CheckConstraint(
                name="document_visibility_is_known",
                condition=Q(visible_to__in=DocumentVisibility.values),
            ),
            models.CheckConstraint(
                name="document_stage_is_known",
                condition=Q(stage__in=DocumentStage.values),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    def is_shown(self, at: datetime) -> bool:
        return not self.is_withdrawn and (self.shown_from is None or self.shown_from <= at)

    def is_for_everybody(self, at: datetime) -> bool:
        return self.visible_to == self.VisibleTo.EVERYBODY and self.is_shown(at)

    @property
    def is_always_for_everybody(self) -> bool:
        """Whatever the time is: one that is held back until later is not."""
        is_for_everybody = self.visible_to == self.VisibleTo.EVERYBODY
        return is_for_everybody and not self.is_withdrawn and self.shown_from is None

    @property
    def tells_beforehand(self) -> bool:
        """Whether it tells those who come to what: an agenda, or what is read before."""
        is_meant = self.kind == self.Kind.AGENDA or self.stage == self.Stage.BEFORE
        return is_meant and self.visible_to in WHO_COME and not self.is_withdrawn

    @property
    def is_for_who_booked(self) -> bool:
        return self.visible_to == self.VisibleTo.BOOKED

    @property
    def newest(self) -> "DocumentVersion | None":
        """The newest version, out of the prefetched ones."""
        return max(self.versions.all(), key=lambda version: version.number, default=None)

    @property
    def newest_first(self) -> list["DocumentVersion"]:
        """All versions, out of the prefetched ones."""
        return sorted(self.versions.all(), key=lambda version: -version.number)

    @property
    def file_name(self) -> str:
        """What the newest version is called when it is saved."""
        return self.name_of(self.newest) if self.newest else self._named("")

    def name_of(self, version: "DocumentVersion") -> str:
        return self._named(version.extension)

    @property
    def alternative_extension(self) -> str:
        return _extension(self.alternative_file.name)

    @property
    def alternative_file_name(self) -> str:
        return self._named(self.alternative_extension, "-accessible")

    def _named(self, extension: str, suffix: str = "") -> str:
        stem = slugify(self.title)[:80].strip("-") or "document"
        return f"{stem}{suffix}.{extension}" if extension else f"{stem}{suffix}"


class DocumentVersion(models.Model):
    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    file = models.FileField(upload_to="documents/", blank=True, default="")
    link = models.URLField(max_length=1000, blank=True, default="")
    size = models.PositiveIntegerField(default=0, help_text="bytes")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    note = models.CharField(max_length=500, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"], name="document_version_numbered_once"
            ),
            models.CheckConstraint(
                name="document_version_is_a_file_or_a_link",
                condition=(Q(file="") & ~Q(link="")) | (~Q(file="") & Q(link="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document}, version {self.number}"

    @property
    def extension(self) -> str:
        return _extension(self.file.name)
