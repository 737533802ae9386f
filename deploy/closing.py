"""Closing an organiser's account and opening it again; what their teams announced stays."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied

from deploy import open_sessions
from events import audit, memberships
from events.command import command, step
from events.email_addresses import cleaned
from events.models import Invitation, Membership, Organiser, Team


class NotClosed(Exception):
    """There is nothing to close; the message is the sentence to show."""


@command
def close_organiser(*, email: str, at: datetime) -> Organiser:
    """Let an organiser in no more, signed out everywhere. Raises NotClosed."""
    address = cleaned(email).lower()
    organiser = Organiser.objects.filter(email=address).first()
    if organiser is None:
        raise NotClosed(f"No organiser has the email address {address}")
    locked = _lock(organiser)
    if not locked.is_active:
        raise NotClosed(f"The account of {address} is already closed")
    _close(locked, at=at, by=None)
    return locked


@command
def close_account(organiser: Organiser, *, at: datetime, by: Organiser) -> None:
    """The same by an administrator; of one that is closed already nothing happens.

    Raises PermissionDenied where somebody has closed the administrator's own account meanwhile.
    """
    locked = _lock(organiser, by=by)
    if locked.is_active:
        _close(locked, at=at, by=by)


@command
def open_account(organiser: Organiser, *, at: datetime, by: Organiser) -> None:
    """Let somebody in again, once they have chosen a new password by the link they ask for.

    Raises PermissionDenied, as above.
    """
    locked = _lock(organiser, by=by)
    if locked.is_active:
        return
    locked.is_active = True
    locked.save(update_fields=["is_active"])
    audit.record("organiser_opened", locked, at=at, by=by)


@step
def _lock(organiser: Organiser, *, by: Organiser | None = None) -> Organiser:
    """After their teams, as who changes one does, so that no team loses its last two at once.

    With whoever closes it, so that no two administrators close each other. Without the key:
    whoever joins a team refers to an organiser, and holds that team.
    """
    memberships.lock_teams(organiser.teams.all())
    rows = Organiser.objects.select_for_update(no_key=True).order_by("pk")
    held = rows.in_bulk([one.pk for one in (organiser, by) if one])
    if by and not (held[by.pk].is_active and held[by.pk].is_administrator):
        raise PermissionDenied
    return held[organiser.pk]


@step
def _close(organiser: Organiser, *, at: datetime, by: Organiser | None) -> None:
    """Without a password no link to set another one works, and no device is known any more.

    Nor does a passkey let them in once the account is open again, or one whom they invited.
    """
    Authenticator.objects.filter(user=organiser).delete()
    Invitation.objects.open().filter(invited_by=organiser).update(withdrawn_at=at)
    organiser.is_active = False
    organiser.set_unusable_password()
    organiser.save(update_fields=["is_active", "password"])
    open_sessions.end_all_of(organiser, at=at)
    audit.record("organiser_closed", organiser, at=at, by=by)


def left_alone(organiser: Organiser) -> list[Team]:
    """The teams that they run and in which no other organiser can sign in."""
    others = Membership.objects.who_run_it().exclude(organiser=organiser)
    run_by_them = Team.objects.run_by(organiser, Membership.Role.ORGANISER)
    return list(run_by_them.exclude(pk__in=others.values("team")).order_by("name", "pk"))
