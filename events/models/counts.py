"""What limits callers: our own counts by key and window, and the cache in which sign-in counts."""

from django.db import models


class Count(models.Model):
    key = models.CharField(max_length=64, help_text="keyed hash; no address is stored")
    window_starts_at = models.DateTimeField()
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "window_starts_at"], name="count_one_row_per_key_and_window"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} since {self.window_starts_at}"


class CacheEntry(models.Model):
    """The table of Django's database cache, which alone reads and writes its values."""

    cache_key = models.CharField(
        max_length=255, primary_key=True, help_text="keyed hash; no address is stored"
    )
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "events_cache"

    def __str__(self) -> str:
        return f"until {self.expires}"
