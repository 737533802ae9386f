"""The organisers' list of who is coming: what they look for in it, page by page."""

from dataclasses import dataclass
from typing import Any, cast

from django.core.paginator import Page, Paginator

from bookings.models import Booking
from bookings.models.booking import BookingQuerySet
from bookings.schools.sorting import simple
from events.folding import folded
from events.models import Event

BOOKINGS_ON_A_PAGE = 50
BY_SESSION = "session"


@dataclass(frozen=True)
class Wanted:
    """What an organiser looks for, and in which order; nothing of it means everybody."""

    words: tuple[str, ...] = ()
    session: str = ""
    state: str = ""
    phase: str = ""
    answer: str = ""
    with_needs: bool = False
    undelivered: bool = False
    order: str = BY_SESSION


@dataclass(frozen=True)
class Listed:
    """One page of the list, and of how many bookings it is a part.

    `total` are all of the event, of which so many are `booked`: the others are cancelled.
    """

    page: Page[Booking]
    total: int
    booked: int
    is_filtered: bool


def list_bookings(event: Event, wanted: Wanted, number: str | None) -> Listed:
    """The rows of a page are read by their keys: sorting 50,000 whole rows would take longer."""
    found = matching(event, wanted)
    in_order = found.sorted_by(wanted.order).values_list("pk", flat=True)
    shown = Paginator(in_order, BOOKINGS_ON_A_PAGE).get_page(number)
    keys = list(shown.object_list)
    rows = Booking.objects.for_organisers().in_bulk(keys)
    page = Page([rows[key] for key in keys], shown.number, cast(Any, shown.paginator))
    is_filtered = wanted != Wanted(order=wanted.order)
    total = _everybody(event).count() if is_filtered else shown.paginator.count
    booked = _everybody(event).holding_a_place().count()
    return Listed(page, total, booked, is_filtered)


def matching(event: Event, wanted: Wanted) -> BookingQuerySet:
    """The bookings of an event that are looked for, in no order."""
    found = _everybody(event).searched((folded(word), simple(word)) for word in wanted.words)
    fields = {
        "session__public_id": wanted.session,
        "attendee__school__phase": wanted.phase,
        "partstat": wanted.answer,
    }
    found = found.filter(**{path: value for path, value in fields.items() if value})
    if wanted.state:
        found = found.shown_as(wanted.state)
    if wanted.with_needs:
        found = found.with_access_needs()
    return found.with_undelivered_mail() if wanted.undelivered else found


def _everybody(event: Event) -> BookingQuerySet:
    return Booking.objects.of_event(event)
