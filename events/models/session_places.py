"""How many places of a session are taken: in words, and what the database holds of that.

A place is taken by whoever has booked it, by whoever it is offered to, and while it is kept for
those who wait, of whom the first to claim it has it.
"""

from django.db import models
from django.db.models import F, Q

PLACES_AVAILABLE, FEW_PLACES_LEFT, FULL = "Places available", "Few places left", "Full"


def places_in_words(capacity: int | None, taken: int) -> str:
    """Full, few left (a tenth or fewer), or available: never a number, which changes too often."""
    if capacity is None:
        return PLACES_AVAILABLE
    left = capacity - taken
    if not left:
        return FULL
    return FEW_PLACES_LEFT if left * 10 <= capacity else PLACES_AVAILABLE


CONSTRAINTS = [
    models.CheckConstraint(
        name="session_not_overbooked",
        condition=Q(capacity__isnull=True) | Q(places_taken__lte=F("capacity")),
    ),
    models.CheckConstraint(
        name="session_places_taken_not_negative", condition=Q(places_taken__gte=0)
    ),
    models.CheckConstraint(
        name="session_places_to_claim_are_taken",
        condition=Q(places_to_claim__lte=F("places_taken")),
    ),
]
