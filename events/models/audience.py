"""Who an event is for, as a label; which schools that means is for bookings to say."""

from django.db import models


class AudienceQuerySet(models.QuerySet["Audience"]):
    def in_order(self) -> "AudienceQuerySet":
        return self.order_by("label", "pk")


class Audience(models.Model):
    slug = models.SlugField(unique=True)
    label = models.CharField(max_length=100, unique=True)

    objects = AudienceQuerySet.as_manager()

    def __str__(self) -> str:
        return self.label
