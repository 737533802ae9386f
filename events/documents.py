"""Attaching documents and their versions: steps, since those who booked may have to be told.

The event's lock guards its documents too: each change of one is a new revision of every session.
"""

import hashlib
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from events import audit, capacity, revisions, stored_files, uploads
from events.command import step
from events.document_details import STORED, DocumentDetails
from events.models import Document, DocumentVersion, Event, Organiser
from events.plans import DocumentPlan, VersionPlan
from events.stored_files import store


@step
def add_document(
    event: Event, plan: DocumentPlan, *, at: datetime, by: Organiser | None
) -> Document:
    """Attach a document with its first version to an event.

    Raises refused_files.NotAccepted.
    """
    event = capacity.lock_event(event.pk)
    version = _accepted(VersionPlan(plan.content, plan.extension, plan.link))
    accessible = _accepted_accessible(plan.accessible_file)
    document = Document.objects.create(
        event=event,
        title=plan.title,
        kind=plan.kind,
        stage=plan.stage,
        visible_to=plan.visible_to,
        shown_from=plan.shown_from,
        alternative_link=plan.alternative_link,
        **_accessible(accessible),
    )
    _add_version(document, 1, version, at)
    _announce(event, at=at)
    audit.record("document_attached", document, at=at, by=by)
    return document


@step
def find_same(event: Event, plan: DocumentPlan) -> Document | None:
    """A document of which the same is said, whose newest version serves the same."""
    capacity.lock_event(event.pk)
    version = _accepted(VersionPlan(plan.content, plan.extension, plan.link))
    said = {name: getattr(plan, name) for name in STORED}
    named = event.documents.not_withdrawn().filter(**said).with_versions().in_order()
    return next((one for one in named if one.newest and version.is_the_same_as(one.newest)), None)


@step
def change_document(
    document: Document, details: DocumentDetails, *, at: datetime, by: Organiser | None
) -> list[str]:
    """Say something else of a document; the names of the fields that this changes.

    Raises refused_files.NotAccepted.
    """
    event = capacity.lock_event(document.event_id)
    document.refresh_from_db()
    changed = details.changed_from(document)
    values = {name: getattr(details, name) for name in changed}
    values |= _accessible(_accepted_accessible(details.accessible_file))
    if not values:
        return []
    _write(document, values)
    _announce(event, at=at)
    audit.record("document_changed", document, at=at, by=by, changed=values)
    return changed


@step
def replace_document(
    document: Document, plan: VersionPlan, *, at: datetime, by: Organiser | None
) -> DocumentVersion | None:
    """Add a version, which the document's address serves from now on.

    The accessible version is the one that comes with it: of the old one it says nothing true. None
    where the newest one is the same already. Raises refused_files.NotAccepted.
    """
    event = capacity.lock_event(document.event_id)
    plan = _accepted(plan)
    newest = document.versions.order_by("-number").first()
    if newest is not None and plan.is_the_same_as(newest):
        return None
    accessible = _accepted_accessible(plan.accessible_file)
    number = newest.number + 1 if newest else 1
    version = _add_version(document, number, plan, at)
    _replace_accessible(document, accessible)
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


def _replace_accessible(document: Document, accessible: bytes) -> None:
    if accessible:
        _write(document, _accessible(accessible))
    elif document.alternative_file or document.alternative_link:
        _write(document, {"alternative_file": "", "alternative_size": 0, "alternative_link": ""})


def _write(document: Document, values: dict[str, Any]) -> None:
    """The file of an accessible version that is replaced goes once that is committed."""
    gone = [document.alternative_file.name] if "alternative_file" in values else []
    for name, value in values.items():
        setattr(document, name, value)
    document.save(update_fields=list(values))
    transaction.on_commit(lambda: stored_files.delete(filter(None, gone)))


def _accepted_accessible(content: bytes) -> bytes:
    """Nothing stays nothing."""
    return uploads.accept(content, "odt") if content else b""


def _accessible(content: bytes) -> dict[str, Any]:
    """The fields of an accessible version; none without one."""
    if not content:
        return {}
    return {"alternative_file": store(content, "odt"), "alternative_size": len(content)}


def _accepted(plan: VersionPlan) -> VersionPlan:
    """With the content that is kept."""
    if plan.link:
        return plan
    return replace(plan, content=uploads.accept(plan.content, plan.extension))


def _add_version(
    document: Document, number: int, plan: VersionPlan, at: datetime
) -> DocumentVersion:
    content = plan.content
    return DocumentVersion.objects.create(
        document=document,
        number=number,
        file=store(content, plan.extension) if content else "",
        link=plan.link,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest() if content else "",
        note=plan.note,
        at=at,
    )
