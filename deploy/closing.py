"""Closing an organiser's account and opening it again; what their teams announced stays."""

from datetime import datetime

from django.db.models import QuerySet

from deploy import open_sessions
from events import audit, memberships
from events.command import command, step
from events.email_addresses import cleaned
from events.models import Membership, Organiser, Team


class NotClosed(Exception):
    """There is nothing to close; the message is the sentence to show."""


@command
def close_organiser(*, email: str, at: datetime) -> Organiser:
    """Let an organiser in no more, signed out everywhere. Raises NotClosed."""
    address = cleaned(email).lower()
    organiser = _held().filter(email=address).first()
    if organiser is None:
        raise NotClosed(f"No organiser has the email address {address}")
    if not organiser.is_active:
        raise NotClosed(f"The account of {address} is closed already")
    _close(organiser, at=at, by=None)
    return organiser


@command
def close_account(organiser: Organiser, *, at: datetime, by: Organiser) -> None:
    """The same by an administrator; of one that is closed already nothing happens."""
    locked = _held().get(pk=organiser.pk)
    if locked.is_active:
        _close(locked, at=at, by=by)


@command
def open_account(organiser: Organiser, *, at: datetime, by: Organiser) -> None:
    """Let somebody in again, once they have chosen a new password by the link they ask for."""
    locked = _held().get(pk=organiser.pk)
    if locked.is_active:
        return
    locked.is_active = True
    locked.save(update_fields=["is_active"])
    audit.record("organiser_opened", locked, at=at, by=by)


@step
def _close(organiser: Organiser, *, at: datetime, by: Organiser | None) -> None:
    """Without a password no link to set another one works, and no device is known any more.

    Their teams are locked, so that whoever else runs one cannot leave it at the same moment.
    """
    memberships.lock_teams(organiser.teams.all())
    organiser.is_active = False
    organiser.set_unusable_password()
    organiser.save(update_fields=["is_active", "password"])
    open_sessions.end_all_of(organiser, at=at)
    audit.record("organiser_closed", organiser, at=at, by=by)


def left_alone(organiser: Organiser) -> list[Team]:
    """Their teams that nobody else runs who can sign in."""
    others = Membership.objects.exclude(organiser=organiser).who_run_it()
    return list(organiser.teams.exclude(pk__in=others.values("team")).order_by("name", "pk"))


def _held() -> QuerySet[Organiser]:
    """No key: whoever joins a team refers to an organiser meanwhile, and holds the team."""
    return Organiser.objects.select_for_update(no_key=True)
