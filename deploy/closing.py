"""Closing an organiser's account; whatever their teams announced stays as it is."""

from datetime import datetime

from deploy import open_sessions
from events import audit
from events.command import command
from events.email_addresses import cleaned
from events.models import Membership, Organiser, Team


class NotClosed(Exception):
    """There is nothing to close; the message is the sentence to show."""


@command
def close_organiser(*, email: str, at: datetime) -> Organiser:
    """Let an organiser in no more, signed out everywhere. Raises NotClosed.

    Without a password no link to set another one works either, and no device is known any more.
    """
    address = cleaned(email).lower()
    organiser = Organiser.objects.select_for_update().filter(email=address).first()
    if organiser is None:
        raise NotClosed(f"No organiser has the email address {address}")
    if not organiser.is_active:
        raise NotClosed(f"The account of {address} is closed already")
    organiser.is_active = False
    organiser.set_unusable_password()
    organiser.save(update_fields=["is_active", "password"])
    open_sessions.end_all_of(organiser, at=at)
    audit.record("organiser_closed", organiser, at=at)
    return organiser


def left_alone(organiser: Organiser) -> list[Team]:
    """Their teams in which nobody else can sign in."""
    others = Membership.objects.exclude(organiser=organiser).filter(organiser__is_active=True)
    return list(organiser.teams.exclude(pk__in=others.values("team")).order_by("name", "pk"))
