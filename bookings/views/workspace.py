"""The workspace of one event: the page that an organiser comes back to."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from bookings.dashboard.needs import Reader
from bookings.overview import overview
from events import sharing
from events.access import OrganisersRequest, organiser
from events.cards import documents_for_everybody
from events.models import Membership

Role = Membership.Role


@organiser(Role.ORGANISER, Role.ASSISTANT)
@require_safe
def event_overview(request: OrganisersRequest, public_id: str) -> HttpResponse:
    now = timezone.now()
    event = get_object_or_404(request.events.for_display(), public_id=public_id)
    sessions = sorted(event.sessions.all(), key=lambda session: (session.sort_at, session.pk))
    reader = Reader.of(request.user)
    context = {
        "event": event,
        "shared": sharing.share(event, sessions, documents_for_everybody(event, now)),
        "form_uuid": uuid.uuid4(),
        "overview": overview(event, reader, now),
        "may_change": event.team_id in reader.changes,
    }
    return TemplateResponse(request, "bookings/event_overview.html", context)
