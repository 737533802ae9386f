"""Who is coming, for the organisers of the event: the list, and the list as a file."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from bookings import exports
from bookings.models import Booking
from events.access import OrganisersRequest, organiser
from events.models import Membership

SEE_ATTENDEES = (Membership.Role.ORGANISER, Membership.Role.ASSISTANT)
BOOKINGS_ON_A_PAGE = 50


@organiser(*SEE_ATTENDEES)
@require_safe
def event_bookings(request: OrganisersRequest, public_id: str) -> HttpResponse:
    event = get_object_or_404(request.events, public_id=public_id)
    bookings = Booking.objects.of_event(event).for_organisers().in_order()
    page = Paginator(bookings, BOOKINGS_ON_A_PAGE).get_page(request.GET.get("page"))
    sessions = event.sessions.with_venue().in_order()
    context = {"event": event, "sessions": sessions, "page": page}
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
