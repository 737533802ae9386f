"""What a row is called outside the server: public ids, secret tokens and calendar UIDs."""

import secrets
import uuid

from django.conf import settings

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
PUBLIC_ID_LENGTH = 8


def new_public_id() -> str:
    """Eight random characters without look-alikes, about 40 bits."""
    return "".join(secrets.choice(LETTERS) for _ in range(PUBLIC_ID_LENGTH))


def new_token() -> str:
    """128 random bits for a secret link."""
    return secrets.token_urlsafe(16)


def new_uid() -> str:
    """A calendar UID (RFC 5545 section 3.8.4.7): random, on the installation's fixed domain."""
    return f"{uuid.uuid4()}@{settings.CALENDAR_DOMAIN}"
