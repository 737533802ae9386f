"""What the pages that book places have in common: what a form is sent with, and its refusals."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.template.backends.utils import csrf_input
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from bookings import closed
from bookings.forms.choosing import ChoosingForm
from bookings.forms.waiting import PreferencesForm, WaitingChoice
from bookings.lifecycle import limits, resending
from bookings.lifecycle.refusals import (
    AddressIsTaken,
    AlreadyBooked,
    NotOpen,
    OutsideAudience,
    SessionFull,
)
from bookings.models import Attendee
from bookings.own_pages import OwnPages
from bookings.schools import options
from events import throttle
from events.models import Session
from events.refusal import Refusal

T = TypeVar("T")


def sent_along(request: HttpRequest, form_uuid: object) -> SafeString:
    """What a form is sent with besides its answers: that it is ours, and which one it is."""
    which = '<input type="hidden" name="form_uuid" id="id_form_uuid" value="{}">'
    return csrf_input(request) + format_html(which, form_uuid)


def context(form: ChoosingForm, sent_along: SafeString | str) -> dict[str, Any]:
    """Of the page that asks for one person's answers."""
    return {
        "event": form.choice.event,
        "form": form,
        "school_options": options.school_options(),
        "sent_along": sent_along,
    }


def page_of(attendee: Attendee) -> str:
    """Whoever booked for a colleague sees it as that, by a link of their own."""
    return OwnPages(attendee, attendee.booker).url("your_booking")


def booked(
    request: HttpRequest, form: ChoosingForm, book: Callable[[str], T], *, at: datetime
) -> T:
    """What `book` returns, which is given the network that the request counts for.

    Whoever has booked already is mailed their details. What is refused counts like a booking, or
    addresses could be tried out without end. Raises what it and the limits refuse.
    """
    caller_network = throttle.caller_network(request)
    limits.check_usual(
        caller_network,
        looks_automatic=form.looks_automatic,
        is_confirmed=form.cleaned_data["confirmed"],
        at=at,
    )
    try:
        return book(caller_network)
    except Refusal as refusal:
        limits.count_refused(caller_network, at=at)
        if isinstance(refusal, AlreadyBooked):
            refusal.is_told = resending.tell_already_booked(refusal.attendee, at=at)
        raise


@contextmanager
def counted(request: HttpRequest, *, at: datetime) -> Iterator[None]:
    """Count what refuses an address that somebody has: those could be tried out one by one.

    Raises TooManyBookings instead once that is too often.
    """
    try:
        yield
    except (AddressIsTaken, AlreadyBooked):
        limits.count_refused(throttle.caller_network(request), at=at)
        raise


def refused(
    request: HttpRequest, form: ChoosingForm, refusal: Refusal, *, at: datetime
) -> HttpResponse:
    """The refusal's page, which keeps the answers of the form for another try."""
    session: Session | None = getattr(refusal, "session", None)
    if isinstance(refusal, OutsideAudience):
        form.ask_why()
    context = {
        "event": form.choice.event,
        "form": form,
        "form_address": request.path,
        "session": session,
        "closed": closed.describe(refusal.session, at) if isinstance(refusal, NotOpen) else None,
        "others": form.choice.others_than(session),
        "refusal": refusal,
        "waiting": _waiting(form, refusal, at) if isinstance(refusal, SessionFull) else None,
    }
    return TemplateResponse(request, refusal.template, context, status=refusal.status)


def _waiting(form: ChoosingForm, refusal: SessionFull, at: datetime) -> PreferencesForm:
    """What could be waited for instead, of which the session that was asked for comes first.

    It may have filled up since the others were read.
    """
    full = refusal.session
    sessions = form.choice.sessions | {full.public_id: full}
    choice = WaitingChoice(form.choice.event, sessions.values(), at)
    return PreferencesForm(choice=choice, chosen=full, auto_id="id_waiting_%s")
