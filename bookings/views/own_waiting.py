"""What somebody waits for, by their link: wait for more, leave, take or decline an offer."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from bookings import waiting_page
from bookings.access import by_link
from bookings.forms.leaving import LeaveForm
from bookings.forms.waiting import PreferencesForm
from bookings.lifecycle import offers, waiting_list
from bookings.lifecycle.refusals import NothingToWaitFor, OfferOver, PlaceIsFree, WrongChoice
from bookings.models import Attendee, WaitingPlace
from bookings.own_pages import LinkRequest
from bookings.waiting_page import Waited

METHODS = ["GET", "HEAD", "POST"]


@by_link
@require_http_methods(METHODS)
def wait_for_more(request: LinkRequest, attendee: Attendee) -> HttpResponse:
    now = timezone.now()
    choice, theirs = waiting_page.more_to_wait_for(attendee, now)
    form = PreferencesForm(request.POST or None, choice=choice, besides=theirs)
    context = {**request.pages.context, "form": form}
    if form.is_valid():
        try:
            waiting_list.wait_for_more(attendee, sessions=form.chosen_sessions, at=now)
        except WrongChoice:
            raise NothingToWaitFor from None  # a course of which a session was cancelled meanwhile
        except PlaceIsFree as refusal:
            way = waiting_page.way_to_book(request.pages, refusal.session, now)
            context |= {"refusal": refusal, "way_to_book": way}
            return TemplateResponse(request, refusal.template, context, status=refusal.status)
        return redirect(request.pages.url("your_booking", waiting="1"))
    return TemplateResponse(request, "bookings/wait_for_more.html", context)


@by_link
@require_http_methods(METHODS)
def leave_waiting_list(request: LinkRequest, attendee: Attendee) -> HttpResponse:
    now = timezone.now()
    own = list(WaitingPlace.objects.of(attendee).to_show())
    waited = waiting_page.waited_for(attendee, now)
    form = LeaveForm(request.POST or None, own=own, waiting=[one.line for one in waited])
    if form.is_valid():
        waiting_list.leave_waiting_list(attendee, only=form.cleaned_data["lines"], at=now)
        return redirect(request.pages.url("your_booking", left="1"))
    context = {**request.pages.context, "form": form, "waiting": waited}
    return TemplateResponse(request, "bookings/leave_waiting_list.html", context)


@by_link
@require_http_methods(METHODS)
def offer(request: LinkRequest, attendee: Attendee, public_id: str) -> HttpResponse:
    now = timezone.now()
    waited = _waited(attendee, public_id, now)
    if request.method == "POST":
        try:
            offers.take_offer(attendee, offer=public_id, at=now)
        except OfferOver:
            return _over(request, attendee, public_id, now)
        return redirect(request.pages.url("your_booking"))
    if waited.line.state == WaitingPlace.State.ACCEPTED:
        return redirect(request.pages.url("your_booking"))
    if not waited.can_be_taken:
        return _over(request, attendee, public_id, now)
    context = {**request.pages.context, **waiting_page.beside(attendee, waited), "waited": waited}
    return TemplateResponse(request, "bookings/offer.html", context)


@by_link
@require_POST
def decline_offer(request: LinkRequest, attendee: Attendee, public_id: str) -> HttpResponse:
    now = timezone.now()
    _waited(attendee, public_id, now)
    try:
        offers.decline_offer(attendee, offer=public_id, at=now)
    except OfferOver:
        return _over(request, attendee, public_id, now)
    return redirect(request.pages.url("your_booking", declined="1"))


def _waited(attendee: Attendee, public_id: str, now: datetime) -> Waited:
    """A line of theirs, open or not; anybody else's is a 404."""
    own = WaitingPlace.objects.of(attendee).to_show()
    return waiting_page.described(get_object_or_404(own, public_id=public_id), now)


def _over(request: LinkRequest, attendee: Attendee, public_id: str, now: datetime) -> HttpResponse:
    """Why it cannot be had any more, and what they wait for still."""
    waited = _waited(attendee, public_id, now)
    context = {**request.pages.context, **waiting_page.beside(attendee, waited), "waited": waited}
    return TemplateResponse(request, OfferOver.template, context, status=OfferOver.status)
