"""Who an event is for, as a label; which schools that means is for bookings to say."""

from typing import Any

from django.db import models


class AudienceQuerySet(models.QuerySet["Audience"]):
    def of_events_in(self, sessions: models.QuerySet[Any]) -> models.QuerySet[Any, Any]:
        """(event, label) of each audience of the events of these sessions."""
        of_events = self.filter(events__in=sessions.order_by().values("event"))
        return of_events.order_by("events", "label", "pk").values_list("events", "label")

    def in_order(self) -> "AudienceQuerySet":
        return self.order_by("label", "pk")


class Audience(models.Model):
    slug = models.SlugField(unique=True)
    label = models.CharField(max_length=100, unique=True)

    objects = AudienceQuerySet.as_manager()

    def __str__(self) -> str:
        return self.label
