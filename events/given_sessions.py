"""Which sessions a partner, or who checks people in, is given: nothing else writes it."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from events import audit, memberships
from events.command import step
from events.models import GivenSession, Membership, Organiser, Session, Team
from events.models.session import SessionQuerySet


def to_choose_from(team: Team, at: datetime) -> SessionQuerySet:
    """What the team has announced and is still to come."""
    coming = Session.objects.published().not_cancelled().upcoming(at)
    return coming.filter(event__team=team).with_place().in_order()


def to_choose_for(member: Membership, at: datetime) -> SessionQuerySet:
    """The same, and what they have been given before."""
    coming = Q(pk__in=to_choose_from(member.team, at).order_by().values("pk"))
    given = Q(pk__in=member.given_sessions.values("session"))
    return Session.objects.filter(coming | given).with_place().in_order()


@step
def give_only(
    member: Membership, sessions: Iterable[Session], *, at: datetime, by: Organiser
) -> bool:
    """These sessions and no others; whether that is something else than before.

    Raises NotAMember, PermissionDenied.
    """
    membership = memberships.hold(member, by=by)
    wanted = {session.pk for session in sessions}
    given = set(membership.given_sessions.values_list("session", flat=True))
    if wanted == given:
        return False
    membership.given_sessions.exclude(session__in=wanted).delete()
    give(membership, wanted - given)
    concerned: list[Team | Organiser] = [membership.team, membership.organiser]
    audit.record_all("sessions_given", concerned, at=at, by=by, changed=["sessions"])
    return True


@step
def give(membership: Membership, sessions: Iterable[int]) -> None:
    """To somebody who has none of them yet, by their primary keys."""
    GivenSession.objects.bulk_create(
        GivenSession(membership=membership, session_id=pk) for pk in sorted(sessions)
    )
