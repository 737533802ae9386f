"""The attendee's own pages, by their secret link: look, add to the diary, change, cancel."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings import closed, document_links, form_pages, waiting_page
from bookings.access import by_link, by_replaced_link
from bookings.forms.answering import AnsweringForm
from bookings.forms.choice import Choice
from bookings.forms.person import details_of
from bookings.forms.places import CancelForm, MoreSessionsForm
from bookings.lifecycle import commands, details, moving, resending, substitution, taking_back
from bookings.mail import invitations, outcomes
from bookings.mail.facts import BookingFacts
from bookings.models import Attendee, Booking, Message
from bookings.models.booking import begun, not_exchanged, to_come
from bookings.own_pages import LinkRequest
from bookings.questions import asked
from bookings.schools import options
from events.models import Event


@by_link
@require_safe
def your_booking(request: LinkRequest, attendee: Attendee) -> HttpResponse:
    now = timezone.now()
    bookings = Booking.objects.to_show(attendee)
    sessions = attendee.event.sessions.all()
    context = {
        **request.pages.context,
        "booked": [booking for booking in bookings if booking.holds_a_place],
        "cancelled": [one for one in not_exchanged(bookings) if not one.holds_a_place],
        "can_change": bool(to_come(bookings, now)),
        "can_correct_address": details.can_correct_address(attendee, bookings, now),
        "can_send_colleague": substitution.is_open(bookings, now),
        "send_colleague_until": substitution.until_when(bookings, now),
        "can_book_colleague": closed.is_any_open(sessions, now),
        "begun": begun(bookings, now),
        "can_book_more": attendee.event.attendance == Event.Attendance.ANY,
        "documents": document_links.documents_for(request.pages, bookings, at=now),
        "just": request.GET.keys(),  # what has been done
        "sent_by": Attendee.objects.who_sent(attendee).first(),
        "can_move": moving.has_others_to_move_to(attendee.event, sessions, now),
        "now": now,
        "own_answers": asked.own_answers(attendee, bookings),
        **outcomes.for_own_page(attendee),
        **waiting_page.for_own_page(attendee, bookings, sessions, now),
    }
    return TemplateResponse(request, "bookings/your_booking.html", context)


@by_link
@require_safe
def booking_calendar_file(request: LinkRequest, attendee: Attendee, public_id: str) -> HttpResponse:
    held = attendee.bookings.holding_a_place().with_session()
    booking = get_object_or_404(held, public_id=public_id)
    told = BookingFacts.of(attendee, [booking], at=booking.session.changed_at)
    content = invitations.download(told, told.places[0])
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{attendee.event.slug}.ics"'
    return response


@by_link
@require_POST
def send_booking_again(request: LinkRequest, attendee: Attendee) -> HttpResponse:
    now = timezone.now()
    resending.send_again(attendee, kind=Message.Kind.BOOKING_AGAIN, at=now)
    return redirect(request.pages.url("your_booking", sent="1"))


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def change_details(request: LinkRequest, attendee: Attendee) -> HttpResponse:
    now = timezone.now()
    is_own, asks = not request.pages.is_for_colleague, details.asks_access_needs(attendee)
    questions = asked.questions_to(attendee)
    form = AnsweringForm(
        request.POST or None,
        initial=details_of(attendee),
        asks_access_needs=is_own and asks,
        own_school=attendee.school,
        is_of_others=not is_own,
        questions=questions if is_own else (),
    )
    if form.is_valid():
        with form_pages.counted(request, at=now):
            changed = details.change(attendee, form.person(), is_by_booker=not is_own, at=now)
        return redirect(request.pages.of(changed).url("your_booking", changed="1"))
    context = {
        **request.pages.context,
        "form": form,
        "school_options": options.school_options(also=attendee.school),
        "keeps_access_needs": is_own or not asks,
        "keeps_answers": is_own or not questions,
    }
    return TemplateResponse(request, "bookings/change_details.html", context)


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def cancel_booking(request: LinkRequest, attendee: Attendee) -> HttpResponse:
    now = timezone.now()
    own = Booking.objects.to_show(attendee)
    changeable = to_come(own, now)
    form = CancelForm(request.POST or None, own=own, to_come=changeable)
    if form.is_valid():
        commands.cancel_bookings(attendee, only=form.cleaned_data["places"], at=now)
        return redirect(request.pages.url("your_booking", cancelled="1"))
    context = {
        **request.pages.context,
        "form": form,
        "bookings": changeable,
        "can_send_colleague": substitution.is_open(changeable, now),
        "begun": begun(own, now),
    }
    return TemplateResponse(request, "bookings/cancel_booking.html", context)


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: LinkRequest, attendee: Attendee, public_id: str) -> HttpResponse:
    now = timezone.now()
    booking = get_object_or_404(attendee.bookings.with_session(), public_id=public_id)
    if request.method == "POST":
        taking_back.take_back(attendee, booking=public_id, at=now)
    if request.method == "POST" or not booking.was_declined:
        return redirect(request.pages.url("your_booking"))
    context = {**request.pages.context, "booking": booking}
    return TemplateResponse(request, "bookings/take_back.html", context)


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def book_more(request: LinkRequest, attendee: Attendee) -> HttpResponse:
    now = timezone.now()
    choice = Choice(attendee.event, attendee.event.sessions.with_venue().in_order(), now)
    held = [booking.session for booking in Booking.objects.holding_a_place().to_show(attendee)]
    whom = request.pages.whom
    form = MoreSessionsForm(request.POST or None, choice=choice, held=held, whom=whom)
    if form.is_valid():
        sessions = choice.made(form.cleaned_data["sessions"])
        commands.book_more(attendee, sessions=sessions, at=now)
        return redirect(request.pages.url("your_booking"))
    context = {**request.pages.context, "form": form}
    return TemplateResponse(request, "bookings/book_more.html", context)


@by_replaced_link
@require_POST
def send_new_link(request: LinkRequest, attendee: Attendee) -> HttpResponse:
    resending.send_new_link(attendee, at=timezone.now())
    context = {"attendee": attendee, "event": attendee.event}
    return TemplateResponse(request, "bookings/new_link_sent.html", context)
