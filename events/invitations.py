"""Invitations into a team: made, withdrawn and used here alone.

The secret of a link is derived from the key of the installation, so that neither the database nor
the queue of mails holds one that works.
"""

import base64
import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.crypto import salted_hmac

from events import audit, given_sessions, memberships, throttle
from events.command import step
from events.models import Invitation, Membership, Organiser, Session, Team, new_public_id
from events.models.organiser import SEE_GIVEN_SESSIONS
from events.refusal import Refusal

STANDS_FOR = timedelta(days=3)
INVITED, INVITED_BY = "invited", "invited_by"
MOST_TO_ONE, MOST_BY_ONE = 5, 50  # an hour
SECRET_BYTES = 16
KEPT_FOR = timedelta(days=30)  # after their time, with the address of whoever was invited


class InvitationOver(Refusal):
    """It was used, withdrawn or is too old; or there never was one."""

    template = "events/invitation_over.html"
    status = 410


class AlreadyAMember(Refusal):
    """Whoever has this address is in the team."""

    template = "events/already_a_member.html"


class TooManyInvitations(Refusal):
    """This hour has sent that many to the address, or by the organiser."""

    template = "events/too_many_invitations.html"
    status = 429


class AccountClosed(Refusal):
    """Whoever is invited has an account that is closed."""

    template = "events/account_closed.html"


def secret_of(public_id: str) -> str:
    """What stands in the link to this invitation."""
    digest = salted_hmac("events.invitations", public_id, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:SECRET_BYTES]).decode().rstrip("=")


def find(secret: str) -> Invitation:
    """The invitation with this link, whatever became of it. Raises InvitationOver."""
    found = Invitation.objects.with_team().filter(secret_hash=_hash(secret)).first()
    if found is None:
        raise InvitationOver
    return found


def check_open(invitation: Invitation, at: datetime) -> None:
    if not invitation.is_open(at):
        raise InvitationOver


def check_account(organiser: Organiser) -> None:
    if not organiser.is_active:
        raise AccountClosed


@step
def invite(
    *,
    team: Team,
    email: str,
    role: str,
    sessions: Iterable[Session],
    at: datetime,
    by: Organiser,
) -> Invitation:
    """In place of one that the address has.

    Raises AlreadyAMember, TooManyInvitations, PermissionDenied.
    """
    memberships.lock_for(team, by, administrators=True)
    address = email.lower()
    if team.memberships.filter(organiser__email=address).exists():
        raise AlreadyAMember
    _count(address, by, at)
    team.invitations.open().filter(email=address).update(withdrawn_at=at)
    public_id = new_public_id()
    invitation = Invitation.objects.create(
        public_id=public_id,
        team=team,
        email=address,
        role=role,
        secret_hash=_hash(secret_of(public_id)),
        invited_by=by,
        invited_at=at,
        expires_at=at + STANDS_FOR,
    )
    invitation.sessions.set(sessions if role in SEE_GIVEN_SESSIONS else ())
    audit.record("member_invited", team, at=at, by=by)
    return invitation


@step
def withdraw(invitation: Invitation, *, at: datetime, by: Organiser) -> None:
    """Nothing happens to one that was used or withdrawn. Raises PermissionDenied."""
    memberships.lock_for(invitation.team, by)
    if Invitation.objects.open().filter(pk=invitation.pk).update(withdrawn_at=at):
        audit.record("invitation_withdrawn", invitation.team, at=at, by=by)


@step
def use(invitation: Invitation, organiser: Organiser, *, at: datetime) -> Membership:
    """Make whoever was invited a member; a role that they have there already stays.

    Raises InvitationOver, AccountClosed.
    """
    memberships.lock_team(invitation.team)
    found = Invitation.objects.get(pk=invitation.pk)
    check_open(found, at)
    check_account(Organiser.objects.get(pk=organiser.pk))
    found.used_at = at
    found.save(update_fields=["used_at"])
    member, is_new = Membership.objects.get_or_create(
        team=invitation.team, organiser=organiser, defaults={"role": found.role}
    )
    if is_new:
        given_sessions.give(member, found.sessions.values_list("pk", flat=True))
        concerned: list[Team | Organiser] = [invitation.team, organiser]
        audit.record_all("member_added", concerned, at=at, by=organiser)
    return member


def forget_old(at: datetime) -> int:
    """Delete those whose time has long been over, used or not; how many."""
    removed, _ = Invitation.objects.filter(expires_at__lt=at - KEPT_FOR).delete()
    return removed


def _count(address: str, by: Organiser, at: datetime) -> None:
    to_one = throttle.count(INVITED, address, at=at)
    by_one = throttle.count(INVITED_BY, by.public_id, at=at)
    if to_one > MOST_TO_ONE or by_one > MOST_BY_ONE:
        raise TooManyInvitations


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
