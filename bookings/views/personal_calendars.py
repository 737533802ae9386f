"""A person's own calendar: mailing its address, its page, and what calendar apps fetch."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from bookings import personal_calendars
from bookings.access import by_calendar_link, by_feed_link, by_link
from bookings.models import Attendee, PersonalCalendar
from bookings.own_pages import LinkRequest


@by_link
@require_POST
def email_calendar_address(request: LinkRequest, attendee: Attendee) -> HttpResponse:
    personal_calendars.mail_address(attendee, at=timezone.now())
    return redirect(request.pages.url("your_booking", calendar="1"))


@by_calendar_link
@require_safe
def my_calendar(request: HttpRequest, calendar: PersonalCalendar) -> HttpResponse:
    context = {
        "calendar": calendar,
        "subscription": personal_calendars.subscription(calendar),
        "just": request.GET.keys(),
    }
    return TemplateResponse(request, "bookings/my_calendar.html", context)


@by_calendar_link
@require_POST
def new_calendar_address(request: HttpRequest, calendar: PersonalCalendar) -> HttpResponse:
    personal_calendars.make_new_address(calendar)
    address = reverse("my_calendar", args=[calendar.page_token])
    return redirect(f"{address}?new=1")


@by_feed_link
@csrf_exempt
@require_safe
def personal_feed(request: HttpRequest, calendar: PersonalCalendar, name: str) -> HttpResponse:
    """The name is for people, who see it in their program."""
    return personal_calendars.serve(request, calendar, at=timezone.now())
