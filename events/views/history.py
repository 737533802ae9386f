"""What was done to an event, for its organisers."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from events import history
from events.access import OrganisersRequest, organiser
from events.models import AuditEntry, Membership

SEE = (Membership.Role.ORGANISER, Membership.Role.ASSISTANT)
ENTRIES_ON_A_PAGE = 50


@organiser(*SEE)
@require_safe
def event_history(request: OrganisersRequest, public_id: str) -> HttpResponse:
    event = get_object_or_404(request.events.for_display(), public_id=public_id)
    things = history.things_of(event)
    entries = AuditEntry.objects.about(things).with_actor().newest_first()
    page = Paginator(entries, ENTRIES_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"event": event, "page": page, "told": history.sentences(page, things)}
    return TemplateResponse(request, "events/event_history.html", context)
