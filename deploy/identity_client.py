"""What is said to an OpenID Connect provider: where a browser goes, and a code for a token."""

import base64
import hashlib
import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from deploy.identity_provider import IdentityProvider, origin_of
from deploy.identity_tokens import Claims, UnknownKey, claims_of
from deploy.kept_answers import ForAWhile

SECONDS_TO_ANSWER = 5
LONGEST_ANSWER = 1024 * 1024  # bytes
TOLD = ForAWhile(seconds=5 * 60)  # where to ask, and with which keys is signed
SILENT = ForAWhile(seconds=30)  # origins: no thread waits for them again so soon
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
    address = f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration"
    told: Mapping[str, Any] | None = TOLD.get(address)
    if told is not None:
        return told
    found = _ask(address)
    if found.get("issuer") != provider.issuer:
        raise NoAnswer("another issuer")
    if not all(is_safe(str(found.get(name, ""))) for name in ENDPOINTS):
        raise NoAnswer("an endpoint is missing, or not https")
    TOLD.keep(address, found)
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
    claims = partial(
        claims_of,
        str(answer.get("id_token", "")),
        issuer=provider.issuer,
        client_id=provider.client_id,
        nonce=nonce,
    )
    return _by_its_keys(str(known["jwks_uri"]), claims)


def _by_its_keys(address: str, claims: Callable[..., Claims]) -> Claims:
    """Those that are kept, or where the token names another one, those of now."""
    kept = TOLD.get(address)
    if kept is not None:
        with suppress(UnknownKey):
            return claims(keys=kept)
    keys = _ask(address)
    believed = claims(keys=keys)
    TOLD.keep(address, keys)
    return believed


def _basic(provider: IdentityProvider) -> str:
    pair = f"{quote(provider.client_id, safe='')}:{quote(provider.client_secret, safe='')}"
    return f"Basic {base64.b64encode(pair.encode()).decode()}"


def _ask(
    address: str, form: bytes | None = None, headers: Mapping[str, str] | None = None
) -> Mapping[str, Any]:
    if not is_safe(address):
        raise NoAnswer("not https")
    if SILENT.get(origin_of(address)):
        raise NoAnswer("nor did it a moment ago")
    wanted = {"Accept": "application/json", **(headers or {})}
    request = urllib.request.Request(address, form, wanted)  # noqa: S310 - http to loopback at most
    try:
        found = json.loads(_answer_to(request))
    except (OSError, ValueError, http.client.HTTPException, RecursionError) as error:
        if isinstance(error, OSError) and not isinstance(error, urllib.error.HTTPError):
            SILENT.keep(origin_of(address), True)
        raise NoAnswer(type(error).__name__) from None
    if not isinstance(found, dict):
        raise NoAnswer("no object")
    return found


def _answer_to(request: urllib.request.Request) -> bytes:
    """In time as a whole, also where it comes in drops."""
    latest = time.monotonic() + SECONDS_TO_ANSWER
    answered = bytearray()
    opener = urllib.request.build_opener(NoRedirects)
    with opener.open(request, timeout=SECONDS_TO_ANSWER) as answer:
        while part := answer.read1(LONGEST_ANSWER - len(answered)):
            answered += part
            if time.monotonic() > latest:
                raise TimeoutError
    return bytes(answered)
