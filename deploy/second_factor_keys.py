"""SECOND_FACTOR_KEYS: what second factors are encrypted with, or why it cannot be read."""

import base64
import binascii
import hashlib
import secrets
from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured

BYTES = 32
HOW_TO_MAKE_ONE = (
    'python3 -c "import base64, secrets;'
    ' print(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())" makes one.'
)


def second_factor_keys(texts: Sequence[str]) -> list[str]:
    """The keys, 32 bytes each in URL-safe base64. Raises ImproperlyConfigured, showing none."""
    if not texts:
        raise ImproperlyConfigured(f"SECOND_FACTOR_KEYS holds no key. {HOW_TO_MAKE_ONE}")
    return [_key(text.strip(), number) for number, text in enumerate(texts, start=1)]


def new_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(BYTES)).decode()


def key_of(text: str) -> str:
    """The key that follows from another secret: for a developer's machine that has none."""
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _key(text: str, number: int) -> str:
    try:
        key = base64.b64decode(text.replace("-", "+").replace("_", "/"), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != BYTES:
        raise ImproperlyConfigured(
            f"Key {number} of SECOND_FACTOR_KEYS is not {BYTES} bytes in base64. Put commas between"
            f" keys. {HOW_TO_MAKE_ONE}"
        )
    return base64.urlsafe_b64encode(key).decode()
