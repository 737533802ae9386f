"""Attaching documents and their versions: size, checksum, and what may be uploaded at all."""

import hashlib
import uuid
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import F

from events import audit, uploads
from events.command import command
from events.models import Document, DocumentVersion, Event, Organiser, Session


def add_document(
    event: Event,
    *,
    title: str,
    kind: str,
    content: bytes,
    extension: str,
    at: datetime,
    by: Organiser | None,
    **details: Any,
) -> Document:
    """Attach a document with its first version, inside the caller's transaction.

    Raises uploads.NotAccepted.
    """
    document = Document.objects.create(event=event, title=title, kind=kind, **details)
    _add_version(document, 1, content, extension, "", at)
    audit.record("document_attached", document, at=at, by=by)
    return document


@command
def attach_document(event: Event, **what: Any) -> Document:
    """Attach a document to an event; the arguments are those of add_document."""
    document = add_document(event, **what)
    _announce(document, at=what["at"])
    return document


@command
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

    Raises uploads.NotAccepted.
    """
    locked = Document.objects.select_for_update(no_key=True).get(pk=document.pk)
    number = locked.versions.count() + 1
    version = _add_version(locked, number, content, extension, note, at)
    _announce(locked, at=at)
    audit.record("document_replaced", locked, at=at, by=by)
    return version


@command
def withdraw_document(document: Document, *, at: datetime, by: Organiser | None) -> None:
    """Take a document off the pages; its versions are kept."""
    locked = Document.objects.select_for_update(no_key=True).get(pk=document.pk)
    if locked.withdrawn_at is not None:
        return
    locked.withdrawn_at = at
    locked.save(update_fields=["withdrawn_at"])
    _announce(locked, at=at)
    audit.record("document_withdrawn", locked, at=at, by=by)


def _announce(document: Document, *, at: datetime) -> None:
    """Let calendars know: the entries of the event's sessions name its documents."""
    Session.objects.published().filter(event_id=document.event_id).update(
        feed_sequence=F("feed_sequence") + 1, changed_at=at
    )


def _add_version(
    document: Document, number: int, content: bytes, extension: str, note: str, at: datetime
) -> DocumentVersion:
    uploads.accept(content, extension)
    return DocumentVersion.objects.create(
        document=document,
        number=number,
        file=ContentFile(content, name=f"{uuid.uuid4()}.{extension}"),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        note=note,
        at=at,
    )
