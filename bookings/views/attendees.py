"""One attendee, for the organisers of the event: all that is known, a note, messages sent again."""

from datetime import datetime

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from bookings import acting, attendee_page
from bookings.forms.on_behalf import NoteForm
from bookings.lifecycle import on_behalf, resending
from bookings.models import Attendee, Message
from bookings.views.organiser import SEE_ATTENDEES, address_of_list
from events.access import OrganisersRequest, organiser
from events.refusal import Refusal


def load_attendee(request: OrganisersRequest, public_id: str, reference: str) -> Attendee:
    """One of an event that is theirs, with their event; any other is a 404."""
    event = get_object_or_404(request.events, public_id=public_id)
    found = get_object_or_404(Attendee.objects.for_organisers(event), public_id=reference)
    found.event = event
    return found


@organiser(*SEE_ATTENDEES)
@require_safe
def attendee(request: OrganisersRequest, public_id: str, reference: str) -> HttpResponse:
    now = timezone.now()
    found = load_attendee(request, public_id, reference)
    return _page(request, found, _note_form(found, None), at=now)


@organiser(*SEE_ATTENDEES)
@require_POST
def note_attendee(request: OrganisersRequest, public_id: str, reference: str) -> HttpResponse:
    now = timezone.now()
    found = load_attendee(request, public_id, reference)
    form = _note_form(found, request.POST)
    if not form.is_valid():
        return _page(request, found, form, at=now)
    on_behalf.note_attendee(found, form.cleaned_data["note"], by=request.user, at=now)
    return redirect(acting.address_of(found, "noted"))


@organiser(*SEE_ATTENDEES)
@require_POST
def send_details_again(request: OrganisersRequest, public_id: str, reference: str) -> HttpResponse:
    now = timezone.now()
    found = load_attendee(request, public_id, reference)
    try:
        resending.send_again(found, kind=Message.Kind.BOOKING_AGAIN, at=now, by=request.user)
    except Refusal as refusal:
        return acting.refused(request, found.event, refusal, attendee=found)
    return redirect(acting.address_of(found, "sent"))


@organiser(*SEE_ATTENDEES)
@require_POST
def send_message_again(
    request: OrganisersRequest, public_id: str, reference: str, message_id: str
) -> HttpResponse:
    now = timezone.now()
    found = load_attendee(request, public_id, reference)
    message = get_object_or_404(Message.objects.for_attendee(found), public_id=message_id)
    is_queued = resending.send_message_again(found, message, by=request.user, at=now)
    return redirect(acting.address_of(found, "sent" if is_queued else ""))


def _note_form(found: Attendee, data: QueryDict | None) -> NoteForm:
    return NoteForm(data, initial={"note": found.note}, shown=found.note)


def _page(
    request: OrganisersRequest, found: Attendee, form: NoteForm, *, at: datetime
) -> HttpResponse:
    context = {
        "event": found.event,
        "list_address": address_of_list(request, found.event),
        "attendee": found,
        "known": attendee_page.describe(found, at),
        "form": form,
        "done": acting.done_in_words(request.GET.get("done", ""), quietly="quietly" in request.GET),
    }
    return TemplateResponse(request, "bookings/attendee.html", context)
