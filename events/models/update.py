"""The weekly update that announces events."""

from django.db import models

from events.models.identity import new_public_id


class Update(models.Model):
    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    published_on = models.DateField()
    title = models.CharField(max_length=200)
    address = models.URLField(blank=True, default="")

    def __str__(self) -> str:
        return self.title
