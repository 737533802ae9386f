"""Organisers acting for somebody, who has called or written: book, correct, move, cancel, undo."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bookings.acting import Acting
from bookings.forms.on_behalf import (
    ActForm,
    BookOnBehalfForm,
    CancelOnBehalfForm,
    CorrectOnBehalfForm,
    MoveOnBehalfForm,
    OrganisersChoice,
)
from bookings.forms.person import details_of
from bookings.lifecycle import details, on_behalf
from bookings.models import Attendee, Booking
from bookings.models.booking import to_come
from bookings.questions import asked
from bookings.schools import options
from bookings.views.attendees import load_attendee
from bookings.views.organiser import SEE_ATTENDEES
from events.access import OrganisersRequest, organiser
from events.models import Event


@organiser(*SEE_ATTENDEES)
@require_http_methods(["GET", "HEAD", "POST"])
def book_on_behalf(request: OrganisersRequest, public_id: str) -> HttpResponse:
    now = timezone.now()
    event = get_object_or_404(request.events.published(), public_id=public_id)
    choice = OrganisersChoice(event, event.sessions.with_venue().in_order(), now)
    questions = asked.questions_of(event)
    form = BookOnBehalfForm(request.POST or None, choice=choice, questions=questions)
    if form.is_ready:
        acting = Acting(request, event, form, now)
        return acting.carry_out(
            "booked",
            lambda act: on_behalf.book_on_behalf(
                event=event,
                sessions=form.chosen_sessions,
                person=form.person(),
                form_uuid=form.cleaned_data["form_uuid"],
                act=act,
            ),
        )
    context = {"event": event, "form": form, "school_options": options.school_options()}
    return TemplateResponse(request, "bookings/book_on_behalf.html", context)


@organiser(*SEE_ATTENDEES)
@require_http_methods(["GET", "HEAD", "POST"])
def correct_on_behalf(request: OrganisersRequest, public_id: str, reference: str) -> HttpResponse:
    now = timezone.now()
    found = load_attendee(request, public_id, reference)
    known = details_of(found)
    form = CorrectOnBehalfForm(
        request.POST or None,
        initial=known,
        shown=known,
        asks_access_needs=bool(found.access_needs) or details.asks_access_needs(found),
        own_school=found.school,
        is_of_others=True,
        questions=asked.questions_to(found),
    )
    if form.is_ready:
        return Acting(request, found.event, form, now, found).carry_out(
            "corrected",
            lambda act: on_behalf.correct_on_behalf(found, form.person(), act=act),
        )
    school_options = options.school_options(also=found.school)
    return _form_page(request, "correct_on_behalf", found, form, school_options=school_options)


@organiser(*SEE_ATTENDEES)
@require_http_methods(["GET", "HEAD", "POST"])
def move_on_behalf(
    request: OrganisersRequest, public_id: str, reference: str, booking_id: str
) -> HttpResponse:
    now = timezone.now()
    found = load_attendee(request, public_id, reference)
    booking = get_object_or_404(found.bookings.with_session(), public_id=booking_id)
    choice = OrganisersChoice(found.event, found.event.sessions.with_venue().in_order(), now)
    held = [one.session for one in Booking.objects.holding_a_place().to_show(found)]
    form = MoveOnBehalfForm(request.POST or None, choice=choice, held=held)
    if form.is_ready:
        return Acting(request, found.event, form, now, found).carry_out(
            "moved",
            lambda act: on_behalf.move_on_behalf(
                found, booking=booking_id, to=form.chosen, act=act
            ),
        )
    return _form_page(request, "move_on_behalf", found, form, booking=booking)


@organiser(*SEE_ATTENDEES)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel_on_behalf(request: OrganisersRequest, public_id: str, reference: str) -> HttpResponse:
    now = timezone.now()
    found = load_attendee(request, public_id, reference)
    coming = to_come(Booking.objects.to_show(found), now)
    is_course = found.event.attendance == Event.Attendance.ALL
    form = CancelOnBehalfForm(request.POST or None, to_come=coming, is_course=is_course)
    if form.is_ready:
        return Acting(request, found.event, form, now, found).carry_out(
            "cancelled",
            lambda act: on_behalf.cancel_on_behalf(
                found,
                only=form.cleaned_data["places"],
                reason=form.cleaned_data["reason"],
                act=act,
            ),
        )
    return _form_page(request, "cancel_on_behalf", found, form, coming=coming)


@organiser(*SEE_ATTENDEES)
@require_http_methods(["GET", "HEAD", "POST"])
def undo_cancellation(
    request: OrganisersRequest, public_id: str, reference: str, booking_id: str
) -> HttpResponse:
    now = timezone.now()
    found = load_attendee(request, public_id, reference)
    booking = get_object_or_404(found.bookings.with_session(), public_id=booking_id)
    form = ActForm(request.POST if request.method == "POST" else None)
    if form.is_ready:
        return Acting(request, found.event, form, now, found).carry_out(
            "undone",
            lambda act: on_behalf.undo_cancellation(found, booking=booking_id, act=act),
        )
    return _form_page(request, "undo_cancellation", found, form, booking=booking)


def _form_page(
    request: OrganisersRequest, name: str, found: Attendee, form: ActForm, **more: object
) -> HttpResponse:
    context = {"event": found.event, "attendee": found, "form": form, **more}
    return TemplateResponse(request, f"bookings/{name}.html", context)
