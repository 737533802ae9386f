"""Another session, or another person, for a place that is booked: by the attendee's link."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bookings import form_pages
from bookings.access import by_link
from bookings.forms.choice import Choice
from bookings.forms.colleagues import SubstituteForm
from bookings.forms.places import MoveForm
from bookings.lifecycle import moving, substitution
from bookings.lifecycle.refusals import AlreadyBooked, ColleagueHasBooked, TooLate
from bookings.models import Attendee, Booking
from bookings.models.booking import begun
from bookings.own_pages import LinkRequest


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def move_booking(request: LinkRequest, attendee: Attendee, public_id: str) -> HttpResponse:
    now = timezone.now()
    event = attendee.event
    booking = get_object_or_404(attendee.bookings.with_session(), public_id=public_id)
    held = [one.session for one in Booking.objects.holding_a_place().to_show(attendee)]
    choice = Choice(event, event.sessions.with_venue().in_order(), now)
    form = MoveForm(request.POST or None, choice=choice, held=held, whom=request.pages.whom)
    if form.is_valid():
        moving.move_booking(attendee, booking=public_id, to=form.chosen, at=now)
        return redirect(request.pages.url("your_booking", moved="1"))
    if not booking.can_be_changed(now):
        raise TooLate(begun([booking], now))
    context = {**request.pages.context, "form": form, "booking": booking}
    return TemplateResponse(request, "bookings/move_booking.html", context)


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def substitute_attendee(request: LinkRequest, attendee: Attendee) -> HttpResponse:
    """Whoever has handed over their own place has no page any more: the answer is all they see."""
    now = timezone.now()
    own = Booking.objects.holding_a_place().to_show(attendee)
    held = substitution.check_open(own, now)
    form = SubstituteForm(request.POST or None, attendee=attendee)
    context = {**request.pages.context, "form": form, "bookings": held}
    if not form.is_valid():
        return TemplateResponse(request, "bookings/substitute_attendee.html", context)
    try:
        with form_pages.counted(request, at=now):
            colleague = substitution.substitute_attendee(attendee, **form.cleaned_data, at=now)
    except AlreadyBooked:
        raise ColleagueHasBooked from None
    if request.pages.is_for_colleague:
        return redirect(request.pages.of(colleague).url("your_booking", substituted="1"))
    context["colleague"] = colleague
    return TemplateResponse(request, "bookings/colleague_sent.html", context)
