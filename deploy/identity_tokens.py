"""What a provider says of a person, believed only if it signed that for us, now and once."""

import hmac
from collections.abc import Mapping
from typing import Any

import jwt

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
NEEDED = ["iss", "aud", "exp", "iat", "sub", "nonce"]
CLOCKS_DIFFER_BY = 60  # seconds

Claims = Mapping[str, Any]


class NotBelieved(Exception):
    """The token is not for us, not for this sign-in, too old or not signed; the text says which."""


class UnknownKey(NotBelieved):
    """Signed with a key that is not among these: the provider may have another by now."""


def claims_of(
    id_token: str, *, keys: Mapping[str, Any], issuer: str, client_id: str, nonce: str
) -> Claims:
    """OpenID Connect Core, section 3.1.3.7. Raises NotBelieved, UnknownKey.

    The signature is checked though the token comes from the provider itself, which the standard
    lets one skip: that leaves the certificate of one connection as the only guard.
    """
    try:
        claims: Claims = jwt.decode(
            id_token,
            _key(id_token, keys),
            algorithms=ALGORITHMS,
            audience=client_id,
            issuer=issuer,
            leeway=CLOCKS_DIFFER_BY,
            options={"require": NEEDED},
        )
    except jwt.InvalidKeyError as error:
        raise UnknownKey(type(error).__name__) from None
    except jwt.PyJWTError as error:
        raise NotBelieved(type(error).__name__) from None
    if not hmac.compare_digest(_bytes(claims["nonce"]), nonce.encode()):
        raise NotBelieved("another nonce")
    if claims.get("azp", _only_one(claims["aud"])) != client_id:
        raise NotBelieved("another authorised party")
    return claims


def _bytes(said: Any) -> bytes:
    """JSON lets half a sign through, of which Python makes no bytes by itself."""
    return str(said).encode(errors="surrogatepass")


def _only_one(audience: str | list[str]) -> str | None:
    """For several the token has to say which of them asked for it."""
    named = [audience] if isinstance(audience, str) else audience
    return named[0] if len(named) == 1 else None


def _key(id_token: str, keys: Mapping[str, Any]) -> jwt.PyJWK:
    """The one that the token names, or the only one there is. Raises PyJWTError."""
    header = jwt.get_unverified_header(id_token)
    if header.get("alg") not in ALGORITHMS:
        raise jwt.InvalidAlgorithmError
    found = jwt.PyJWKSet.from_dict(dict(keys)).keys
    named = [key for key in found if key.key_id == header.get("kid")]
    if not named and len(found) == 1 and "kid" not in header:
        named = found
    if not named:
        raise jwt.InvalidKeyError
    return named[0]
