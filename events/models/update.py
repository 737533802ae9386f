"""The weekly update that announces events."""

from django.db import models
from django.utils.text import slugify

from events.models.identity import new_public_id


class UpdateQuerySet(models.QuerySet["Update"]):
    def with_something_to_show(self) -> "UpdateQuerySet":
        """Updates that announce an event which is listed for the public."""
        return self.filter(
            events__state__in=["published", "cancelled"], events__is_listed=True
        ).distinct()


class Update(models.Model):
    public_id = models.CharField(max_length=8, unique=True, default=new_public_id, editable=False)
    published_on = models.DateField()
    title = models.CharField(max_length=200)
    address = models.URLField(blank=True, default="")

    objects = UpdateQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    @property
    def slug(self) -> str:
        return slugify(self.title)[:60].strip("-") or "update"
