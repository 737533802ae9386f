"""What organisers do to documents that nobody is told of; a new version is told by bookings."""

from datetime import datetime

from events import documents
from events.command import command
from events.document_details import DocumentDetails
from events.models import Document, Event, Organiser
from events.plans import DocumentPlan


@command
def add(event: Event, plan: DocumentPlan, *, at: datetime, by: Organiser | None) -> Document:
    """The same document sent twice is attached once. Raises refused_files.NotAccepted."""
    known = documents.find_same(event, plan)
    return known or documents.add_document(event, plan, at=at, by=by)


@command
def change(
    document: Document, details: DocumentDetails, *, at: datetime, by: Organiser | None
) -> None:
    """Raises refused_files.NotAccepted."""
    documents.change_document(document, details, at=at, by=by)


@command
def withdraw(document: Document, *, at: datetime, by: Organiser | None) -> None:
    """Withdrawing again changes nothing."""
    documents.withdraw_document(document, at=at, by=by)
