"""Changing what was announced: the forms of an event, and the page that asks whether to tell."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bookings.editing import Editing
from events.access import OrganisersRequest, organiser
from events.amending import AlreadyCancelled, ChangedMeanwhile, TooFewPlaces
from events.models import Membership
from events.refusal import Refusal

Role = Membership.Role


@organiser(Role.ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_event(request: OrganisersRequest, public_id: str) -> HttpResponse:
    now = timezone.now()
    event = get_object_or_404(request.events.for_display(), public_id=public_id)
    if event.is_cancelled:
        return TemplateResponse(request, AlreadyCancelled.template, {"event": event}, status=409)
    editing = Editing(request, event, at=now)
    context = {"event": event, "editing": editing}
    editing.rearrange()
    if editing.is_ready:
        context["effect"] = editing.effect()
        if context["effect"]:
            return TemplateResponse(request, "bookings/tell_of_changes.html", context)
        try:
            editing.save()
        except ChangedMeanwhile as refusal:
            editing.take_over(refusal)
        except TooFewPlaces as refusal:
            editing.mark(refusal)
        except Refusal as refusal:
            return TemplateResponse(request, refusal.template, context, status=refusal.status)
        else:
            return redirect("preview_event" if event.is_draft else "event_overview", public_id)
    return TemplateResponse(request, "bookings/edit_event.html", context)
