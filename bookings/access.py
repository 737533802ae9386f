"""What every page behind a secret link does first: find whose it is, and tell where it led."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from bookings.models import Attendee
from events.refusal import Refusal

AttendeeView = Callable[[HttpRequest, Attendee, datetime], HttpResponse]


def of_attendee(view: AttendeeView) -> Callable[[HttpRequest, str], HttpResponse]:
    """Call the view with the link's attendee and the moment; show a refusal as its page.

    An unknown link is a 404, a replaced one a page that offers to mail the new one.
    """

    @wraps(view)
    def find_attendee(request: HttpRequest, token: str) -> HttpResponse:
        attendee = get_object_or_404(Attendee.objects.for_link(token))
        context = {"attendee": attendee, "event": attendee.event}
        if attendee.is_replaced:
            page = "bookings/link_replaced.html"
            return TemplateResponse(request, page, context, status=410)
        try:
            return view(request, attendee, timezone.now())
        except Refusal as refusal:
            return TemplateResponse(request, refusal.template, context, status=409)

    return find_attendee
