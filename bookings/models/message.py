"""The outbox: messages that commit with the change they tell of and are sent later."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from bookings.models.attendee import Attendee
from bookings.models.booking import Booking
from events.models import new_public_id


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, at: datetime) -> "MessageQuerySet":
        """Queued and not held back, or leased by a worker that has not kept its lease."""
        return self.filter(
            Q(state=Message.State.QUEUED, not_before__lte=at)
            | Q(state=Message.State.LEASED, locked_until__lte=at)
        )

    def held_by(self, message: "Message") -> "MessageQuerySet":
        """This message, if whoever loaded it still holds the lease and nobody has tried since."""
        return self.filter(
            pk=message.pk,
            state=Message.State.LEASED,
            locked_by=message.locked_by,
            attempts=message.attempts,
        )

    def in_order(self) -> "MessageQuerySet":
        return self.order_by("not_before", "pk")


class Message(models.Model):
    class Kind(models.TextChoices):
        PLACE_BOOKED = "place_booked"
        INVITATION = "invitation"
        BOOKING_COPY = "booking_copy"
        BOOKING_AGAIN = "booking_again"
        ALREADY_BOOKED = "already_booked"
        PLACE_CANCELLED = "place_cancelled"
        PLACE_MOVED = "place_moved"
        CANCELLED_COPY = "cancelled_copy"
        LINK_AGAIN = "link_again"

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting to be sent"
        LEASED = "leased", "Being sent"
        SENT = "sent", "Sent"
        DEAD = "dead", "Not delivered"
        SKIPPED = "skipped", "No longer needed"

    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(max_length=30, choices=Kind)
    attendee = models.ForeignKey(Attendee, on_delete=models.PROTECT, related_name="messages")
    booking = models.ForeignKey(
        Booking, on_delete=models.PROTECT, related_name="messages", null=True, blank=True
    )
    dedupe_key = models.CharField(max_length=200, unique=True)
    facts = models.JSONField(help_text="what was true when it was queued; emptied after 30 days")
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    queued_at = models.DateTimeField()
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    unanswered = models.PositiveSmallIntegerField(
        default=0, help_text="attempts since the last one whose outcome is known"
    )
    locked_by = models.CharField(max_length=100, blank=True, default="")
    locked_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True, default="")
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["not_before"],
                condition=Q(state__in=["queued", "leased"]),
                name="message_waiting",
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="message_state_is_known",
                condition=Q(state__in=["queued", "leased", "sent", "dead", "skipped"]),
            ),
            models.CheckConstraint(
                name="message_lease_matches_state",
                condition=Q(state="leased", locked_until__isnull=False)
                | (~Q(state="leased") & Q(locked_until__isnull=True)),
            ),
            models.CheckConstraint(
                name="message_sent_at_matches_state",
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"
