"""How the installation is, its teams and its audiences, for its administrators."""

from collections.abc import Callable
from functools import partial

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from bookings.schools import audience_changes
from bookings.teams import inviting
from deploy import worker
from deploy.administration import health_shown, settings_shown
from deploy.administration.forms import AudienceForm, InviteOrganiserForm, TeamForm
from events import teams
from events.access import SignedInRequest, administrator
from events.models import Audience, Invitation, Membership, Team
from events.refusal import Refusal


@administrator
@require_safe
def administration(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    context = {
        "facts": health_shown.shown(now),
        "last_seen": worker.last_seen(),
        "settings": settings_shown.shown(),
    }
    return TemplateResponse(request, "administration/administration.html", context)


@administrator
@require_safe
def all_teams(request: SignedInRequest) -> HttpResponse:
    context = {
        "teams": Team.objects.with_numbers().order_by("name", "pk"),
        "invitations": Invitation.objects.open().with_team().newest_first(),
        "now": timezone.now(),
        "done": request.GET.get("done", ""),
    }
    return TemplateResponse(request, "administration/all_teams.html", context)


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def make_team(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    form = TeamForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "heading": "New team", "back": "all_teams"}
    make = partial(teams.make_team, at=now, by=request.user)
    return _answered(request, form, context, make, done="made")


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def rename_team(request: SignedInRequest, public_id: str) -> HttpResponse:
    now = timezone.now()
    team = get_object_or_404(Team, public_id=public_id)
    form = TeamForm(request.POST if request.method == "POST" else None, name=team.name)
    context = {"form": form, "heading": f"Rename {team.name}", "back": "all_teams"}
    rename = partial(teams.rename_team, team, at=now, by=request.user)
    return _answered(request, form, context, rename, done="renamed")


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def invite_organiser(request: SignedInRequest, public_id: str) -> HttpResponse:
    now = timezone.now()
    team = get_object_or_404(Team, public_id=public_id)
    form = InviteOrganiserForm(request.POST if request.method == "POST" else None)
    context = {
        "form": form,
        "heading": f"Invite an organiser to {team.name}",
        "back": "all_teams",
        "button": "Send invitation",
        "team": team,
    }
    role = Membership.Role.ORGANISER
    invite = partial(inviting.invite, team=team, role=role, at=now, by=request.user)
    return _answered(request, form, context, invite, done="invited")


@administrator
@require_safe
def all_audiences(request: SignedInRequest) -> HttpResponse:
    context = {"audiences": Audience.objects.in_order(), "done": request.GET.get("done", "")}
    return TemplateResponse(request, "administration/all_audiences.html", context)


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def make_audience(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    form = AudienceForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "heading": "New audience", "back": "all_audiences"}

    def make(name: str) -> None:
        audience_changes.make_audience(label=name, at=now, by=request.user)

    return _answered(request, form, context, make, done="made")


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def rename_audience(request: SignedInRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    audience = get_object_or_404(Audience, slug=slug)
    form = AudienceForm(request.POST if request.method == "POST" else None, name=audience.label)
    context = {"form": form, "heading": f"Rename {audience.label}", "back": "all_audiences"}

    def rename(name: str) -> None:
        audience_changes.rename_audience(audience, label=name, at=now, by=request.user)

    return _answered(request, form, context, rename, done="renamed")


def _answered(
    request: HttpRequest,
    form: Form,
    context: dict[str, object],
    change: Callable[..., object],
    *,
    done: str,
) -> HttpResponse:
    """The form until what it holds is in order, what is refused, or the list with what was done."""
    if not form.is_valid():
        return TemplateResponse(request, "administration/name.html", context)
    try:
        change(**form.cleaned_data)
    except Refusal as refusal:
        typed = context | form.cleaned_data
        return TemplateResponse(request, refusal.template, typed, status=refusal.status)
    return redirect(f"{reverse(str(context['back']))}?done={done}")
