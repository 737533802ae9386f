"""Who is coming, for the organisers of the event: the list, its search, its columns.

What is searched for names people, so it stays in the organiser's session and out of addresses.
"""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bookings import list_choices
from bookings.columns import columns_of
from bookings.forms.listing import BookingsFilter, ColumnsForm
from bookings.listing import list_bookings
from bookings.models import School, WaitingPlace
from events.access import OrganisersRequest, may_change, organiser
from events.models import Event, Membership

SEARCHED, FOUND = "searched", "#found"  # in an address: that something is searched for; where it is
SEE_ATTENDEES = (Membership.Role.ORGANISER, Membership.Role.ASSISTANT)


@organiser(*SEE_ATTENDEES)
@require_safe
def event_bookings(request: OrganisersRequest, public_id: str) -> HttpResponse:
    event = get_object_or_404(request.events, public_id=public_id)
    return _listed(request, event, filter_of(request, event))


@organiser(*SEE_ATTENDEES)
@require_POST
def search_bookings(request: OrganisersRequest, public_id: str) -> HttpResponse:
    """Keep what is searched for, and lead to the list with its filters in the address."""
    event = get_object_or_404(request.events, public_id=public_id)
    asked = QueryDict() if "clear" in request.POST else request.POST
    form = BookingsFilter(asked, **_to_choose_from(event))
    if not form.is_valid():
        return _listed(request, event, form)
    searched, query = form.cleaned_data["q"], form.address_query()
    if searched:
        query = f"{query}&{SEARCHED}=1".removeprefix("&")
    request.session[search_of(event)] = searched
    request.session[list_of(event)] = query
    return redirect(f"{address_of_list(request, event)}{FOUND}")


@organiser(*SEE_ATTENDEES)
@require_POST
def choose_columns(request: OrganisersRequest, public_id: str) -> HttpResponse:
    event = get_object_or_404(request.events, public_id=public_id)
    asked = BookingsFilter(QueryDict(), **_to_choose_from(event))
    offered = list_choices.to_choose_from(columns_of(event, asked.sessions))
    form = ColumnsForm(request.POST, columns=offered)
    if not form.is_valid():
        return _listed(request, event, asked, columns_form=form)
    names = [column.name for column in offered]
    list_choices.hide_columns(request.user, names=form.hidden, offered=names)
    return redirect(address_of_list(request, event))


def filter_of(request: OrganisersRequest, event: Event) -> BookingsFilter:
    """What the address asks for, with what was searched for last where it says so."""
    asked = request.GET.copy()
    asked["q"] = request.session.get(search_of(event), "") if SEARCHED in asked else ""
    return BookingsFilter(asked, **_to_choose_from(event))


def address_of_list(request: OrganisersRequest, event: Event) -> str:
    """The list as the organiser has last searched and narrowed it."""
    query = request.session.get(list_of(event), "")
    address = reverse("event_bookings", args=[event.public_id])
    return f"{address}?{query}" if query else address


def list_of(event: Event) -> str:
    """Where an organiser's session keeps how they have narrowed an event's list."""
    return f"bookings_list_{event.public_id}"


def search_of(event: Event) -> str:
    """Where an organiser's session keeps what they search an event for."""
    return f"bookings_search_{event.public_id}"


def _to_choose_from(event: Event) -> dict[str, Any]:
    sessions = event.sessions.with_venue().in_order()
    return {"sessions": list(sessions), "phases": School.objects.phases()}


def _listed(
    request: OrganisersRequest,
    event: Event,
    form: BookingsFilter,
    *,
    columns_form: ColumnsForm | None = None,
) -> HttpResponse:
    columns = columns_of(event, form.sessions)
    shown = list_choices.shown_to(request.user, columns)
    offered = list_choices.to_choose_from(columns)
    names = [column.name for column in shown]
    context = {
        "event": event,
        "sessions": form.sessions,
        "somebody_waits": WaitingPlace.objects.open().of_event(event).exists(),
        "form": form,
        "columns": shown,
        "may_write": may_change(request, event),
        "columns_form": columns_form or ColumnsForm(columns=offered, shown=names),
        "listed": list_bookings(event, form.wanted(), request.GET.get("page")),
    }
    return TemplateResponse(request, "bookings/event_bookings.html", context)
