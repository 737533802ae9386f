"""A question that an event asks whoever books, and keeps once it has been answered."""

from django.db import models
from django.db.models import Q

from events.models import Event, Session, new_public_id

YES_OR_NO = ("Yes", "No")


class QuestionKind(models.TextChoices):
    SHORT_TEXT = "short_text", "A short text"
    LONG_TEXT = "long_text", "A long text"
    ONE = "one", "One answer from a list"
    SEVERAL = "several", "Several answers from a list"
    YES_NO = "yes_no", "Yes or no"
    DIETARY = "dietary", "Dietary needs"


class QuestionQuerySet(models.QuerySet["Question"]):
    def of_event(self, event: Event) -> "QuestionQuerySet":
        return self.filter(event=event)

    def live(self) -> "QuestionQuerySet":
        return self.filter(withdrawn_at__isnull=True)

    def about_dietary_needs(self) -> "QuestionQuerySet":
        return self.filter(kind=QuestionKind.DIETARY)

    def with_event(self) -> "QuestionQuerySet":
        return self.select_related("event")

    def with_sessions(self) -> "QuestionQuerySet":
        """With the sessions whose people are asked."""
        return self.prefetch_related("sessions")

    def in_order(self) -> "QuestionQuerySet":
        return self.order_by("position", "pk")


class Question(models.Model):
    """Asked until it is withdrawn; it is never deleted, so that no answer loses its question.

    A draft that is discarded takes its questions along: nobody has answered them.
    """

    Kind = QuestionKind

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    label = models.CharField(max_length=200)
    hint = models.CharField(max_length=300, blank=True, default="")
    options = models.JSONField(default=list, blank=True, help_text="the texts to choose from")
    is_required = models.BooleanField(default=False)
    sessions = models.ManyToManyField(
        Session, related_name="+", blank=True, help_text="whose people are asked; empty: all"
    )
    position = models.PositiveIntegerField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = QuestionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["event", "position"], name="question_in_order")]
        constraints = [
            models.CheckConstraint(
                name="question_kind_is_known", condition=Q(kind__in=QuestionKind.values)
            ),
            models.UniqueConstraint(
                fields=["event"],
                condition=Q(kind="dietary"),
                name="question_one_about_dietary_needs_per_event",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def is_dietary(self) -> bool:
        return self.kind == self.Kind.DIETARY

    @property
    def has_options(self) -> bool:
        """Whether an organiser says what there is to choose from."""
        return self.kind in (self.Kind.ONE, self.Kind.SEVERAL)

    @property
    def choices(self) -> list[str]:
        """What there is to choose from; nothing where a text is typed."""
        return list(YES_OR_NO) if self.kind == self.Kind.YES_NO else list(self.options)
