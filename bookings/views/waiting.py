"""Joining a waiting list, which asks what booking a place asks."""

import uuid
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bookings import form_pages
from bookings.forms.waiting import WaitingChoice, WaitingForm
from bookings.lifecycle import waiting_list
from bookings.models import Attendee
from bookings.questions import asked
from events import published
from events.access import public
from events.refusal import Refusal


@public
@require_http_methods(["GET", "HEAD", "POST"])
def join_waiting_list(request: HttpRequest, public_id: str, slug: str) -> HttpResponse:
    now = timezone.now()
    shown = published.read(public_id)
    if shown is None:
        raise Http404
    choice, chosen = WaitingChoice(shown.event, shown.sessions, now), request.GET.get("session")
    why_not, questions = choice.refusal(chosen), asked.questions_of(shown.event)
    form = WaitingForm(request.POST or None, choice=choice, chosen=chosen, questions=questions)
    if why_not is not None and (not form.is_bound or form.names_no_session):
        return form_pages.refused(request, form, why_not, at=now)
    if "change" not in request.POST and form.is_valid():
        try:
            return redirect(form_pages.page_of(_join(request, form, now)))
        except Refusal as refusal:
            return form_pages.refused(request, form, refusal, at=now)
    sent_along = form_pages.sent_along(request, form["form_uuid"].value() or uuid.uuid4())
    context = form_pages.context(form, sent_along)
    return TemplateResponse(request, "bookings/join_waiting_list.html", context)


def _join(request: HttpRequest, form: WaitingForm, now: datetime) -> Attendee:
    def join(caller_network: str) -> Attendee:
        return waiting_list.join_waiting_list(
            event=form.choice.event,
            sessions=form.chosen_sessions,
            person=form.person(),
            form_uuid=form.cleaned_data["form_uuid"],
            at=now,
            caller_network=caller_network,
        )

    return form_pages.booked(request, form, join, at=now)
