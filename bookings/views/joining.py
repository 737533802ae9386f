"""Joining an online session by the link that mail and diary have, which is the booking's own."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bookings.access import by_join_link
from bookings.lifecycle import joining
from bookings.models import Booking


@by_join_link
@require_http_methods(["GET", "HEAD", "POST"])
def join_session(request: HttpRequest, booking: Booking) -> HttpResponse:
    """Only whoever sends the form is told where the meeting is: what follows links joins nothing.

    No redirect leads there: browsers hold a form to this site.
    """
    now = timezone.now()
    if request.method == "POST":
        session = joining.record_joining(booking, at=now).session
        context = {"session": session, "event": session.event}
        return TemplateResponse(request, "bookings/session_joined.html", context)
    refusal, session = joining.why_not(booking, now), booking.session
    shown = {"session": session, "event": session.event, "refusal": refusal}
    return TemplateResponse(request, "bookings/join_session.html", shown)
