"""Changes of who is in a team and in which role: one transaction each."""

from collections.abc import Iterable
from datetime import datetime

from bookings.mail import sign_in_notices
from bookings.mail.queue import queue
from events import given_sessions, memberships
from events.command import command, step
from events.models import Membership, Organiser, Session


@command
def change_role(member: Membership, *, role: str, at: datetime, by: Organiser) -> None:
    """Raises LastOrganiser, NotAMember, PermissionDenied."""
    if memberships.change_role(member, role=role, at=at, by=by):
        _tell(member, role=role, at=at)


@command
def remove_member(member: Membership, *, at: datetime, by: Organiser) -> None:
    """Let somebody in no more as a member of this team.

    Raises LastOrganiser, NotAMember, PermissionDenied.
    """
    memberships.remove(member, at=at, by=by)
    _tell(member, role=None, at=at)


@command
def give_sessions(
    member: Membership, sessions: Iterable[Session], *, at: datetime, by: Organiser
) -> None:
    """Let a partner, or who checks people in, see these and no others.

    Raises NotAMember, PermissionDenied.
    """
    given_sessions.give_only(member, sessions, at=at, by=by)


@step
def _tell(member: Membership, *, role: str | None, at: datetime) -> None:
    queue(sign_in_notices.role_changed(member.organiser, team=member.team, role=role, at=at), at=at)
