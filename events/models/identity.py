"""What a row is called outside the server: public ids, secret tokens and calendar UIDs."""

import secrets
import uuid

from django.conf import settings

LETTERS = "abcdefghjkmnpqrstuvwxyz"
LETTERS_AND_FIGURES = f"23456789{LETTERS}"
PUBLIC_ID_LENGTH = 8
CHECK_IN_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # capitals make the smallest QR code
CHECK_IN_LENGTH = 16


def new_public_id() -> str:
    """Eight random characters without look-alikes, about 39 bits.

    A letter at either end: a spreadsheet takes 863956e2 for a number and june2345 for a month.
    """
    within = [secrets.choice(LETTERS_AND_FIGURES) for _ in range(PUBLIC_ID_LENGTH - 2)]
    return "".join([secrets.choice(LETTERS), *within, secrets.choice(LETTERS)])


def new_token() -> str:
    """128 random bits for a secret link."""
    return secrets.token_urlsafe(16)


def new_check_in_code() -> str:
    """80 random bits without look-alikes (Crockford's base 32), for the QR code of a badge."""
    return "".join(secrets.choice(CHECK_IN_LETTERS) for _ in range(CHECK_IN_LENGTH))


def new_uid() -> str:
    """A calendar UID (RFC 5545 section 3.8.4.7): random, on the installation's fixed domain."""
    return f"{uuid.uuid4()}@{settings.CALENDAR_DOMAIN}"
