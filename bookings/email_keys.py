"""An e-mail address as it is compared, wherever it is looked for or counted."""

import unicodedata
from contextlib import suppress


def email_key(address: str) -> str:
    """The address trimmed, NFKC, lower case, the domain as it stands in DNS."""
    name, _, domain = unicodedata.normalize("NFKC", address.strip()).lower().rpartition("@")
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode()
    return f"{name}@{domain}"
