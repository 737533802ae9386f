"""The council's own sign-in, as the environment names it: an OpenID Connect provider."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

GROUP = re.compile(r"(?P<group>[^=]+)=(?P<role>[^:]+):(?P<team>.+)")


@dataclass(frozen=True)
class GroupRole:
    """What membership of a group there gives here."""

    group: str
    role: str
    team: str


@dataclass(frozen=True)
class IdentityProvider:
    """One that organisers sign in with; `groups` that cannot be read are in `unread_groups`.

    `other_origins`: where else than at the issuer's a browser comes by to sign in.
    `trusts_addresses`: its addresses are the council's own, whether or not it says "verified".
    `replaces_second_step`: it asks for a second step itself, so we do not.
    """

    issuer: str
    name: str
    client_id: str
    client_secret: str = field(repr=False)
    domains: tuple[str, ...] = ()
    other_origins: tuple[str, ...] = ()
    groups: tuple[GroupRole, ...] = ()
    unread_groups: tuple[str, ...] = ()
    trusts_addresses: bool = False
    replaces_second_step: bool = False

    def gives(self, email: str) -> bool:
        """Whether whoever has this address signs in there."""
        return email.rpartition("@")[2].lower() in self.domains

    @property
    def origins(self) -> list[str]:
        """Where a browser may be sent to sign in."""
        return [origin_of(self.issuer), *self.other_origins]


def origin_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def read(env: Any) -> IdentityProvider | None:
    """None where OIDC_ISSUER is not set; what is wrong with it the system checks say."""
    issuer = env.str("OIDC_ISSUER", default="")
    if not issuer:
        return None
    written = [text.strip() for text in env.list("OIDC_GROUPS", default=[])]
    return IdentityProvider(
        issuer=issuer,
        name=env.str("OIDC_NAME", default="your council account"),
        client_id=env.str("OIDC_CLIENT_ID", default=""),
        client_secret=env.str("OIDC_CLIENT_SECRET", default=""),
        domains=_several(env.list("OIDC_DOMAINS", default=[])),
        other_origins=_several(env.list("OIDC_ORIGINS", default=[])),
        groups=read_groups(written),
        unread_groups=tuple(text for text in written if not GROUP.fullmatch(text)),
        trusts_addresses=env.bool("OIDC_TRUSTS_ADDRESSES", default=False),
        replaces_second_step=env.bool("OIDC_REPLACES_SECOND_STEP", default=False),
    )


def _several(written: Sequence[str]) -> tuple[str, ...]:
    return tuple(one.strip().lower() for one in written)


def read_groups(written: Sequence[str]) -> tuple[GroupRole, ...]:
    found = filter(None, map(GROUP.fullmatch, written))
    return tuple(GroupRole(one["group"], one["role"], one["team"]) for one in found)
