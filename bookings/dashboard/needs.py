"""What needs attention: what events know of it, and the emails that reached nobody."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse

from bookings.models import Booking, Message
from bookings.models.booking import BookingQuerySet
from bookings.models.message import MessageQuerySet
from events import attention
from events.attention import Attention
from events.counting import count
from events.models import Event, Membership, Organiser, Session, Team
from events.models.event import EventQuerySet

Role = Membership.Role
ONLY_FOR_ORGANISERS = ("edit_event",)
# Said so that the index of the few that were not sent is used.
_DEAD = Message.objects.filter(state=Message.State.DEAD, sent_at__isnull=True)


@dataclass(frozen=True)
class Sentence:
    """What needs attention, and where to mend it; no address where the reader cannot go there."""

    text: str
    address: str = ""


@dataclass(frozen=True)
class Reader:
    """Whoever reads it, by the teams whose events they may open and those that they may change."""

    opens: frozenset[int]
    changes: frozenset[int]

    @classmethod
    def of(cls, organiser: Organiser) -> Self:
        """Two queries."""
        changes, looks = (
            frozenset(Team.objects.run_by(organiser, role).values_list("pk", flat=True))
            for role in (Role.ORGANISER, Role.ASSISTANT)
        )
        return cls(opens=changes | looks, changes=changes)

    def sentence(self, event: Event, found: Attention) -> Sentence:
        is_barred = found.page in ONLY_FOR_ORGANISERS and event.team_id not in self.changes
        page = "event_overview" if is_barred else found.page
        return Sentence(found.text, reverse(page, args=[event.public_id]) + found.query)


def undelivered(events: EventQuerySet, at: datetime) -> Counter[int]:
    """How many people with a place to come an email did not reach, by the key of their event.

    Whoever booked for several and was not told of it counts as one. Two queries.
    """
    held = Booking.objects.holding_a_place().coming(at).of_events(events.announced())
    to_bookers = _DEAD.of_kinds([Message.Kind.COLLEAGUES_BOOKED])
    found = Counter(_people(_DEAD, "attendee", held.filter(attendee=OuterRef("attendee"))))
    found.update(_people(to_bookers, "booker", held.filter(attendee__booker=OuterRef("booker"))))
    return found


def _people(dead: MessageQuerySet, who: str, held: BookingQuerySet) -> dict[int, int]:
    """How many of those who hold such places, by the key of their event."""
    of_each = dead.filter(Exists(held)).order_by().values(f"{who}__event")
    return dict(
        of_each.annotate(number=Count(who, distinct=True)).values_list(f"{who}__event", "number")
    )


def of_event(event: Event, unreached: int, at: datetime) -> list[Attention]:
    """Of one that is loaded with sessions and documents, and has so many people unreached."""
    found = attention.of_event(event, at)
    if unreached:
        people = count(unreached, "person", "people")
        text = f"An email to {people} could not be delivered"
        key = f"{event.public_id}:undelivered:{unreached}"
        found.append(Attention(key, text, "event_bookings", "?only=undelivered"))
    return found


def keys_of_events(events: EventQuerySet, at: datetime) -> set[int]:
    """Those that need attention as far as events know."""
    found = attention.among(events, at).order_by().values_list("event", flat=True)
    return set(found.distinct())


def starts(events: EventQuerySet, at: datetime) -> dict[int, datetime]:
    """The start of the next session of each event that is still to come."""
    coming = Session.objects.upcoming(at).not_cancelled()
    return dict(coming.next_of_each(events))
