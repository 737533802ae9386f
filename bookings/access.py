"""The policy of pages behind a secret link: they load whose it is, or say where it led."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from bookings.lifecycle.refusals import LinkReplaced
from bookings.models import Attendee
from events.refusal import Refusal

AttendeeView = Callable[..., HttpResponseBase]


def by_link(view: AttendeeView) -> AttendeeView:
    """Whoever holds the secret link may call it: the view is given the link's attendee.

    An unknown link is a 404, a replaced one a page that offers to mail the new one; a refusal of
    the view is shown as its page.
    """

    @wraps(view)
    def load(request: HttpRequest, attendee: Attendee, **rest: Any) -> HttpResponseBase:
        if attendee.is_replaced:
            raise LinkReplaced
        return view(request, attendee, **rest)

    return _policy(load)


def by_replaced_link(view: AttendeeView) -> AttendeeView:
    """The same for a link that is replaced; any other is a 404."""
    return _policy(view, replaced_at__isnull=False)


def _policy(view: AttendeeView, **only: Any) -> AttendeeView:
    @wraps(view)
    def guarded(request: HttpRequest, token: str, **rest: Any) -> HttpResponseBase:
        attendee = get_object_or_404(Attendee.objects.for_link(token), **only)
        try:
            return view(request, attendee, **rest)
        except Refusal as refusal:
            context = {"attendee": attendee, "event": attendee.event, "refusal": refusal}
            return TemplateResponse(request, refusal.template, context, status=refusal.status)

    guarded.policy = "by_link"  # type: ignore[attr-defined]  # read by the middleware and the tests
    return login_not_required(guarded)
