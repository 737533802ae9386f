"""Finding one's bookings by email: the answer is the same whether or not there are any."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from bookings.forms.finding import FindBookingForm
from bookings.lifecycle.finding import SEARCHES_PER_ADDRESS_PER_HOUR, ask_for_bookings
from events import throttle
from events.access import public
from events.refusal import Refusal


@public
@require_http_methods(["GET", "HEAD", "POST"])
def find_booking(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    form = FindBookingForm(request.POST or None)
    if form.is_valid():
        try:
            caller_network = throttle.caller_network(request)
            ask_for_bookings(form.cleaned_data["email"], caller_network=caller_network, at=now)
        except Refusal as refusal:
            return TemplateResponse(request, refusal.template, status=refusal.status)
        return redirect("find_booking_sent")
    return TemplateResponse(request, "bookings/find_booking.html", {"form": form})


@public
@require_safe
def find_booking_sent(request: HttpRequest) -> HttpResponse:
    context = {"most_an_hour": SEARCHES_PER_ADDRESS_PER_HOUR}
    return TemplateResponse(request, "bookings/find_booking_sent.html", context)
