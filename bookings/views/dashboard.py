"""The organisers' first page: their events, how full they are, what needs attention."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookings.dashboard.listing import dashboard
from bookings.dashboard.needs import Reader
from bookings.forms.dashboard import EventsFilter
from events.access import OrganisersRequest, View, organiser
from events.models import Membership, Team
from events.models.organiser import SEE_GIVEN_SESSIONS

Role = Membership.Role


def or_another_first_page(view: View) -> View:
    """Whose role it is not for is led to the first page of their role, if that has one."""

    @wraps(view)
    def guarded(request: OrganisersRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except PermissionDenied:
            if Team.objects.run_by(request.user, *SEE_GIVEN_SESSIONS).exists():
                return redirect("your_sessions")
            if request.user.is_administrator:
                return redirect("administration")
            raise

    return guarded


@or_another_first_page
@organiser(Role.ORGANISER, Role.ASSISTANT)
@require_safe
def organiser_home(
    request: OrganisersRequest, troubles: Callable[[datetime], list[str]]
) -> HttpResponse:
    """`troubles` says what is wrong with the whole service: more than bookings knows of."""
    now = timezone.now()
    form = EventsFilter(request.GET)
    wanted, reader = form.wanted(), Reader.of(request.user)
    context = {
        "form": form,
        "wanted": wanted,
        "dashboard": dashboard(request.events, reader, wanted, request.GET.get("page"), now),
        "may_create": bool(reader.changes),
        "troubles": troubles(now),
    }
    return TemplateResponse(request, "bookings/organiser_home.html", context)
