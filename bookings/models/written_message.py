"""What organisers write to attendees: confirmed, held for a moment, then sent to each of them."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q

from events.models import Event, Organiser, new_public_id


class WrittenMessageQuerySet(models.QuerySet["WrittenMessage"]):
    def of_event(self, event: Event) -> "WrittenMessageQuerySet":
        return self.filter(event=event).select_related("author")

    def of_form(self, form_uuid: uuid.UUID) -> "WrittenMessageQuerySet":
        return self.filter(form_uuid=form_uuid)

    def to_change(self) -> "WrittenMessageQuerySet":
        """Held until the transaction ends."""
        return self.select_for_update(no_key=True)

    def newest_first(self) -> "WrittenMessageQuerySet":
        return self.order_by("-confirmed_at", "-pk")


class WrittenMessage(models.Model):
    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(
        Organiser, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    subject = models.CharField(max_length=150, help_text="with its placeholders")
    text = models.TextField(help_text="plain text, with its placeholders")
    who = models.JSONField(help_text="whom it was for, by what organisers can select")
    recipients = models.PositiveIntegerField(help_text="how many people, as was confirmed")
    form_uuid = models.UUIDField()
    confirmed_at = models.DateTimeField()
    held_until = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = WrittenMessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "form_uuid"], name="written_message_once_for_a_form"
            ),
            models.CheckConstraint(
                name="written_message_is_for_somebody", condition=Q(recipients__gt=0)
            ),
            models.CheckConstraint(
                name="written_message_is_stopped_while_it_is_held",
                condition=Q(stopped_at__isnull=True) | Q(stopped_at__lt=F("held_until")),
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_stopped(self) -> bool:
        return self.stopped_at is not None

    def is_held(self, at: datetime) -> bool:
        """Whether nothing of it is sent yet, so that it can be stopped."""
        return not self.is_stopped and at < self.held_until
