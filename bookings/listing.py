"""The organisers' list of who is coming: what they look for in it, page by page."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator

from bookings.models import Booking
from bookings.models.booking import BookingQuerySet
from events.models import Event

BOOKINGS_ON_A_PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """What an organiser looks for; nothing of it means everybody."""

    words: tuple[str, ...] = ()
    session: str = ""
    state: str = ""
    with_needs: bool = False
    undelivered: bool = False


def list_bookings(event: Event, wanted: Wanted, page: str | None) -> dict[str, Any]:
    """One page of the list as the template wants it."""
    everybody = Booking.objects.of_event(event)
    found = _matching(everybody.for_organisers(), wanted).in_order()
    shown = Paginator(found, BOOKINGS_ON_A_PAGE).get_page(page)
    is_filtered = wanted != Wanted()
    total = everybody.count() if is_filtered else shown.paginator.count
    return {"page": shown, "is_filtered": is_filtered, "total": total}


def _matching(bookings: BookingQuerySet, wanted: Wanted) -> BookingQuerySet:
    found = bookings.searched(wanted.words)
    if wanted.session:
        found = found.filter(session__public_id=wanted.session)
    if wanted.state:
        found = found.shown_as(wanted.state)
    if wanted.with_needs:
        found = found.with_access_needs()
    if wanted.undelivered:
        found = found.with_undelivered_mail()
    return found
