"""What an organiser changes of a venue, and who is told: whoever has a place there to come."""

import copy
from datetime import datetime

from bookings.lifecycle import telling
from events import capacity, venue_details
from events.command import command
from events.models import Organiser, Venue
from events.venue_details import WHERE, VenueDetails


@command
def change_venue(
    venue: Venue, details: VenueDetails, *, tell: bool, at: datetime, by: Organiser | None
) -> None:
    """Change what is said of a venue; each coming session held there has another place.

    Whoever has booked one or waits for it is told if `tell`. The same details again change
    nothing.
    """
    events = venue_details.lock_events_at(venue)
    sessions = {event: capacity.lock_all_sessions(event) for event in events}
    after = Venue.objects.select_for_update(no_key=True).get(pk=venue.pk)
    before = copy.copy(after)
    changed = venue_details.write(after, details, at=at, by=by)
    if not changed:
        return
    is_elsewhere = bool(changed & WHERE)
    for event, held in sessions.items():
        changes = venue_details.revise(held, before, after, is_elsewhere=is_elsewhere, at=at)
        if tell:
            telling.tell_of_changes(event, held, changes, was_title=event.title, at=at)
            telling.tell_who_waits(event, changes, at=at)
