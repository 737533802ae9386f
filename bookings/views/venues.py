"""Changing a venue, which moves every session that is to be held there."""

from dataclasses import asdict

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bookings import effects
from bookings.lifecycle import venue_changes
from events import meanwhile
from events.access import OrganisersRequest, organiser
from events.forms.venue import VenueForm
from events.models import Membership, Venue
from events.venue_details import VenueDetails

ASKED, YES = "tell", "yes"


@organiser(Membership.Role.ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_venue(request: OrganisersRequest, public_id: str) -> HttpResponse:
    now = timezone.now()
    venue = get_object_or_404(Venue, public_id=public_id)
    now_said = asdict(VenueDetails.of(venue))
    seen = request.POST.get("seen") or meanwhile.fingerprints_of(now_said)
    form = VenueForm(request.POST or None, initial=now_said)
    context = {"venue": venue, "form": form, "seen": seen}
    if form.is_valid() and "change" not in request.POST:
        details = form.details().merged(venue, meanwhile.read(seen))
        effect = effects.of_changing_venue(venue, details, own=request.events, at=now)
        if effect.number and ASKED not in request.POST:
            context["effect"] = effect
            return TemplateResponse(request, "bookings/tell_of_venue.html", context)
        tell = request.POST.get(ASKED, YES) == YES
        venue_changes.change_venue(venue, details, tell=tell, at=now, by=request.user)
        return redirect("venues")
    return TemplateResponse(request, "bookings/edit_venue.html", context)
