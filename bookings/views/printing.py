"""What organisers print for the day of a session: a sign-in sheet, or name badges."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bookings.forms.printing import PrintForm
from bookings.models import Booking
from bookings.print import printing
from events.access import OrganisersRequest, organiser
from events.models import Membership

Role = Membership.Role


@organiser(Role.ORGANISER, Role.ASSISTANT)
@require_http_methods(["GET", "HEAD", "POST"])
def print_session(request: OrganisersRequest, public_id: str) -> HttpResponse:
    now = timezone.now()
    event = get_object_or_404(request.events, public_id=public_id)
    sessions = list(event.sessions.with_place().not_cancelled().in_order())
    booked = Booking.objects.of_event(event).holding_a_place().numbers_at_sessions()
    form = PrintForm(request.POST or None, sessions=sessions, booked=booked)
    if form.is_valid() and form.prints_badges:
        pdf = printing.print_badges(form.chosen, **form.of_badges(), at=now, by=request.user)
        return _file(pdf, printing.file_name(form.chosen, "badges"))
    if form.is_valid():
        pdf = printing.print_sign_in_sheet(
            form.chosen, **form.of_sign_in_sheet(), at=now, by=request.user
        )
        return _file(pdf, printing.file_name(form.chosen, "sign-in-sheet"))
    context = {"event": event, "form": form, "has_sessions": bool(sessions)}
    return TemplateResponse(request, "bookings/print_session.html", context)


def _file(pdf: bytes, name: str) -> HttpResponse:
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
