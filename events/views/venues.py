"""Venues: the page of each for whoever goes there, and the organisers' list of all."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.access import OrganisersRequest, organiser, public
from events.cards import cards
from events.models import Membership, Session, Venue


@public
@require_safe
def venue(request: HttpRequest, public_id: str, slug: str = "") -> HttpResponse:
    now = timezone.now()
    shown = get_object_or_404(Venue.objects.announced(), public_id=public_id)
    if slug != shown.slug:
        return redirect("venue", shown.public_id, shown.slug, permanent=True)
    coming = Session.objects.listed().coming_to(shown, now).for_cards().in_order()
    context = {"venue": shown, "cards": cards(list(coming), now)}
    return TemplateResponse(request, "events/venue.html", context)


@organiser(Membership.Role.ORGANISER)
@require_safe
def venues(request: OrganisersRequest) -> HttpResponse:
    now = timezone.now()
    context = {"venues": Venue.objects.with_number_of_coming_sessions(now).by_name()}
    return TemplateResponse(request, "events/venues.html", context)
