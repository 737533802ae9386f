"""Venues as organisers type them: the same words lead to the same venue."""

from dataclasses import asdict

from events.command import step
from events.models import Venue
from events.plans import VenuePlan


@step
def find_or_make_venue(plan: VenuePlan) -> Venue:
    """The venue of this name, address and postcode, recorded when it is new."""
    typed = asdict(plan)
    return Venue.objects.filter(**typed).order_by("pk").first() or Venue.objects.create(**typed)
