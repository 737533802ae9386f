"""Which settings administrators are shown: these by name, none of which is a secret."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from deploy.identity_provider import IdentityProvider
from events.dates import format_duration

NONE = "None"


@dataclass(frozen=True)
class Shown:
    """One setting as env.example calls it, and its value in words."""

    name: str
    value: str


def shown() -> list[Shown]:
    """Of what holds a password only the kind is said."""
    texts = ("SERVICE_NAME", "COUNCIL_NAME", "SITE_ADDRESS", "CONTACT_EMAIL", "CONTACT_TELEPHONE")
    numbers = (
        "BOOKINGS_PER_ADDRESS_PER_HOUR",
        "MOST_BOOKINGS_PER_ADDRESS_PER_HOUR",
        "MAILS_PER_RECIPIENT_PER_HOUR",
        "SEARCHES_PER_NETWORK_PER_HOUR",
        "OFFER_WORKING_HOURS",
        "TRUSTED_PROXIES",
        "LEAST_FREE_MEGABYTES",
    )
    return [
        *(Shown(name, getattr(settings, name)) for name in texts),
        Shown("DATABASE_URL", "PostgreSQL" if connection.vendor == "postgresql" else "SQLite"),
        Shown("MAIL", "Files" if settings.MAIL == "files" else "A mail server"),
        Shown("MAIL_FROM", settings.MAIL_FROM),
        Shown("REPLY_MAILBOX", settings.REPLY_MAILBOX or NONE),
        Shown("REQUIRE_TOTP", _yes(settings.REQUIRE_TOTP)),
        Shown("SIGN_IN_CODE_BY_MAIL", _yes(settings.SIGN_IN_CODE_BY_MAIL)),
        *_of_provider(settings.IDENTITY_PROVIDER),
        Shown("DEBUG", _yes(settings.DEBUG)),
        Shown("MAIL_LATE_AFTER_MINUTES", format_duration(settings.MAIL_LATE_AFTER)),
        *(Shown(name, f"{getattr(settings, name):,}") for name in numbers),
    ]


def _of_provider(provider: IdentityProvider | None) -> list[Shown]:
    """All but what it knows us by."""
    if provider is None:
        return [Shown("OIDC_ISSUER", NONE)]
    groups = [f"{one.group}={one.role}:{one.team}" for one in provider.groups]
    return [
        Shown("OIDC_ISSUER", provider.issuer),
        Shown("OIDC_NAME", provider.name),
        Shown("OIDC_DOMAINS", _several(provider.domains)),
        Shown("OIDC_ORIGINS", _several(provider.other_origins)),
        Shown("OIDC_GROUPS", _several([*groups, *provider.unread_groups])),
        Shown("OIDC_TRUSTS_ADDRESSES", _yes(provider.trusts_addresses)),
        Shown("OIDC_REPLACES_SECOND_STEP", _yes(provider.replaces_second_step)),
    ]


def _several(texts: Sequence[str]) -> str:
    return ", ".join(texts) or NONE


def _yes(value: bool) -> str:
    return "Yes" if value else "No"
