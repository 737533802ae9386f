"""When a session is: as exactly as it is known, and what the database holds of that."""

from django.db import models
from django.db.models import F, Q


class SessionHalf(models.TextChoices):
    MORNING = "am", "Morning"
    AFTERNOON = "pm", "Afternoon"


EXACT = Q(precision="exact", starts_at__isnull=False, on_date__isnull=True, half="")
NO_CLOCK = Q(starts_at__isnull=True, ends_at__isnull=True, arrive_at__isnull=True)
HALF_DAY = Q(precision="half_day", on_date__isnull=False, half__in=SessionHalf.values) & NO_CLOCK
WHOLE_DATE = Q(precision__in=["day", "month"], on_date__isnull=False, half="") & NO_CLOCK
UNDATED = Q(precision="none", on_date__isnull=True, half="") & NO_CLOCK
CONSTRAINTS = [
    models.CheckConstraint(
        name="session_time_fits_its_precision",
        condition=EXACT | HALF_DAY | WHOLE_DATE | UNDATED,
    ),
    models.CheckConstraint(
        name="session_starts_before_it_ends",
        condition=Q(ends_at__isnull=True) | Q(starts_at__lt=F("ends_at")),
    ),
    models.CheckConstraint(
        name="session_arrival_not_after_start",
        condition=Q(arrive_at__isnull=True) | Q(arrive_at__lte=F("starts_at")),
    ),
]
