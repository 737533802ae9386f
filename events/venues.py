"""Venues as organisers type them: the same one is kept once."""

from events.command import command
from events.models import Venue


@command
def find_or_make_venue(*, name: str, address: str, postcode: str) -> Venue:
    """The venue of this name, address and postcode, recorded when it is new."""
    typed = {"name": name, "address": address, "postcode": postcode}
    return Venue.objects.filter(**typed).order_by("pk").first() or Venue.objects.create(**typed)
