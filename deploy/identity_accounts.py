"""Whose account it is that a provider vouches for: an organiser's, or one that a group gives."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from bookings.mail import sign_in_notices
from bookings.mail.queue import queue
from deploy.identity_provider import GroupRole, IdentityProvider
from deploy.identity_tokens import Claims
from events import audit
from events.command import command
from events.models import Membership, Organiser, Team
from events.organisers import LONGEST_NAME


class NotLetIn(Exception):
    """Whoever signed in there is nobody here; the message is the sentence to show."""


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
    try:
        validate_email(email)
    except ValidationError:
        raise NotLetIn("Your account there has no email address.") from None
    if email.rpartition("@")[2].lower() not in provider.domains:
        raise NotLetIn(f"Addresses like {email} are not used to sign in here.")
    if not (provider.trusts_addresses or claims.get("email_verified") is True):
        raise NotLetIn(f"Your account there has not confirmed the address {email} yet.")
    groups = claims.get("groups")
    own = groups if isinstance(groups, list) else []
    return Person(
        email=email.lower(),
        full_name=_one_line(str(claims.get("name") or email))[:LONGEST_NAME],
        roles=[role for role in provider.groups if role.group in own],
    )


@command
def organiser_for(person: Person, *, at: datetime) -> Organiser:
    """With the roles that groups give and that they have not in these teams. Raises NotLetIn.

    What was changed here by hand stays: a group gives a role, and takes none away.
    """
    organiser = Organiser.objects.select_for_update().filter(email=person.email).first()
    if organiser is None and not person.roles:
        raise NotLetIn(f"There is no organiser with the email address {person.email}.")
    if organiser is None:
        organiser = Organiser(email=person.email, full_name=person.full_name, joined_at=at)
        organiser.set_unusable_password()
        organiser.save(force_insert=True)
        audit.record("organiser_created", organiser, at=at)
    for given in person.roles:
        _give(organiser, given, at=at)
    return organiser


def _give(organiser: Organiser, given: GroupRole, *, at: datetime) -> None:
    team, _ = Team.objects.get_or_create(name=given.team)
    _, is_new = Membership.objects.get_or_create(
        team=team, organiser=organiser, defaults={"role": given.role}
    )
    if is_new:
        audit.record("role_given_by_group", organiser, at=at)
        queue(sign_in_notices.role_changed(organiser, team=team, role=given.role, at=at), at=at)


def _one_line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
