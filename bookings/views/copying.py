"""Copying an event with its questions, which tells nobody."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from bookings.questions.copying import copy_event as copy
from events.access import OrganisersRequest, organiser
from events.fields import FormUuidField
from events.models import Membership


@organiser(Membership.Role.ORGANISER)
@require_POST
def copy_event(request: OrganisersRequest, public_id: str) -> HttpResponse:
    now = timezone.now()
    event = get_object_or_404(request.events.for_display(), public_id=public_id)
    form_uuid = FormUuidField().clean(request.POST.get("form_uuid"))
    copied = copy(event, form_uuid=form_uuid, at=now, by=request.user)
    return redirect("edit_event", copied.public_id)
