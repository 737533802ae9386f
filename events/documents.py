"""Attaching documents and their versions: steps, since those who booked may have to be told.

The event's lock guards its documents too: each change of one is a new revision of every session.
"""

import hashlib
from datetime import datetime

from events import audit, capacity, revisions, uploads
from events.command import step
from events.models import Document, DocumentVersion, Event, Organiser
from events.plans import DocumentPlan
from events.stored_files import store


@step
def add_document(
    event: Event, plan: DocumentPlan, *, at: datetime, by: Organiser | None
) -> Document:
    """Attach a document with its first version to an event.

    Raises refused_files.NotAccepted.
    """
    event = capacity.lock_event(event.pk)
    content = uploads.accept(plan.content, plan.extension)
    alternative = uploads.accept(plan.accessible_file, "odt") if plan.accessible_file else b""
    document = Document.objects.create(
        event=event,
        title=plan.title,
        kind=plan.kind,
        stage=plan.stage,
        visible_to=plan.visible_to,
        alternative_link=plan.alternative_link,
        alternative_file=store(alternative, "odt") if alternative else "",
        alternative_size=len(alternative),
    )
    _add_version(document, 1, content, plan.extension, "", at)
    _announce(event, at=at)
    audit.record("document_attached", document, at=at, by=by)
    return document


@step
def replace_document(
    document: Document,
    *,
    content: bytes,
    extension: str,
    note: str,
    at: datetime,
    by: Organiser | None,
) -> DocumentVersion:
    """Add a version, which the document's address serves from now on.

    Raises refused_files.NotAccepted.
    """
    event = capacity.lock_event(document.event_id)
    content = uploads.accept(content, extension)
    number = document.versions.count() + 1
    version = _add_version(document, number, content, extension, note, at)
    _announce(event, at=at)
    audit.record("document_replaced", document, at=at, by=by)
    return version


@step
def withdraw_document(document: Document, *, at: datetime, by: Organiser | None) -> bool:
    """Take a document off the pages, its versions are kept; whether it was on them before."""
    event = capacity.lock_event(document.event_id)
    document.refresh_from_db(fields=["withdrawn_at"])
    if document.withdrawn_at is not None:
        return False
    document.withdrawn_at = at
    document.save(update_fields=["withdrawn_at"])
    _announce(event, at=at)
    audit.record("document_withdrawn", document, at=at, by=by)
    return True


def _announce(event: Event, *, at: datetime) -> None:
    """Let calendars know: the entries of the event's sessions name its documents."""
    if event.is_draft:
        return
    for session in capacity.lock_all_sessions(event):
        revisions.reword(session, at=at)


def _add_version(
    document: Document, number: int, content: bytes, extension: str, note: str, at: datetime
) -> DocumentVersion:
    return DocumentVersion.objects.create(
        document=document,
        number=number,
        file=store(content, extension),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        note=note,
        at=at,
    )
