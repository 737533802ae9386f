"""Making organisers: the only way somebody gets to sign in."""

import secrets
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from events import audit
from events.command import command, step
from events.models import Membership, Organiser, Team
from events.models.identity import LETTERS_AND_FIGURES
from events.text_validators import one_line

LONGEST_NAME = 200
PASSWORD_RULE = "At least 12 characters, and not a common password"  # noqa: S105 (a sentence)


class NotCreated(Exception):
    """The organiser cannot be made; the message is the sentence to show."""


class AlreadyAnOrganiser(NotCreated):
    """Somebody signs in with this address, perhaps since a moment ago."""

    def __init__(self, address: str) -> None:
        super().__init__(f"{address} is an organiser already")


@command
def create_organiser(
    *,
    email: str,
    full_name: str,
    team: str,
    role: str,
    password: str,
    is_administrator: bool = False,
    at: datetime,
) -> Organiser:
    """Let somebody sign in, as a member of a team that is made if there is none of that name.

    An administrator needs no team. Raises NotCreated.
    """
    if not password:
        raise NotCreated("Give a password")
    team_name = _name("the name of their team", team) if team or not is_administrator else ""
    _check_role(role)
    organiser = add_organiser(email=email, full_name=full_name, password=password, at=at)
    if is_administrator:
        organiser.is_administrator = True
        organiser.save(update_fields=["is_administrator"])
    if team_name:
        Membership.objects.create(
            team=Team.objects.get_or_create(name=team_name)[0], organiser=organiser, role=role
        )
    return organiser


@command
def make_administrator(email: str, *, at: datetime) -> Organiser | None:
    """Of somebody who can sign in already; None where nobody with this address can."""
    rows = Organiser.objects.select_for_update(no_key=True).filter(is_active=True)
    organiser = rows.filter(email=email.strip().lower()).first()
    if organiser and not organiser.is_administrator:
        organiser.is_administrator = True
        organiser.save(update_fields=["is_administrator"])
        audit.record("administrator_made", organiser, at=at)
    return organiser


@step
def add_organiser(*, email: str, full_name: str, password: str, at: datetime) -> Organiser:
    """Somebody in no team yet; without a password where it is empty: they sign in elsewhere.

    Raises NotCreated, AlreadyAnOrganiser.
    """
    address, name = _address(email), _name("their full name", full_name)
    if password:
        _check_password(password, Organiser(email=address, full_name=name))
    organiser, is_new = Organiser.objects.get_or_create(
        email=address,
        defaults={"full_name": name, "joined_at": at, "password": make_password(password or None)},
    )
    if not is_new:
        raise AlreadyAnOrganiser(address)
    audit.record("organiser_created", organiser, at=at)
    return organiser


def new_password() -> str:
    """Sixteen random letters in groups of four, without look-alikes: about 79 bits."""
    groups = ("".join(secrets.choice(LETTERS_AND_FIGURES) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


def _address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise NotCreated(f"{email!r} is not an email address") from None
    if Organiser.objects.filter(email=address).exists():
        raise AlreadyAnOrganiser(address)
    return address


def _name(what: str, name: str) -> str:
    name = name.strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise NotCreated(f"Give {what}, in {LONGEST_NAME} characters or fewer")
    try:
        one_line(name)
    except ValidationError as error:
        raise NotCreated(error.messages[0]) from None
    return name


def _check_role(role: str) -> None:
    if role not in Membership.Role.values:
        raise NotCreated(f"{role!r} is no role: use {', '.join(Membership.Role.values)}")


def _check_password(password: str, organiser: Organiser) -> None:
    try:
        validate_password(password, organiser)
    except ValidationError as error:
        raise NotCreated(" ".join(error.messages)) from None
