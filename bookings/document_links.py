"""What whoever has booked may open: at its public address, or by their own link."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from bookings.models import Attendee, Booking
from bookings.own_pages import OwnPages
from events.cards import by_stage
from events.links import accessible_address, document_address
from events.models import Document, Event
from events.models.document import DocumentQuerySet


@dataclass(frozen=True)
class Offered:
    """A document, and where this attendee opens it and its accessible version."""

    document: Document
    address: str
    accessible_address: str


def documents_for(pages: OwnPages, bookings: Iterable[Booking], *, at: datetime) -> list[Offered]:
    """What the attendee's page offers: those for everybody, and while a place is held, the rest.

    Those are opened by the attendee's own link, which whoever booked for them does not have.
    """
    attendee = pages.attendee
    has_place = any(booking.holds_a_place for booking in bookings) and not pages.is_for_colleague
    found = list(attendee.event.documents.for_attendee(at, has_place=has_place).with_versions())
    for document in found:
        document.event = attendee.event
    return [_offered(attendee, document) for document in by_stage(found)]


def documents_by_event(
    events: Mapping[int, Event], *, at: datetime
) -> defaultdict[int, list[Document]]:
    """By primary key of the event, what its page offers to whoever has a place."""
    shown = Document.objects.of_events(events).for_attendee(at, has_place=True).with_versions()
    found = defaultdict(list)
    for document in by_stage(shown):
        document.event = events[document.event_id]
        found[document.event_id].append(document)
    return found


def documents_of_their_own(attendee: Attendee, *, at: datetime) -> DocumentQuerySet:
    """What is opened by this attendee's link alone, while they have a place."""
    own: DocumentQuerySet = attendee.event.documents.for_who_booked(at)
    return own


def address_for(attendee: Attendee, document: Document) -> str:
    """Where this attendee opens the newest version."""
    if not document.is_for_who_booked:
        return document_address(document)
    return _own_address("booked_document", attendee, document, document.file_name)


def _offered(attendee: Attendee, document: Document) -> Offered:
    accessible = ""
    if document.alternative_file and document.is_for_who_booked:
        name = document.alternative_file_name
        accessible = _own_address("booked_accessible_document", attendee, document, name)
    elif document.alternative_file:
        accessible = accessible_address(document)
    return Offered(document, address_for(attendee, document), accessible)


def _own_address(page: str, attendee: Attendee, document: Document, file_name: str) -> str:
    return reverse(page, args=[attendee.link_token, document.public_id, file_name])
