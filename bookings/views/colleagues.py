"""The pages of whoever booked for others, by their secret link."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from bookings import booked_for
from bookings.access import by_booker_link
from bookings.models import Booker


@by_booker_link
@require_safe
def colleagues(request: HttpRequest, booker: Booker) -> HttpResponse:
    context = {
        "booker": booker,
        "event": booker.event,
        "colleagues": booked_for.colleagues_of(booker),
    }
    return TemplateResponse(request, "bookings/colleagues.html", context)
