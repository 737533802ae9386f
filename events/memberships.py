"""Who is in a team, and in which role: nothing else changes or ends a membership."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied

from events import audit
from events.command import step
from events.models import FormerMember, Membership, Organiser, Team
from events.refusal import Refusal

Role = Membership.Role


class LastOrganiser(Refusal):
    """Nobody else who can sign in runs the team."""

    template = "events/last_organiser.html"


class NotAMember(Refusal):
    """Somebody else has removed them meanwhile."""

    template = "events/not_a_member.html"


@step
def lock_team(team: Team) -> None:
    """Whoever else changes who is in it waits."""
    Team.objects.select_for_update(no_key=True).get(pk=team.pk)


@step
def lock_teams(teams: Iterable[Team]) -> None:
    """The same for several, in one order for everybody."""
    wanted = Team.objects.filter(pk__in=[team.pk for team in teams]).order_by("pk")
    list(wanted.select_for_update(no_key=True))


@step
def lock_for(team: Team, by: Organiser, *, administrators: bool = False) -> None:
    """For somebody who runs it, or `administrators` too. Raises PermissionDenied.

    Whoever asked may have been removed, or closed, while they waited for the lock.
    """
    lock_team(team)
    if team.memberships.who_run_it().filter(organiser=by).exists():
        return
    active = Organiser.objects.filter(is_active=True, is_administrator=True)
    if not (administrators and active.contains(by)):
        raise PermissionDenied


@step
def give_by_group(organiser: Organiser, team: Team, role: str, *, at: datetime) -> bool:
    """In a team that is locked; whether they have the role only now.

    What was changed by hand stays: another role, and that they were removed.
    """
    is_member = team.memberships.filter(organiser=organiser).exists()
    if is_member or team.former_members.filter(organiser=organiser).exists():
        return False
    membership = Membership.objects.create(team=team, organiser=organiser, role=role)
    audit.record_all("role_given_by_group", _concerned(membership), at=at)
    return True


@step
def change_role(member: Membership, *, role: str, at: datetime, by: Organiser) -> bool:
    """Whether it is another role than before.

    Raises LastOrganiser, NotAMember, PermissionDenied.
    """
    membership = hold(member, by=by)
    if membership.role == role:
        return False
    _check_others_run_it(membership)
    membership.role = role
    membership.save(update_fields=["role"])
    _withdraw_invitations_by(membership, at=at)
    if not membership.sees_given_sessions:
        membership.given_sessions.all().delete()
    concerned = _concerned(membership)
    audit.record_all("member_role_changed", concerned, at=at, by=by, changed=["role"])
    return True


@step
def remove(member: Membership, *, at: datetime, by: Organiser) -> None:
    """Their team's events stay as they are. Raises LastOrganiser, NotAMember, PermissionDenied."""
    membership = hold(member, by=by)
    _check_others_run_it(membership)
    audit.record_all("member_removed", _concerned(membership), at=at, by=by)
    FormerMember.objects.get_or_create(team=membership.team, organiser=membership.organiser)
    _withdraw_invitations_by(membership, at=at)
    membership.delete()


@step
def hold(member: Membership, *, by: Organiser) -> Membership:
    """The membership as it is now, of a team that is held. Raises NotAMember, PermissionDenied."""
    lock_for(member.team, by)
    found = Membership.objects.with_organiser().filter(pk=member.pk).first()
    if found is None:
        raise NotAMember
    found.team = member.team
    return found


def _check_others_run_it(membership: Membership) -> None:
    others = membership.team.memberships.who_run_it().exclude(pk=membership.pk)
    if membership.role == Role.ORGANISER and not others.exists():
        raise LastOrganiser


@step
def _withdraw_invitations_by(membership: Membership, *, at: datetime) -> None:
    """Nobody comes in by the word of somebody who does not run the team any more."""
    theirs = membership.team.invitations.filter(invited_by=membership.organiser)
    theirs.open().update(withdrawn_at=at)


def _concerned(membership: Membership) -> list[Team | Organiser]:
    """What an entry of the audit trail is about: the team, and whose membership it is."""
    return [membership.team, membership.organiser]
