"""Booking a place: the form, the refusals that keep its answers, and the way to the booking."""

import uuid
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bookings import form_pages
from bookings.forms.booking import BookingForm
from bookings.forms.choice import Choice
from bookings.lifecycle import commands
from bookings.models import Attendee
from bookings.questions import asked
from bookings.schools import options
from events import event_page, kept_pages, places_left, published
from events.access import public
from events.kept_pages import FORMS
from events.published import Published
from events.refusal import Refusal

TEMPLATE = "bookings/book_place.html"
SENT_ALONG = "sent along"


@public
@require_http_methods(["GET", "HEAD", "POST"])
def book_place(request: HttpRequest, public_id: str, slug: str) -> HttpResponse:
    now = timezone.now()
    shown = published.read(public_id)
    if shown is None:
        raise Http404
    choice, chosen = Choice(shown.event, shown.sessions, now), request.GET.get("session")
    why_not = choice.refusal(chosen)
    if not request.POST and why_not is None:
        return _empty_form(request, shown, choice, chosen, now)
    questions = asked.questions_of(shown.event) if request.POST else ()
    form = BookingForm(request.POST or None, choice=choice, chosen=chosen, questions=questions)
    if why_not is not None and (not form.is_bound or form.names_no_session):
        return form_pages.refused(request, form, why_not, at=now)
    if "change" not in request.POST and form.is_valid():
        try:
            return redirect(form_pages.page_of(_book(request, form, now)))
        except Refusal as refusal:
            return form_pages.refused(request, form, refusal, at=now)
    sent_along = form_pages.sent_along(request, form["form_uuid"].value())
    return TemplateResponse(request, TEMPLATE, form_pages.context(form, sent_along))


def _empty_form(
    request: HttpRequest, shown: Published, choice: Choice, chosen: str | None, now: datetime
) -> HttpResponse:
    """The same for everybody but for the places that are left and what it is sent with."""
    ticked = chosen if chosen in choice.sessions else None
    address, versions = f"{shown.event.public_id} {ticked}", (shown.versions, options.version())
    texts = places_left.filled_in(shown.sessions)
    texts[SENT_ALONG] = form_pages.sent_along(request, uuid.uuid4())
    kept = kept_pages.find(FORMS, address, versions, texts, at=now)
    if kept is not None:
        return kept
    questions = asked.questions_of(shown.event)
    left = places_left.LEFT_OPEN
    form = BookingForm(choice=choice, chosen=ticked, left=left, questions=questions)
    context = form_pages.context(form, kept_pages.hole(SENT_ALONG))
    response = TemplateResponse(request, TEMPLATE, context)
    until = event_page.changes_by_itself(shown.event, shown.sessions, now)
    return kept_pages.keep(FORMS, response, address, versions, texts, until=until)


def _book(request: HttpRequest, form: BookingForm, now: datetime) -> Attendee:
    def book(caller_network: str) -> Attendee:
        return commands.book_place(
            event=form.choice.event,
            sessions=form.chosen_sessions,
            person=form.person(),
            form_uuid=form.cleaned_data["form_uuid"],
            at=now,
            caller_network=caller_network,
        )

    return form_pages.booked(request, form, book, at=now)
