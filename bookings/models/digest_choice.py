"""Which organisers want a summary by email, and what they have been told."""

from django.db import models

from events.models import Organiser


class DigestChoice(models.Model):
    """One row for each organiser who has ever asked for it."""

    organiser = models.OneToOneField(Organiser, on_delete=models.PROTECT, related_name="+")
    wants_digest = models.BooleanField(default=False)
    told_until = models.DateTimeField(help_text="the morning up to which they know what happened")
    known = models.JSONField(default=list, help_text="keys of what needed attention then")

    def __str__(self) -> str:
        return f"Digest of {self.organiser.public_id}"
