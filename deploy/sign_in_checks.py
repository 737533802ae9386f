"""System checks of how organisers sign in: what of the identity provider's settings is wrong."""

import re

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError

from deploy.identity_client import is_safe
from deploy.identity_provider import IdentityProvider
from events.models import Membership, Team

ID = "placecard.E015"
ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]+)?")


@register(Tags.security)
def provider_can_be_asked(**_: object) -> list[CheckMessage]:
    provider: IdentityProvider | None = settings.IDENTITY_PROVIDER
    if provider is None:
        return []
    return [*_whom_to_ask(provider), *_who_is_let_in(provider)]


@register(Tags.database)
def teams_of_groups_are_there(**_: object) -> list[CheckMessage]:
    """Signing in makes no team, and one that was renamed is not the one that is meant."""
    provider: IdentityProvider | None = settings.IDENTITY_PROVIDER
    wanted = {role.team for role in provider.groups} if provider else set()
    try:
        there = set(Team.objects.filter(name__in=wanted).values_list("name", flat=True))
    except DatabaseError:  # not reached, as another check says, or not migrated yet
        return []
    return [
        Warning(
            f"OIDC_GROUPS names the team {name!r}, which is not there: the group gives nothing.",
            hint="Make the team, or write its new name if it was renamed.",
            id="placecard.W016",
        )
        for name in sorted(wanted - there)
    ]


def _whom_to_ask(provider: IdentityProvider) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if not is_safe(provider.issuer):
        hint = "Write the address that the provider calls its issuer."
        found.append(Error("OIDC_ISSUER does not start with https://.", hint=hint, id=ID))
    for origin in provider.other_origins:
        if not (ORIGIN.fullmatch(origin) and is_safe(origin)):
            hint = "Write it without a path, like https://login.westshire.example."
            found.append(Error(f"OIDC_ORIGINS names {origin!r}.", hint=hint, id=ID))
    for name, value in (
        ("OIDC_CLIENT_ID", provider.client_id),
        ("OIDC_CLIENT_SECRET", provider.client_secret),
    ):
        if not value:
            hint = "Register Placecard at the provider, which gives both."
            found.append(Error(f"{name} is missing beside OIDC_ISSUER.", hint=hint, id=ID))
    return found


def _who_is_let_in(provider: IdentityProvider) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if not any(provider.domains):
        hint = "Write the domains of the council's own email addresses."
        found.append(Error("OIDC_DOMAINS is empty, so nobody is let in.", hint=hint, id=ID))
    for domain in provider.domains:
        if domain and ("@" in domain or "." not in domain or "*" in domain):
            hint = "Write it as it stands after the @, like westshire.gov.uk."
            found.append(Error(f"OIDC_DOMAINS names {domain!r}.", hint=hint, id=ID))
    unread = list(provider.unread_groups)
    unread += [one.group for one in provider.groups if one.role not in Membership.Role.values]
    for group in unread:
        hint = f"Write GROUP=ROLE:TEAM; ROLE is one of {', '.join(Membership.Role.values)}."
        found.append(Error(f"OIDC_GROUPS cannot be read at {group!r}.", hint=hint, id=ID))
    return found
