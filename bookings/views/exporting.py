"""The list of who is coming, taken out: at once, or made by the worker where it is long."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from bookings import list_choices
from bookings.columns import columns_of
from bookings.exports import making
from bookings.exports.files import CONTENT_TYPES, Asked, Kind, write_file
from bookings.forms.exporting import ExportForm
from bookings.forms.listing import BookingsFilter
from bookings.listing import Wanted, matching
from bookings.models import ExportFile
from bookings.views.organiser import SEE_ATTENDEES, filter_of
from events.access import OrganisersRequest, organiser
from events.models import Event


@organiser(*SEE_ATTENDEES)
@require_http_methods(["GET", "HEAD", "POST"])
def export_bookings(request: OrganisersRequest, public_id: str) -> HttpResponseBase:
    now = timezone.now()
    event = get_object_or_404(request.events, public_id=public_id)
    listed = filter_of(request, event)
    numbers = _numbers(event, listed)
    form = ExportForm(request.POST or None, listed=listed, **numbers)
    if not form.is_valid():
        context = {"event": event, "form": form, "listed": listed, **numbers}
        return TemplateResponse(request, "bookings/export_bookings.html", context)
    asked = _asked(request, event, form, listed)
    rows = asked.bookings.count()
    if rows > making.MOST_AT_ONCE:
        form_uuid = form.cleaned_data["form_uuid"]
        row = making.ask_for_file(asked, total=rows, form_uuid=form_uuid, at=now, by=request.user)
        return redirect("export_file", event.public_id, row.public_id)
    making.record_export(event, at=now, by=request.user)
    return _file_of(asked)


@organiser(*SEE_ATTENDEES)
@require_safe
def export_file(request: OrganisersRequest, public_id: str, export_id: str) -> HttpResponse:
    row = _row(request, public_id, export_id, at=timezone.now())
    context = {"event": row.event, "export": row}
    return TemplateResponse(request, "bookings/export_file.html", context)


@organiser(*SEE_ATTENDEES)
@require_safe
def download_export(request: OrganisersRequest, public_id: str, export_id: str) -> HttpResponseBase:
    row = _row(request, public_id, export_id, at=timezone.now())
    if not row.is_ready:
        raise Http404
    try:
        content = default_storage.open(row.stored_name)
    except FileNotFoundError:
        raise Http404 from None
    file_name = f"{row.event.feed_name}-bookings.{row.kind}"
    return _attachment(content, file_name, row.kind)


def _numbers(event: Event, listed: BookingsFilter) -> dict[str, int]:
    everybody = matching(event, Wanted())
    return {
        "found": matching(event, listed.wanted()).count(),
        "booked": everybody.holding_a_place().count(),
        "total": everybody.count(),
    }


def _asked(
    request: OrganisersRequest, event: Event, form: ExportForm, listed: BookingsFilter
) -> Asked:
    columns = columns_of(event, listed.sessions)
    if not form.wants_all_columns:
        shown = [*list_choices.always_shown(columns), *list_choices.shown_to(request.user, columns)]
        columns = [column for column in columns if column in shown]
    names = tuple(column.name for column in columns)
    return Asked(event, form.wanted(), names, form.cleaned_data["kind"])


def _file_of(asked: Asked) -> HttpResponseBase:
    return made_at_once(asked.file_name, asked.kind, lambda path: write_file(asked, path))


def made_at_once(file_name: str, kind: str, write: Callable[[Path], object]) -> HttpResponseBase:
    """Whole before the first byte of it leaves: a file that breaks off looks like a whole one."""
    with TemporaryDirectory(prefix="placecard-export-") as folder:
        path = Path(folder) / file_name
        write(path)
        content = path.open("rb")
    return _attachment(content, file_name, kind)


def _attachment(content: object, file_name: str, kind: str) -> HttpResponseBase:
    response = FileResponse(content, as_attachment=True, filename=file_name)
    response["Content-Type"] = CONTENT_TYPES[Kind(kind)]
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _row(request: OrganisersRequest, public_id: str, export_id: str, *, at: datetime) -> ExportFile:
    """A file that they asked for themselves, until its day is over; any other is a 404."""
    event = get_object_or_404(request.events, public_id=public_id)
    own = ExportFile.objects.asked_by(request.user, event).not_ended(at)
    return get_object_or_404(own, public_id=export_id)
