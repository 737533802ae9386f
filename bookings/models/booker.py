"""A booker: whoever books for others at one event, with a secret link to a page of their own."""

from django.db import models

from events.models import Event, new_token


class BookerQuerySet(models.QuerySet["Booker"]):
    def for_link(self, token: str) -> "BookerQuerySet":
        return self.filter(link_token=token).select_related("event")


class Booker(models.Model):
    """Of one form, and of what was booked from the page that it led to.

    So whoever types somebody else's address reaches no more than what they booked themselves.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    email = models.CharField(max_length=254, help_text="as typed")
    email_key = models.CharField(max_length=254, help_text="as compared")
    link_token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    created_at = models.DateTimeField()

    objects = BookerQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["email_key"], name="booker_by_email_key")]

    def __str__(self) -> str:
        return f"Booker {self.pk}"
