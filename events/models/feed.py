"""What is kept of calendar feeds: entries as they were rendered, and a version for each scope."""

from django.db import models

from events.models.session import Session


class FeedEntry(models.Model):
    """The VEVENT of one revision of a session; of an older one it is never read again."""

    session = models.OneToOneField(
        Session, on_delete=models.CASCADE, primary_key=True, related_name="feed_entry"
    )
    revision = models.PositiveIntegerField(help_text="the session's, as it was rendered")
    made_by = models.CharField(max_length=32, help_text="what else its bytes follow from, hashed")
    stamp = models.BigIntegerField(help_text="its DTSTAMP, as Unix time")
    text = models.TextField()

    def __str__(self) -> str:
        return f"revision {self.revision}"


class FeedVersion(models.Model):
    """How often something in a scope was changed, and the ETag of its calendar since then."""

    scope = models.CharField(max_length=50, primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    raised_at = models.DateTimeField(null=True)
    made_of = models.CharField(max_length=32, blank=True, default="")
    etag = models.CharField(max_length=50, blank=True, default="", help_text="of what is made_of")

    def __str__(self) -> str:
        return f"{self.scope} {self.number}"
