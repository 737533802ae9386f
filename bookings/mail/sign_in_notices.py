"""What an organiser is told when their sign-in or their role changes: when, and what to do."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from bookings.mail.building import Envelope, mail
from bookings.mail.facts import Facts
from bookings.mail.mime import Mail
from bookings.mail.queue import Limit, Notice
from bookings.models import Message
from events.models import Membership, Organiser, Team, new_token

Kind = Message.Kind
PASSWORD_CHANGED = "Your password has been changed"  # noqa: S105 (a sentence about it)
APP_ADDED = "An authenticator app has been added to your sign-in"
PASSKEY_ADDED = "A passkey has been added to your sign-in"
STEP_REMOVED = "A second step has been removed from your sign-in"
CODES_MADE = "New recovery codes have been made for your sign-in"
STEPS_RESET = "The second step of your sign-in has been removed"


@dataclass(frozen=True)
class SignInFacts(Facts):
    """News of an account without any secret, and without where it was done from."""

    news: str
    at: datetime
    is_about_a_role: bool = False


@dataclass(frozen=True)
class SignInCodeFacts(Facts):
    """What is typed after the password, and for how many minutes."""

    code: str
    minutes: int


def sign_in_changed(organiser: Organiser, news: str, *, at: datetime) -> list[Notice]:
    """To be queued in the transaction of the change."""
    return _told(organiser, SignInFacts(news=news, at=at))


def role_changed(
    organiser: Organiser, *, team: Team, role: str | None, at: datetime
) -> list[Notice]:
    """The role that they have in this team from now on, or that they are no longer in it."""
    news = f"You are no longer in the team {team.name}"
    if role is not None:
        news = f"Your role in {team.name} is now {Membership.Role(role).label.lower()}"
    return _told(organiser, SignInFacts(news=news, at=at, is_about_a_role=True))


def sign_in_code(organiser: Organiser, code: str, *, minutes: int) -> list[Notice]:
    return _told(organiser, SignInCodeFacts(code=code, minutes=minutes), kind=Kind.SIGN_IN_CODE)


def is_code_still_due(message: Message, at: datetime) -> bool:
    """A code that came too late would only puzzle whoever has had a newer one."""
    return at < message.queued_at + timedelta(minutes=message.facts["minutes"])


def about_sign_in(facts: SignInFacts | SignInCodeFacts, envelope: Envelope) -> Mail:
    provider = settings.IDENTITY_PROVIDER
    context = {
        "facts": facts,
        "new_password": settings.SITE_ADDRESS + reverse("account_reset_password"),
        "provider": provider.name if provider else "",
    }
    return mail(envelope, context, reply_to="")


def _told(
    organiser: Organiser, facts: Facts, *, kind: Message.Kind = Kind.SIGN_IN_CHANGED
) -> list[Notice]:
    """Not counted: bookings in this address, which anybody can make, must not keep it back."""
    return [
        Notice(
            kind=kind,
            to=organiser.email,
            key=new_token(),
            facts=facts,
            limit=Limit.NONE,
        )
    ]
