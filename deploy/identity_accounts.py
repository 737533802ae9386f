"""Whose account it is that a provider vouches for: an organiser's, or one that a group gives."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from bookings.mail import sign_in_notices
from bookings.mail.queue import queue
from deploy.identity_provider import GroupRole, IdentityProvider
from deploy.identity_tokens import Claims
from events import audit, memberships
from events.command import command, step
from events.models import Organiser, Team
from events.organisers import LONGEST_NAME

LONGEST_ADDRESS = 254

log = logging.getLogger(__name__)


class NotLetIn(Exception):
    """Whoever signed in there is not let in here; the message is the sentence to show."""

    def __init__(self, sentence: str, *, organiser: Organiser | None = None) -> None:
        super().__init__(sentence)
        self.organiser = organiser


@dataclass(frozen=True)
class Person:
    """What the provider says of whoever signed in, as far as it is believed."""

    email: str
    full_name: str
    roles: Sequence[GroupRole]


def person_of(claims: Claims, provider: IdentityProvider) -> Person:
    """Raises NotLetIn."""
    email = str(claims.get("email") or "")
    if provider.trusts_addresses:
        email = email or str(claims.get("preferred_username") or "")
    if not email.isascii():  # lower() makes a Latin letter of some others: a K of the Kelvin sign
        raise NotLetIn("The address of your council account has accents or symbols.")
    try:
        validate_email(email)
    except ValidationError:
        raise NotLetIn("Your council account has no email address.") from None
    if len(email) > LONGEST_ADDRESS:
        raise NotLetIn(
            f"The address of your council account has more than {LONGEST_ADDRESS} characters."
        )
    if not provider.gives(email):
        raise NotLetIn(f"Addresses like {email} are not used to sign in here.")
    if not (provider.trusts_addresses or claims.get("email_verified") is True):
        raise NotLetIn(f"Your council account has not confirmed the address {email} yet.")
    groups = claims.get("groups")
    own = groups if isinstance(groups, list) else []
    return Person(
        email=email.lower(),
        full_name=(_one_line(str(claims.get("name") or "")) or email)[:LONGEST_NAME],
        roles=[role for role in provider.groups if role.group in own],
    )


@command
def organiser_for(person: Person, *, at: datetime) -> Organiser:
    """With the roles that groups give and that they have not in these teams. Raises NotLetIn.

    What was changed here by hand stays: a group gives a role once, takes none away, and makes no
    team. Teams are held before the organiser, as who closes an account holds them.
    """
    given = _in_teams_that_are_held(person.roles)
    rows = Organiser.objects.select_for_update(no_key=True)
    if not given and not rows.filter(email=person.email).exists():
        raise NotLetIn(f"There is no organiser with the email address {person.email}.")
    organiser, is_new = rows.get_or_create(
        email=person.email,
        defaults={
            "full_name": person.full_name,
            "joined_at": at,
            "password": make_password(None),
        },
    )
    if not organiser.is_active:
        sentence = f"The account of {person.email} here has been closed."
        raise NotLetIn(sentence, organiser=organiser)
    if is_new:
        audit.record("organiser_created", organiser, at=at)
    _give(organiser, given, at=at)
    return organiser


@step
def _in_teams_that_are_held(roles: Sequence[GroupRole]) -> list[tuple[Team, str]]:
    """Each role with its team; those whose team is not there are left out."""
    wanted = {role.team for role in roles}
    teams = {team.name: team for team in Team.objects.filter(name__in=wanted)}
    missing = sorted(wanted - teams.keys())
    if missing:
        log.warning("OIDC_GROUPS names teams that are not there: %s", ", ".join(missing))
    memberships.lock_teams(teams.values())
    return [(teams[role.team], role.role) for role in roles if role.team in teams]


@step
def _give(organiser: Organiser, given: Sequence[tuple[Team, str]], *, at: datetime) -> None:
    for team, role in given:
        if memberships.give_by_group(organiser, team, role, at=at):
            queue(sign_in_notices.role_changed(organiser, team=team, role=role, at=at), at=at)


def _one_line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
