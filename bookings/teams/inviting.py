"""Inviting somebody into a team by mail, and what becomes of it: one transaction each."""

from collections.abc import Iterable
from datetime import datetime

from bookings.mail import team_invitations
from bookings.mail.queue import queue
from events import invitations, memberships, organisers
from events.command import command
from events.models import Invitation, Membership, Organiser, Session, Team


@command
def invite(
    *,
    team: Team,
    email: str,
    role: str,
    sessions: Iterable[Session] = (),
    at: datetime,
    by: Organiser,
) -> None:
    """`sessions` are given with a role that sees such.

    Raises AlreadyAMember, TooManyInvitations, PermissionDenied.
    """
    made = invitations.invite(team=team, email=email, role=role, sessions=sessions, at=at, by=by)
    queue([team_invitations.notice(made)], at=at)


@command
def invite_again(invitation: Invitation, *, at: datetime, by: Organiser) -> None:
    """With a new link, which stands for three days from now; the one before works no more.

    Raises AlreadyAMember, TooManyInvitations, PermissionDenied.
    """
    made = invitations.invite(
        team=invitation.team,
        email=invitation.email,
        role=invitation.role,
        sessions=list(invitation.sessions.all()),
        at=at,
        by=by,
    )
    queue([team_invitations.notice(made)], at=at)


@command
def withdraw(invitation: Invitation, *, at: datetime, by: Organiser) -> None:
    """Raises PermissionDenied."""
    invitations.withdraw(invitation, at=at, by=by)


@command
def join(invitation: Invitation, organiser: Organiser, *, at: datetime) -> Membership:
    """Of somebody who has an account. Raises InvitationOver, AccountClosed."""
    return invitations.use(invitation, organiser, at=at)


@command
def join_with_new_account(
    invitation: Invitation, *, full_name: str, password: str, at: datetime
) -> Organiser:
    """Raises InvitationOver, and AlreadyAnOrganiser where there is an account by now."""
    memberships.lock_team(invitation.team)
    invitations.check_open(Invitation.objects.get(pk=invitation.pk), at)
    organiser = organisers.add_organiser(
        email=invitation.email, full_name=full_name, password=password, at=at
    )
    invitations.use(invitation, organiser, at=at)
    return organiser
