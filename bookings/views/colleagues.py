"""Booking for colleagues: the form from everywhere, and the page of whoever has booked for them."""

import uuid
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from bookings import booked_for, closed, form_pages
from bookings.access import by_booker_link, by_link
from bookings.forms.choice import Choice
from bookings.forms.colleagues import ColleaguesForm
from bookings.forms.person import school_of
from bookings.lifecycle import colleagues as lifecycle
from bookings.lifecycle.colleagues import BookedBy
from bookings.lifecycle.refusals import LinkReplaced
from bookings.models import Attendee, Booker
from bookings.own_pages import LinkRequest
from bookings.questions import asked
from bookings.schools import options
from events import published
from events.access import public
from events.models import Event
from events.refusal import Refusal

METHODS = ["GET", "HEAD", "POST"]


@by_booker_link
@require_safe
def colleagues(request: HttpRequest, booker: Booker) -> HttpResponse:
    now, colleagues = timezone.now(), booked_for.colleagues_of(booker)
    context = {
        "booker": booker,
        "event": booker.event,
        "can_book_colleague": closed.is_any_open(booker.event.sessions.all(), now),
        "colleagues": colleagues,
        "is_booked": "booked" in request.GET and any(one.held for one in colleagues),
    }
    return TemplateResponse(request, "bookings/colleagues.html", context)


@public
@require_http_methods(METHODS)
def book_for_colleagues(request: HttpRequest, public_id: str, slug: str) -> HttpResponse:
    now = timezone.now()
    shown = published.read(public_id)
    if shown is None:
        raise Http404
    return _form_page(request, Choice(shown.event, shown.sessions, now), now)


@by_link
@require_http_methods(METHODS)
def book_colleagues(request: LinkRequest, attendee: Attendee) -> HttpResponse:
    now = timezone.now()
    by, back = BookedBy(attendee=attendee), request.pages.url("your_booking")
    choice = _choice_of(attendee.event, now)
    return _form_page(request, choice, now, by=by, like=attendee, back=back)


@by_booker_link
@require_http_methods(METHODS)
def book_more_colleagues(request: HttpRequest, booker: Booker) -> HttpResponse:
    now = timezone.now()
    last = booker.attendees.with_school().newest_first().first()
    by, back = BookedBy(booker=booker), reverse("colleagues", args=[booker.link_token])
    return _form_page(request, _choice_of(booker.event, now), now, by=by, like=last, back=back)


def _choice_of(event: Event, at: datetime) -> Choice:
    sessions = event.sessions.with_venue().in_order()
    return Choice(event, sessions, at)


def _form_page(
    request: HttpRequest,
    choice: Choice,
    now: datetime,
    *,
    by: BookedBy | None = None,
    like: Attendee | None = None,
    back: str = "",
) -> HttpResponse:
    """`like` is somebody of the school that is filled in already; `back` is where one came from."""
    chosen = request.GET.get("session")
    why_not = choice.refusal(chosen)
    made_of: dict[str, Any] = {"choice": choice, "chosen": chosen, "by": by, **school_of(like)}
    form = ColleaguesForm(request.POST or None, **made_of)
    if why_not is not None and (not form.is_bound or form.names_no_session):
        return form_pages.refused(request, form, why_not, at=now)
    if form.wants_another:
        form = form.with_another()
    elif "change" not in request.POST and form.is_valid():
        try:
            booker = _book(request, form, now)
            return redirect(reverse("colleagues", args=[booker.link_token]) + "?booked=1")
        except LinkReplaced:
            raise
        except Refusal as refusal:
            return form_pages.refused(request, form, refusal, at=now)
    context = {
        "event": choice.event,
        "form": form,
        "back": back,
        "sent_along": form_pages.sent_along(request, form["form_uuid"].value() or uuid.uuid4()),
        "school_options": options.school_options(also=like.school if like else None),
        "asks_questions": asked.is_anything_asked(choice.event),
    }
    return TemplateResponse(request, "bookings/book_for_colleagues.html", context)


def _book(request: HttpRequest, form: ColleaguesForm, now: datetime) -> Booker:
    def book(caller_network: str) -> Booker:
        return lifecycle.book_for_colleagues(
            event=form.choice.event,
            sessions=form.chosen_sessions,
            people=form.people(),
            by=form.booked_by(),
            form_uuid=form.cleaned_data["form_uuid"],
            at=now,
            caller_network=caller_network,
        )

    return form_pages.booked(request, form, book, at=now)
