"""How the installation is, its teams and its audiences, for its administrators."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from bookings.schools import audience_changes
from bookings.teams import inviting
from deploy import worker
from deploy.administration import service_shown, settings_shown
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
        "facts": service_shown.shown(now),
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
    if form.is_valid():
        try:
            teams.make_team(name=form.cleaned_data["name"], at=now, by=request.user)
        except Refusal as refusal:
            return _refused(request, refusal, context)
        return _back_to("all_teams", done="made")
    return TemplateResponse(request, "administration/name.html", context)


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def rename_team(request: SignedInRequest, public_id: str) -> HttpResponse:
    now = timezone.now()
    team = get_object_or_404(Team, public_id=public_id)
    form = TeamForm(request.POST if request.method == "POST" else None, name=team.name)
    context = {"form": form, "heading": f"Rename {team.name}", "back": "all_teams"}
    if form.is_valid():
        try:
            teams.rename_team(team, name=form.cleaned_data["name"], at=now, by=request.user)
        except Refusal as refusal:
            return _refused(request, refusal, context)
        return _back_to("all_teams", done="renamed")
    return TemplateResponse(request, "administration/name.html", context)


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def invite_organiser(request: SignedInRequest, public_id: str) -> HttpResponse:
    now = timezone.now()
    team = get_object_or_404(Team, public_id=public_id)
    form = InviteOrganiserForm(request.POST if request.method == "POST" else None)
    heading = f"Invite an organiser to {team.name}"
    context = {"form": form, "heading": heading, "back": "all_teams", "button": "Send invitation"}
    if form.is_valid():
        email, role = form.cleaned_data["email"], Membership.Role.ORGANISER
        try:
            inviting.invite(team=team, email=email, role=role, at=now, by=request.user)
        except Refusal as refusal:
            return _refused(request, refusal, {**context, "team": team, "email": email})
        return _back_to("all_teams", done="invited")
    return TemplateResponse(request, "administration/name.html", context)


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
    if form.is_valid():
        try:
            label = form.cleaned_data["name"]
            audience_changes.make_audience(label=label, at=now, by=request.user)
        except Refusal as refusal:
            return _refused(request, refusal, context)
        return _back_to("all_audiences", done="made")
    return TemplateResponse(request, "administration/name.html", context)


@administrator
@require_http_methods(["GET", "HEAD", "POST"])
def rename_audience(request: SignedInRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    audience = get_object_or_404(Audience, slug=slug)
    form = AudienceForm(request.POST if request.method == "POST" else None, name=audience.label)
    context = {"form": form, "heading": f"Rename {audience.label}", "back": "all_audiences"}
    if form.is_valid():
        try:
            label = form.cleaned_data["name"]
            audience_changes.rename_audience(audience, label=label, at=now, by=request.user)
        except Refusal as refusal:
            return _refused(request, refusal, context)
        return _back_to("all_audiences", done="renamed")
    return TemplateResponse(request, "administration/name.html", context)


def _back_to(page: str, *, done: str) -> HttpResponse:
    return redirect(f"{reverse(page)}?done={done}")


def _refused(request: HttpRequest, refusal: Refusal, context: dict[str, object]) -> HttpResponse:
    return TemplateResponse(request, refusal.template, context, status=refusal.status)
