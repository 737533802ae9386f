"""The organisers' own pages: a new event, its preview, publishing it."""

from datetime import datetime
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import discarding, event_page, lifecycle
from events.access import OrganisersRequest, organiser
from events.drafting import draft_event
from events.forms import rearranging
from events.forms.event import EventForm
from events.forms.sessions import session_forms
from events.models import Event, Membership, Team
from events.publication_checks import Checks, checks
from events.refusal import Refusal

Role = Membership.Role


@organiser(Role.ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def create_event(request: OrganisersRequest) -> HttpResponse:
    now = timezone.now()
    teams, author = request.teams, request.user
    form = EventForm(request.POST or None, request.FILES or None, teams=teams, author=author)
    sessions = session_forms(request.POST or None, at=now)
    if rearranging.is_asked(request.POST):
        form, sessions = rearranging.rearranged(request.POST, form, sessions)
    elif form.is_bound and form.is_valid_with(sessions):
        event = draft_event(form, sessions, at=now, by=author)
        return redirect("preview_event", event.public_id)
    context = {"form": form, "sessions": sessions}
    return TemplateResponse(request, "events/create_event.html", context)


@organiser(Role.ORGANISER, Role.ASSISTANT)
@require_safe
def preview_event(request: OrganisersRequest, public_id: str) -> HttpResponse:
    now = timezone.now()
    event = get_object_or_404(request.events.for_display(), public_id=public_id)
    found = checks(event, event.sessions.all(), now)
    return _preview(request, event, found, at=now, status=HTTPStatus.OK)


def _preview(
    request: OrganisersRequest, event: Event, found: Checks, *, at: datetime, status: HTTPStatus
) -> HttpResponse:
    own_teams = Team.objects.run_by(request.user, Role.ORGANISER)
    context = {
        **event_page.describe(event, event.sessions.all(), at=at),
        "own_teams": list(own_teams),
        "checks": found,
        "is_held_back": status == HTTPStatus.CONFLICT,
    }
    return TemplateResponse(request, "events/preview_event.html", context, status=status)


@organiser(Role.ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def discard_draft(request: OrganisersRequest, public_id: str) -> HttpResponse:
    now = timezone.now()
    if request.method != "POST":
        event = get_object_or_404(request.events.drafts(), public_id=public_id)
        return TemplateResponse(request, "events/discard_draft.html", {"event": event})
    event = get_object_or_404(request.events, public_id=public_id)
    try:
        discarding.discard_draft(event, at=now, by=request.user)
    except Refusal as refusal:
        return TemplateResponse(request, refusal.template, {"event": event}, status=refusal.status)
    return redirect("organiser_home")


@organiser(Role.ORGANISER)
@require_POST
def publish_event(request: OrganisersRequest, public_id: str) -> HttpResponse:
    now = timezone.now()
    event = get_object_or_404(request.events.for_display(), public_id=public_id)
    found = checks(event, event.sessions.all(), now)
    if event.is_draft and not found.let_pass(request.POST.get("warnings", "")):
        return _preview(request, event, found, at=now, status=HTTPStatus.CONFLICT)
    try:
        lifecycle.publish_event(event, at=now, by=request.user)
    except Refusal as refusal:
        return TemplateResponse(request, refusal.template, {"event": event}, status=refusal.status)
    return redirect("event_overview", event.public_id)
