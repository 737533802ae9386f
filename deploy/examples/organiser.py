"""The organiser of the example events, and how to sign in as her."""

from datetime import datetime

from django.conf import settings

from events import organisers
from events.models import Membership, Organiser

ADDRESS = "organiser@westshire.example"
KNOWN_PASSWORD = "westshire-example-password"  # noqa: S105 (of a developer's own machine only)


def load_organiser(team: str, *, at: datetime) -> Organiser:
    """Her, made if she is not there yet; with DEBUG she has a password that everybody knows."""
    known = Organiser.objects.filter(email=ADDRESS).first()
    return known or _make(team, at)


def describe_sign_in(organiser: Organiser) -> str:
    if settings.DEBUG and organiser.check_password(KNOWN_PASSWORD):
        return f"Organiser of the examples: {ADDRESS}, password {KNOWN_PASSWORD}"
    return (
        f"Organiser of the examples: {ADDRESS}; set a password with:"
        f" python manage.py changepassword {ADDRESS}"
    )


def _make(team: str, at: datetime) -> Organiser:
    organiser = organisers.create_organiser(
        email=ADDRESS,
        full_name="Example Organiser",
        team=team,
        role=Membership.Role.ORGANISER,
        password=organisers.new_password(),
        at=at,
    )
    if settings.DEBUG:
        organiser.set_password(KNOWN_PASSWORD)
        organiser.save(update_fields=["password"])
    return organiser
