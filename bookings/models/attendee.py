"""An attendee: one person at one event, with one secret link."""

from typing import Any

from django.db import models
from django.db.models import Q

from bookings.models.school import School
from events.models import Event, new_public_id, new_token


class AttendeeQuerySet(models.QuerySet["Attendee"]):
    def for_link(self, token: str) -> "AttendeeQuerySet":
        return self.filter(link_token=token).select_related("event", "school")

    def with_bookings(self, bookings: "models.QuerySet[Any, Any]") -> "AttendeeQuerySet":
        return self.filter(pk__in=bookings.order_by().values("attendee"))

    def by_name(self) -> "AttendeeQuerySet":
        return self.order_by("full_name", "pk")

    def not_replaced(self) -> "AttendeeQuerySet":
        return self.filter(replaced_at__isnull=True)


class Attendee(models.Model):
    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    full_name = models.CharField(max_length=200)
    email = models.CharField(max_length=254, help_text="as typed")
    email_key = models.CharField(max_length=254, help_text="as compared")
    school = models.ForeignKey(
        School, on_delete=models.PROTECT, related_name="attendees", null=True, blank=True
    )
    typed_school = models.CharField(max_length=200, blank=True, default="")
    role = models.CharField(max_length=100, blank=True, default="")
    access_needs = models.TextField(blank=True, default="")
    answers = models.JSONField(default=dict, blank=True)
    booked_by_name = models.CharField(max_length=200, blank=True, default="")
    booked_by_email = models.CharField(max_length=254, blank=True, default="")
    link_token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    form_uuid = models.UUIDField(unique=True)
    created_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="replaced", null=True, blank=True
    )

    objects = AttendeeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "email_key"],
                condition=Q(replaced_at__isnull=True),
                name="attendee_one_person_per_event",
            ),
            models.CheckConstraint(
                name="attendee_replaced_at_matches_replaced_by",
                condition=Q(replaced_at__isnull=True, replaced_by__isnull=True)
                | Q(replaced_at__isnull=False),
            ),
            models.CheckConstraint(
                name="attendee_has_one_school",
                condition=Q(school__isnull=True) | Q(typed_school=""),
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_replaced(self) -> bool:
        return self.replaced_at is not None

    @property
    def school_label(self) -> str:
        """With the town and the DfE number, where they are known: names repeat."""
        return self.school.label if self.school else self.typed_school
