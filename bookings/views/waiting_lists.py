"""The waiting lists of an event, for its organisers: who waits, and what is done about it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookings.views.organiser import SEE_ATTENDEES
from bookings.who_waits import who_waits
from events.access import OrganisersRequest, may_change, organiser


@organiser(*SEE_ATTENDEES)
@require_safe
def event_waiting_list(request: OrganisersRequest, public_id: str) -> HttpResponse:
    now = timezone.now()
    event = get_object_or_404(request.events, public_id=public_id)
    context = {
        "event": event,
        "found": who_waits(event, request.GET.get("page"), now),
        "may_change": may_change(request, event),
    }
    return TemplateResponse(request, "bookings/event_waiting_list.html", context)
