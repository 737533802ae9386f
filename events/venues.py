"""Venues as organisers type them: the same one is kept once."""

from events.command import command
from events.models import Venue


@command
def find_or_make_venue(*, name: str, address: str, postcode: str) -> Venue:
    """The venue of this name and postcode; its address is taken down when it is new."""
    venue, _ = Venue.objects.get_or_create(
        name=name, postcode=postcode, defaults={"address": address}
    )
    return venue
