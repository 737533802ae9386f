"""What the limiter has counted, one row per key and window."""

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
