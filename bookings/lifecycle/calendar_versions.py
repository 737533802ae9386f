"""The versions of personal calendars: raised in the transaction in which a booking changes.

What an organiser changes of an event raises the event's own version, which these calendars follow.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F
from django.db.models.functions import Coalesce, Greatest

from bookings.models import Attendee, PersonalCalendar
from events.command import step


@step
def raise_for(attendees: Iterable[Attendee], *, at: datetime) -> None:
    """What these have booked is something else now. One statement, however many they are."""
    theirs = PersonalCalendar.objects.of_addresses(one.email_key for one in attendees)
    latest = Greatest(Coalesce(F("raised_at"), at), at)
    theirs.update(number=F("number") + 1, raised_at=latest)
