"""Who is coming, for the organisers of the event: the list, and the list as a file."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from bookings import exports
from bookings.forms.listing import BookingsFilter
from bookings.listing import list_bookings
from events.access import OrganisersRequest, organiser
from events.models import Membership

SEE_ATTENDEES = (Membership.Role.ORGANISER, Membership.Role.ASSISTANT)


@organiser(*SEE_ATTENDEES)
@require_safe
def event_bookings(request: OrganisersRequest, public_id: str) -> HttpResponse:
    event = get_object_or_404(request.events, public_id=public_id)
    sessions = list(event.sessions.with_venue().in_order())
    form = BookingsFilter(request.GET, sessions=sessions)
    listed = list_bookings(event, form.wanted(), request.GET.get("page"))
    context = {"event": event, "sessions": sessions, "form": form, **listed}
    return TemplateResponse(request, "bookings/event_bookings.html", context)


@organiser(*SEE_ATTENDEES)
@require_POST
def export_bookings(request: OrganisersRequest, public_id: str) -> HttpResponse:
    now = timezone.now()
    event = get_object_or_404(request.events, public_id=public_id)
    exports.record_export(event, at=now, by=request.user)
    lines = exports.write_csv(exports.attendee_rows(event))
    response = HttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{event.feed_name}-bookings.csv"'
    return response
