"""Telling that one could not come, by the attendee's link or that of whoever booked for them."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from bookings.access import by_link
from bookings.lifecycle import absence
from bookings.models import Attendee
from bookings.own_pages import LinkRequest


@by_link
@require_POST
def report_absence(request: LinkRequest, attendee: Attendee) -> HttpResponse:
    now = timezone.now()
    absence.report_absence(attendee, only=request.POST.getlist("places") or None, at=now)
    return redirect(request.pages.url("your_booking", absent="1"))
