"""How many more people each school may have at an event: places count, and so do offers."""

from collections import Counter
from collections.abc import Hashable
from functools import cached_property

from bookings.models import Attendee, Booking, WaitingPlace
from bookings.models.attendee import AttendeeQuerySet
from bookings.schools.succession import newest_records
from events.models import Event

SchoolKey = tuple[str, Hashable]


def counted(event: Event) -> AttendeeQuerySet:
    """Who uses up the room of their school: whoever has a place, or an offer of one."""
    bookings = Booking.objects.of_event(event).holding_a_place()
    offers = WaitingPlace.objects.of_event(event).offered()
    return Attendee.objects.with_bookings_or_offers(bookings, offers)


class SchoolRoom:
    """Of a locked event, as it is now; three queries at most, and none without a limit."""

    def __init__(self, event: Event) -> None:
        self._event = event

    @property
    def is_limited(self) -> bool:
        return self._event.places_per_school is not None

    def key(self, attendee: Attendee) -> SchoolKey | None:
        """Whose room somebody would use up; None where they have used it already, or nobody can."""
        if not self.is_limited or attendee.pk in self._counted:
            return None
        return self._key(attendee.school_id, attendee.typed_school_key)

    def left(self, key: SchoolKey) -> int:
        """How many more may come: none where organisers have let in more than the limit."""
        return max((self._event.places_per_school or 0) - self._taken[key], 0)

    def _key(self, school: int | None, typed: str) -> SchoolKey:
        if school is None:
            return "typed", typed
        return "school", self._newest.get(school, school)

    @cached_property
    def _newest(self) -> dict[int, int]:
        return newest_records()

    @cached_property
    def _counted(self) -> dict[int, SchoolKey]:
        people = counted(self._event).values_list("pk", "school", "typed_school_key")
        return {pk: self._key(school, typed) for pk, school, typed in people}

    @cached_property
    def _taken(self) -> Counter[SchoolKey]:
        return Counter(self._counted.values())
