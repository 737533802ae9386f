"""The policies of pages behind secret links: they load whose it is, or say where it led."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from bookings.lifecycle.refusals import LinkReplaced
from bookings.models import Attendee, Booker, Booking, PersonalCalendar
from bookings.own_pages import LinkRequest, OwnPages
from events import invitations
from events.refusal import Refusal

LinkView = Callable[..., HttpResponseBase]


def by_link(view: LinkView) -> LinkView:
    """Whoever holds the secret link may call it: the view is given the link's attendee.

    The link is the attendee's own, or that of whoever booked for them. An unknown link is a 404, a
    replaced one a page that offers to mail the new one; a refusal of the view is shown as its page.
    """

    @wraps(view)
    def load(request: LinkRequest, attendee: Attendee, **rest: Any) -> HttpResponseBase:
        if attendee.is_replaced:
            raise LinkReplaced(is_handed_over=attendee.is_handed_over)
        return view(request, attendee, **rest)

    return _of_attendee(load)


def by_replaced_link(view: LinkView) -> LinkView:
    """The same for a link that is replaced; any other is a 404."""
    return _of_attendee(view, replaced_at__isnull=False)


def by_booker_link(view: LinkView) -> LinkView:
    """Whoever holds a booker's secret link may call it: the view is given the booker."""

    @wraps(view)
    def guarded(request: HttpRequest, booker_token: str, **rest: Any) -> HttpResponseBase:
        return view(request, get_object_or_404(Booker.objects.for_link(booker_token)), **rest)

    return _secret(guarded)


def by_calendar_link(view: LinkView) -> LinkView:
    """Whoever holds the link of a personal calendar's page: the view is given the calendar."""

    @wraps(view)
    def guarded(request: HttpRequest, token: str, **rest: Any) -> HttpResponseBase:
        return view(request, get_object_or_404(PersonalCalendar.objects.for_page(token)), **rest)

    return _secret(guarded)


def by_join_link(view: LinkView) -> LinkView:
    """Whoever holds the link to join a session: the view is given the booking that it is of.

    Diaries that have the link are shared, so its pages name nobody and lead to no other page of the
    attendee. An unknown link is a 404; a refusal of the view is shown as its page.
    """

    @wraps(view)
    def guarded(request: HttpRequest, token: str, **rest: Any) -> HttpResponseBase:
        booking = get_object_or_404(Booking.objects.for_join_link(token))
        try:
            return view(request, booking, **rest)
        except Refusal as refusal:
            session = booking.session
            context = {"session": session, "event": session.event, "refusal": refusal}
            return TemplateResponse(request, refusal.template, context, status=refusal.status)

    return _secret(guarded)


def by_invitation_link(view: LinkView) -> LinkView:
    """Whoever holds the link of an invitation into a team: the view is given the invitation.

    An unknown link is told the same as one that is over; a refusal of the view is its page.
    """

    @wraps(view)
    def guarded(request: HttpRequest, token: str, **rest: Any) -> HttpResponseBase:
        try:
            return view(request, invitations.find(token), **rest)
        except Refusal as refusal:
            return TemplateResponse(request, refusal.template, {}, status=refusal.status)

    return _secret(guarded)


def by_feed_link(view: LinkView) -> LinkView:
    """The calendar app that was given the calendar's secret address, and may keep what it says."""

    @wraps(view)
    def guarded(request: HttpRequest, token: str, **rest: Any) -> HttpResponseBase:
        return view(request, get_object_or_404(PersonalCalendar.objects.for_feed(token)), **rest)

    guarded.is_kept_by_apps = True  # type: ignore[attr-defined]  # read by the middleware
    return _secret(guarded)


def _of_attendee(view: LinkView, **only: Any) -> LinkView:
    @wraps(view)
    def guarded(
        request: HttpRequest,
        token: str = "",
        booker_token: str = "",
        reference: str = "",
        **rest: Any,
    ) -> HttpResponseBase:
        if booker_token:
            booked = Attendee.objects.for_booker_link(booker_token)
            attendee = get_object_or_404(booked, public_id=reference, **only)
        else:
            attendee = get_object_or_404(Attendee.objects.for_link(token), **only)
        pages = OwnPages(attendee, attendee.booker if booker_token else None)
        link_request = cast(LinkRequest, request)
        link_request.pages = pages
        try:
            return view(link_request, attendee, **rest)
        except Refusal as refusal:
            context = {**pages.context, "refusal": refusal}
            return TemplateResponse(request, refusal.template, context, status=refusal.status)

    return _secret(guarded)


def _secret(view: LinkView) -> LinkView:
    view.policy = "by_link"  # type: ignore[attr-defined]  # read by the middleware and the tests
    return login_not_required(view)
