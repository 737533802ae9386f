"""Who an event is for, as a label; which schools that means is for bookings to say."""

from django.db import models


class Audience(models.Model):
    slug = models.SlugField(unique=True)
    label = models.CharField(max_length=100, unique=True)

    def __str__(self) -> str:
        return self.label
