"""The waiting lists of an event, for its organisers: who waits, and what is done about it."""

from datetime import datetime

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from bookings import acting, who_waits
from bookings.acting import Acting
from bookings.exports import waiting
from bookings.forms.exporting import KindOfFileForm
from bookings.forms.on_behalf import ActForm
from bookings.forms.waiting_lists import MoveInListForm, OfferForm, RemoveFromListForm
from bookings.lifecycle import offers, waiting_on_behalf
from bookings.models import WaitingPlace
from bookings.views.exporting import made_at_once
from bookings.views.organiser import SEE_ATTENDEES
from events.access import OrganisersRequest, may_change, organiser


@organiser(*SEE_ATTENDEES)
@require_safe
def event_waiting_list(request: OrganisersRequest, public_id: str) -> HttpResponse:
    now = timezone.now()
    event = get_object_or_404(request.events, public_id=public_id)
    context = {
        "event": event,
        "found": who_waits.who_waits(event, request.GET.get("page"), now),
        "may_change": may_change(request, event),
        "done": acting.done_in_words(request.GET.get("done", ""), quietly="quietly" in request.GET),
    }
    return TemplateResponse(request, "bookings/event_waiting_list.html", context)


@organiser(*SEE_ATTENDEES)
@require_http_methods(["GET", "HEAD", "POST"])
def export_waiting_list(request: OrganisersRequest, public_id: str) -> HttpResponseBase:
    now = timezone.now()
    event = get_object_or_404(request.events, public_id=public_id)
    form = KindOfFileForm(request.POST or None)
    people = who_waits.number_of_people(event)
    if not form.is_valid():
        context = {"event": event, "form": form, "people": people}
        return TemplateResponse(request, "bookings/export_waiting_list.html", context)
    kind = form.cleaned_data["kind"]
    waiting.record_export(event, at=now, by=request.user)
    return made_at_once(
        waiting.file_name(event, kind),
        kind,
        lambda path: waiting.write_waiting_list(event, kind, path),
    )


@organiser(*SEE_ATTENDEES)
@require_http_methods(["GET", "HEAD", "POST"])
def offer_from_list(request: OrganisersRequest, public_id: str, line_id: str) -> HttpResponse:
    now = timezone.now()
    line = _line(request, public_id, line_id)
    form = OfferForm(request.POST if request.method == "POST" else None)
    if form.is_ready:
        return _acting(request, line, form, now).carry_out_in_list(
            "offered",
            lambda act: offers.offer_by_hand(line.attendee, line=line_id, act=act),
        )
    return _form_page(request, "offer_from_list", line, form)


@organiser(*SEE_ATTENDEES)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_from_list(request: OrganisersRequest, public_id: str, line_id: str) -> HttpResponse:
    now = timezone.now()
    line = _line(request, public_id, line_id)
    form = RemoveFromListForm(request.POST if request.method == "POST" else None)
    if form.is_ready:
        reason = form.cleaned_data["reason"]
        return _acting(request, line, form, now).carry_out_in_list(
            "removed",
            lambda act: waiting_on_behalf.remove_from_waiting_list(
                line.attendee, only=[line_id], reason=reason, act=act
            ),
        )
    return _form_page(request, "remove_from_list", line, form)


@organiser(*SEE_ATTENDEES)
@require_http_methods(["GET", "HEAD", "POST"])
def move_in_list(request: OrganisersRequest, public_id: str, line_id: str) -> HttpResponse:
    now = timezone.now()
    line = _line(request, public_id, line_id)
    others = who_waits.others_in_list(line)
    form = MoveInListForm(request.POST or None, others=others)
    if form.is_ready:
        reason = form.cleaned_data["reason"]
        return _acting(request, line, form, now).carry_out_in_list(
            "reordered",
            lambda act: waiting_on_behalf.move_in_waiting_list(
                line.event, line=line_id, before=form.before, reason=reason, at=now, by=act.by
            ),
        )
    return _form_page(request, "move_in_list", line, form)


def _line(request: OrganisersRequest, public_id: str, line_id: str) -> WaitingPlace:
    """One of an event that is theirs, with their event; any other is a 404."""
    event = get_object_or_404(request.events, public_id=public_id)
    lines = WaitingPlace.objects.of_event(event).with_people().to_show()
    line = get_object_or_404(lines, public_id=line_id)
    line.attendee.event = event
    return line


def _acting(request: OrganisersRequest, line: WaitingPlace, form: ActForm, at: datetime) -> Acting:
    return Acting(request, line.event, form, at, line.attendee, acting.OF_THE_WAITING_LIST)


def _form_page(
    request: OrganisersRequest, name: str, line: WaitingPlace, form: ActForm
) -> HttpResponse:
    listed = who_waits.name_of(line)
    context = {"event": line.event, "attendee": line.attendee, "line": line, "form": form}
    return TemplateResponse(request, f"bookings/{name}.html", {**context, "listed": listed})
