"""Percent-encoding in settings, where a plain % may have been meant."""

import re
from urllib.parse import unquote

from django.core.exceptions import ImproperlyConfigured

PLAIN = re.compile(r"%(?![0-9A-Fa-f]{2})|%(?:3[0-9]|[46][1-9A-F]|[57][0-9A])", re.IGNORECASE)


def decoded(text: str, where: str) -> str:
    """The text with %40 as @. Raises ImproperlyConfigured, which shows nothing of the text.

    Nobody encodes a letter or a digit: %41 is more likely a path or a password that holds it.
    """
    try:
        if not PLAIN.search(text):
            return unquote(text, errors="strict")
    except UnicodeDecodeError:
        pass
    raise ImproperlyConfigured(f"There is a % in {where} that encodes nothing. Write it as %25.")
