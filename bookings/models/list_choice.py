"""What an organiser has chosen to see in lists of bookings."""

from django.db import models

from events.models import Organiser


class ListChoice(models.Model):
    """The columns that an organiser hides, of every event; the others are shown, new ones too."""

    organiser = models.OneToOneField(Organiser, on_delete=models.PROTECT, related_name="+")
    hidden = models.JSONField(default=list, help_text="names of columns")

    def __str__(self) -> str:
        return f"Columns of {self.organiser.public_id}"
