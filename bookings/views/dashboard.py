"""The organisers' first page: their events, how full they are, what needs attention."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookings.dashboard.listing import dashboard
from bookings.dashboard.needs import Reader
from bookings.forms.dashboard import EventsFilter
from events.access import OrganisersRequest, organiser
from events.models import Membership

Role = Membership.Role


@organiser(*Role.values)
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
        "may_have_digest": bool(reader.opens),
        "troubles": troubles(now),
    }
    return TemplateResponse(request, "bookings/organiser_home.html", context)
