"""What is said to an OpenID Connect provider: where a browser goes, and a code for a token."""

import base64
import hashlib
import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from deploy.identity_provider import IdentityProvider, origin_of
from deploy.identity_tokens import Claims, claims_of

SECONDS_TO_ANSWER = 5
LONGEST_ANSWER = 1024 * 1024  # bytes
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class NoAnswer(Exception):
    """The provider did not answer, or not as the standard says; the text says how."""


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """Where a provider sends us on, it is asked nothing: our secret goes to its address alone."""

    def redirect_request(self, *_: Any) -> None:
        return None


def is_safe(address: str) -> bool:
    """Whether nobody between us and it can read or change what is said."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


def configuration(provider: IdentityProvider) -> Mapping[str, Any]:
    """OpenID Connect Discovery, section 4. Raises NoAnswer."""
    found = _ask(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    if found.get("issuer") != provider.issuer:
        raise NoAnswer("another issuer")
    if not all(is_safe(str(found.get(name, ""))) for name in ENDPOINTS):
        raise NoAnswer("an endpoint is missing, or not https")
    return found


def where_to_sign_in(
    provider: IdentityProvider,
    *,
    come_back_to: str,
    state: str,
    nonce: str,
    verifier: str,
) -> str:
    """Raises NoAnswer. What only this browser's session knows comes back, or is in the token."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest())
    asked = {
        "response_type": "code",
        "scope": "openid email profile",
        "client_id": provider.client_id,
        "redirect_uri": come_back_to,
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge.rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    address = str(configuration(provider)["authorization_endpoint"])
    if origin_of(address) not in provider.origins:
        raise NoAnswer(f"it lets people sign in at {origin_of(address)}: set OIDC_ORIGINS")
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def who_signed_in(
    provider: IdentityProvider, *, code: str, come_back_to: str, nonce: str, verifier: str
) -> Claims:
    """Raises NoAnswer, NotBelieved."""
    known = configuration(provider)
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": come_back_to,
        "code_verifier": verifier,
    }
    methods = known.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    headers = {}
    if "client_secret_basic" in methods:
        headers["Authorization"] = _basic(provider)
    else:
        form |= {"client_id": provider.client_id, "client_secret": provider.client_secret}
    answer = _ask(str(known["token_endpoint"]), urlencode(form).encode(), headers)
    return claims_of(
        str(answer.get("id_token", "")),
        keys=_ask(str(known["jwks_uri"])),
        issuer=provider.issuer,
        client_id=provider.client_id,
        nonce=nonce,
    )


def _basic(provider: IdentityProvider) -> str:
    pair = f"{quote(provider.client_id, safe='')}:{quote(provider.client_secret, safe='')}"
    return f"Basic {base64.b64encode(pair.encode()).decode()}"


def _ask(
    address: str, form: bytes | None = None, headers: Mapping[str, str] | None = None
) -> Mapping[str, Any]:
    if not is_safe(address):
        raise NoAnswer("not https")
    wanted = {"Accept": "application/json", **(headers or {})}
    request = urllib.request.Request(address, form, wanted)  # noqa: S310 - http to loopback at most
    opener = urllib.request.build_opener(NoRedirects)
    try:
        with opener.open(request, timeout=SECONDS_TO_ANSWER) as answer:
            found = json.loads(answer.read(LONGEST_ANSWER))
    except (OSError, ValueError, http.client.HTTPException, RecursionError) as error:
        raise NoAnswer(type(error).__name__) from None
    if not isinstance(found, dict):
        raise NoAnswer("no object")
    return found
