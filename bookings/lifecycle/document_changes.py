"""A new version of a document, and who is told of it."""

from datetime import datetime
from itertools import groupby

from django.conf import settings

from bookings import document_links
from bookings.lifecycle import telling
from bookings.mail import notices
from bookings.mail.queue import queue
from events import capacity, documents
from events.command import command
from events.models import Document, DocumentVersion, Organiser
from events.plans import VersionPlan


@command
def replace_document(
    document: Document, plan: VersionPlan, *, tell: bool, at: datetime, by: Organiser | None
) -> DocumentVersion | None:
    """Add a version, and if `tell`, and it is shown, tell whoever has a place to come.

    The same file or link again changes nothing, tells nobody and returns None. Raises
    refused_files.NotAccepted.
    """
    event = capacity.lock_event(document.event_id)
    version = documents.replace_document(document, plan, at=at, by=by)
    document = Document.objects.with_versions().get(pk=document.pk)
    document.event = event
    if version is None or not tell or not document.is_shown(at):
        return version
    sessions = [one for one in capacity.lock_all_sessions(event) if not one.is_over(at)]
    told = []
    held = telling.held_at({session.pk: session for session in sessions})
    for attendee, bookings in groupby(held, key=lambda booking: booking.attendee):
        address = settings.SITE_ADDRESS + document_links.address_for(attendee, document)
        notice = notices.document_replaced(
            attendee, list(bookings), document=document, address=address, version=version, at=at
        )
        told.append(notice)
    queue(told, at=at)
    return version
