"""Files that take too long for a page: asked for, made by the worker, deleted after a day."""

import uuid
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files import File
from django.core.files.storage import default_storage

from bookings.exports.files import Asked, write_file
from bookings.mail import export_ready
from bookings.mail.queue import queue
from bookings.models import ExportFile
from events import audit, capacity
from events.command import command
from events.dates import format_moment
from events.models import Event, Organiser

MOST_AT_ONCE = 20_000  # rows that a page waits for
KEPT_FOR = timedelta(days=1)
MOST_ATTEMPTS = 3


@command
def record_export(event: Event, *, at: datetime, by: Organiser) -> None:
    """Leave in the audit trail that the list of attendees was taken out."""
    audit.record("bookings_exported", event, at=at, by=by)


@command
def ask_for_file(
    asked: Asked, *, total: int, form_uuid: uuid.UUID, at: datetime, by: Organiser
) -> ExportFile:
    """Have a file of so many rows made; the same form sent twice asks once."""
    capacity.lock_event(asked.event.pk)
    known = ExportFile.objects.filter(form_uuid=form_uuid, organiser=by).first()
    if known is not None:
        return known
    audit.record("bookings_exported", asked.event, at=at, by=by)
    return ExportFile.objects.create(
        event=asked.event,
        organiser=by,
        form_uuid=form_uuid,
        total=total,
        asked_at=at,
        ends_at=at + KEPT_FOR,
        **asked.stored(),
    )


def make_next(at: datetime) -> bool:
    """Make the file that was asked for first, if any; whether there was one.

    One that cannot be made is tried three times, whatever dies in between.
    """
    row = ExportFile.objects.not_ended(at).to_make().first()
    if row is None:
        return False
    if row.attempts >= MOST_ATTEMPTS:
        _give_up(row)
        return True
    _begin(row)
    asked = Asked.of(row)
    with TemporaryDirectory(prefix="placecard-export-") as folder:
        path = Path(folder) / asked.file_name
        written = write_file(asked, path, tell=lambda done: _note(row, done))
        _store(path, row.stored_name)
    if not _finish(row, written, at=at) and not ExportFile.objects.filter(pk=row.pk).exists():
        default_storage.delete(row.stored_name)
    return True


def forget_ended(at: datetime) -> int:
    """Delete the files whose day is over, with their rows; how many."""
    ended = list(ExportFile.objects.ended(at))
    for row in ended:
        default_storage.delete(row.stored_name)
        row.delete()
    return len(ended)


@command
def _begin(row: ExportFile) -> None:
    row.attempts += 1
    row.done = 0
    row.save(update_fields=["attempts", "done"])


def _note(row: ExportFile, done: int) -> None:
    ExportFile.objects.filter(pk=row.pk).update(done=done)


def _store(path: Path, name: str) -> None:
    """In place of what an earlier try has left; a storage that keeps both keeps one of them."""
    default_storage.delete(name)
    with path.open("rb") as content:
        stored = default_storage.save(name, File(content))
    if stored != name:
        default_storage.delete(stored)


@command
def _finish(row: ExportFile, written: int, *, at: datetime) -> bool:
    """The file is there for a day from now on; what was searched for is forgotten.

    False where its day was over, or somebody else was quicker, before it was written.
    """
    asked = ExportFile.objects.filter(pk=row.pk, stage=ExportFile.Stage.ASKED)
    row.stage, row.ends_at = ExportFile.Stage.READY, at + KEPT_FOR
    is_there = asked.update(
        stage=row.stage, total=written, done=written, wanted={}, ends_at=row.ends_at
    )
    if is_there:
        queue([export_ready.notice(row, until=format_moment(row.ends_at))], at=at)
    return bool(is_there)


@command
def _give_up(row: ExportFile) -> None:
    row.stage, row.wanted = ExportFile.Stage.FAILED, {}
    row.save(update_fields=["stage", "wanted"])
