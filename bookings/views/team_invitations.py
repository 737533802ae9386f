"""Organisers invite somebody into their team, again, or withdraw that."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from bookings.forms.teams import InviteForm
from bookings.teams import inviting
from events import given_sessions
from events.access import OrganisersRequest, organiser
from events.models import Invitation, Membership, Team
from events.refusal import Refusal

Role = Membership.Role


@organiser(Role.ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: OrganisersRequest, public_id: str) -> HttpResponse:
    now = timezone.now()
    team = get_object_or_404(request.teams, public_id=public_id)
    sessions = given_sessions.to_choose_from(team, now)
    form = InviteForm(request.POST if request.method == "POST" else None, sessions=sessions)
    if form.is_valid():
        try:
            inviting.invite(team=team, **form.cleaned_data, at=now, by=request.user)
        except Refusal as refusal:
            return _refused(request, team, form.cleaned_data["email"], refusal)
        return _to_team(team, "invited")
    return TemplateResponse(request, "bookings/invite.html", {"team": team, "form": form})


@organiser(Role.ORGANISER)
@require_POST
def invite_again(request: OrganisersRequest, public_id: str, invitation_id: str) -> HttpResponse:
    now = timezone.now()
    invitation = _invitation(request, public_id, invitation_id)
    try:
        inviting.invite_again(invitation, at=now, by=request.user)
    except Refusal as refusal:
        return _refused(request, invitation.team, invitation.email, refusal)
    return _to_team(invitation.team, "invited")


@organiser(Role.ORGANISER)
@require_POST
def withdraw_invitation(
    request: OrganisersRequest, public_id: str, invitation_id: str
) -> HttpResponse:
    now = timezone.now()
    invitation = _invitation(request, public_id, invitation_id)
    inviting.withdraw(invitation, at=now, by=request.user)
    return _to_team(invitation.team, "withdrawn")


def _invitation(request: OrganisersRequest, public_id: str, invitation_id: str) -> Invitation:
    """One that was not used or withdrawn meanwhile."""
    of_team = Invitation.objects.filter(team__in=request.teams, team__public_id=public_id)
    return get_object_or_404(of_team.open().with_team(), public_id=invitation_id)


def _refused(request: OrganisersRequest, team: Team, email: str, refusal: Refusal) -> HttpResponse:
    context = {"team": team, "email": email}
    return TemplateResponse(request, refusal.template, context, status=refusal.status)


def _to_team(team: Team, done: str) -> HttpResponse:
    return redirect(f"{reverse('team', args=[team.public_id])}?done={done}")
