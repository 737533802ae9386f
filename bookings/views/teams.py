"""An organiser's teams: who is in each and in which role."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from bookings.forms.teams import GiveSessionsForm, RoleForm
from bookings.teams import members
from events import given_sessions
from events.access import OrganisersRequest, organiser
from events.models import Membership
from events.refusal import Refusal

Role = Membership.Role


@organiser(Role.ORGANISER)
@require_safe
def teams(request: OrganisersRequest) -> HttpResponse:
    return TemplateResponse(request, "bookings/teams.html", {"teams": request.teams})


@organiser(Role.ORGANISER)
@require_safe
def team(request: OrganisersRequest, public_id: str) -> HttpResponse:
    found = get_object_or_404(request.teams, public_id=public_id)
    context = {
        "team": found,
        "members": found.memberships.with_organiser().by_name(),
        "invitations": found.invitations.open().newest_first(),
        "now": timezone.now(),
        "done": request.GET.get("done", ""),
    }
    return TemplateResponse(request, "bookings/team.html", context)


@organiser(Role.ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def change_role(request: OrganisersRequest, public_id: str, member_id: str) -> HttpResponse:
    now = timezone.now()
    member = _member(request, public_id, member_id)
    form = RoleForm(request.POST if request.method == "POST" else None, role=member.role)
    if form.is_valid():
        role = form.cleaned_data["role"]
        try:
            members.change_role(member, role=role, at=now, by=request.user)
        except Refusal as refusal:
            return _refused(request, member, refusal)
        return _to_team(request, member, "role")
    context = {"member": member, "team": member.team, "form": form}
    return TemplateResponse(request, "bookings/change_role.html", context)


@organiser(Role.ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_member(request: OrganisersRequest, public_id: str, member_id: str) -> HttpResponse:
    now = timezone.now()
    member = _member(request, public_id, member_id)
    if request.method == "POST":
        try:
            members.remove_member(member, at=now, by=request.user)
        except Refusal as refusal:
            return _refused(request, member, refusal)
        return _to_team(request, member, "removed")
    context = {"member": member, "team": member.team}
    return TemplateResponse(request, "bookings/remove_member.html", context)


@organiser(Role.ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def give_sessions(request: OrganisersRequest, public_id: str, member_id: str) -> HttpResponse:
    now = timezone.now()
    member = _member(request, public_id, member_id)
    if not member.sees_given_sessions:
        raise Http404
    offered = given_sessions.to_choose_for(member, now)
    data = request.POST if request.method == "POST" else None
    form = GiveSessionsForm(data, member=member, sessions=offered)
    if form.is_valid():
        chosen = form.cleaned_data.get("sessions", ())
        try:
            members.give_sessions(member, chosen, at=now, by=request.user)
        except Refusal as refusal:
            return _refused(request, member, refusal)
        return _to_team(request, member, "sessions")
    context = {"member": member, "team": member.team, "form": form}
    return TemplateResponse(request, "bookings/give_sessions.html", context)


def _member(request: OrganisersRequest, public_id: str, member_id: str) -> Membership:
    of_team = Membership.objects.filter(team__in=request.teams, team__public_id=public_id)
    found = of_team.select_related("organiser", "team")
    return get_object_or_404(found, organiser__public_id=member_id)


def _refused(request: OrganisersRequest, member: Membership, refusal: Refusal) -> HttpResponse:
    context = {"member": member, "team": member.team}
    return TemplateResponse(request, refusal.template, context, status=refusal.status)


def _to_team(request: OrganisersRequest, member: Membership, done: str) -> HttpResponse:
    """To their first page who no longer runs it."""
    if not request.teams.filter(pk=member.team_id).exists():
        return redirect("organiser_home")
    return redirect(f"{reverse('team', args=[member.team.public_id])}?done={done}")
