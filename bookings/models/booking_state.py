"""What becomes of a booking, and what its invitation is answered."""

from django.db import models
from django.db.models import Q

from bookings.models.attendee import ReplacedBy


class BookingState(models.TextChoices):
    BOOKED = "booked", "Booked"
    CANCELLED = "cancelled", "Cancelled"


class BookingAnswer(models.TextChoices):
    NEEDS_ACTION = "needs_action", "No answer"
    ACCEPTED = "accepted", "Accepted"
    TENTATIVE = "tentative", "Tentative"
    DECLINED = "declined", "Declined"


HOLDING = [BookingState.BOOKED]  # the states in which a place is taken
HOLDS_A_PLACE = Q(state__in=HOLDING)
HANDED_ON: dict[str, str] = {
    ReplacedBy.CORRECTION: "Address corrected",
    ReplacedBy.COLLEAGUE: "Colleague sent",
}
STATES_SHOWN: list[tuple[str, str]] = [*BookingState.choices, *HANDED_ON.items()]


def state_label(state: str, replaced_as: str) -> str:
    """Booked or Cancelled, or what became of the place where somebody else has it now."""
    label = BookingState(state).label
    return label if state == BookingState.BOOKED else HANDED_ON.get(replaced_as, label)
