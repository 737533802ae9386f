"""Throwing a draft away: the only deletion of an event, since nobody outside has seen it."""

from datetime import datetime

from django.db import transaction

from events import audit, capacity, stored_files
from events.command import command
from events.models import Document, DocumentVersion, Event, Organiser
from events.refusal import Refusal


class NotADraft(Refusal):
    """What was announced is cancelled, not discarded."""

    template = "events/not_a_draft.html"


@command
def discard_draft(event: Event, *, at: datetime, by: Organiser | None) -> None:
    """Delete a draft with its sessions and documents; the files go once that is committed.

    Discarding again changes nothing. Raises NotADraft.
    """
    try:
        event = capacity.lock_event(event.pk)
    except Event.DoesNotExist:
        return
    if not event.is_draft:
        raise NotADraft
    versions = DocumentVersion.objects.filter(document__event=event)
    documents = Document.objects.filter(event=event)
    names = [
        *versions.exclude(file="").values_list("file", flat=True),
        *documents.exclude(alternative_file="").values_list("alternative_file", flat=True),
    ]
    audit.record("event_discarded", event, at=at, by=by)
    versions.delete()
    documents.delete()
    event.sessions.all().delete()
    event.delete()
    transaction.on_commit(lambda: stored_files.delete(names))
