"""Joining a team by the link of an invitation: with the account one has, or with a new one."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from bookings.access import by_invitation_link
from bookings.forms.teams import NameForm, NewAccountForm
from bookings.teams import inviting
from events import invitations
from events.models import Invitation, Organiser
from events.organisers import AlreadyAnOrganiser

READY = "Your account is ready. Sign in with your email address and the password you chose."
READY_THERE = "Your account is ready. Sign in with {name}."
NO_PASSWORD = ""


@by_invitation_link
@require_http_methods(["GET", "HEAD", "POST"])
def join_team(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    now = timezone.now()
    invitations.check_open(invitation, now)
    known = Organiser.objects.filter(email=invitation.email).first()
    if known is None:
        return _with_new_account(request, invitation, now)
    invitations.check_account(known)
    if request.method == "POST" and request.user == known:
        inviting.join(invitation, known, at=now)
        return redirect("organiser_home")
    context = {"invitation": invitation, "is_theirs": request.user == known}
    return TemplateResponse(request, "bookings/join_team.html", context)


def _with_new_account(request: HttpRequest, invitation: Invitation, at: datetime) -> HttpResponse:
    """Without a password where the provider vouches for the address: the mailbox is not enough."""
    provider = settings.IDENTITY_PROVIDER
    there = provider if provider and provider.gives(invitation.email) else None
    data = request.POST if request.method == "POST" else None
    form = (NameForm if there else NewAccountForm)(data, invitation=invitation)
    if form.is_valid():
        typed = {"password": NO_PASSWORD} | form.cleaned_data
        try:
            inviting.join_with_new_account(invitation, **typed, at=at)
        except AlreadyAnOrganiser:  # the account was made meanwhile: it is asked for
            return redirect(request.path)
        messages.success(request, READY_THERE.format(name=there.name) if there else READY)
        return redirect("account_login")
    context = {"invitation": invitation, "form": form, "provider": there}
    return TemplateResponse(request, "bookings/join_team_with_new_account.html", context)
