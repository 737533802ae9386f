"""Events that belong together, though each is booked by itself."""

from django.db import models

from events.models.organiser import Team


class Series(models.Model):
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="series")
    title = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "title"], name="series_one_of_a_title_in_a_team"
            )
        ]

    def __str__(self) -> str:
        return self.title
