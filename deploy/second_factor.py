"""Second factors at rest: encrypted with a key that is not in the database, and reset."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from bookings.mail import sign_in_notices
from bookings.mail.queue import queue
from deploy import open_sessions
from events import audit
from events.command import command
from events.email_addresses import cleaned
from events.models import Organiser

ENCRYPTED = "gAAAAA"  # how Fernet's texts begin; neither base32 nor hexadecimal has a g
SECRETS = {"secret", "seed"}  # of the codes of an app, and of recovery codes


class Unreadable(Exception):
    """No key of SECOND_FACTOR_KEYS fits: the factor has to be reset."""


class NotReset(Exception):
    """There is nothing to reset; the message is the sentence to show."""


class EncryptedSecrets(DefaultMFAAdapter):  # type: ignore[misc]  # allauth carries no types
    """What a passkey leaves here is no secret: with its public key one only checks."""

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises Unreadable, for a text in clear too: the migration left none."""
        try:
            return _keys().decrypt(encrypted_text).decode()
        except InvalidToken:
            raise Unreadable from None

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Of our own host, whatever was asked for: a passkey is for one alone."""
        host = urlsplit(settings.SITE_ADDRESS).hostname or ""
        return {"id": host, "name": settings.SERVICE_NAME}


def decrypted_or_nothing(text: str) -> str:
    try:
        return EncryptedSecrets().decrypt(text)
    except Unreadable:
        return ""


@command
def encrypt_all() -> list[Organiser]:
    """Encrypt every factor with the first key; returns whose could not be read, and are as before.

    Their rows are locked: a recovery code that is used meanwhile stays used.
    """
    rows = Authenticator.objects.select_for_update().order_by("pk")
    unreadable = {row.user_id for row in encrypt_rows(rows)}
    return list(Organiser.objects.filter(pk__in=unreadable).order_by("email", "pk"))


def encrypt_rows(rows: Iterable[Any]) -> list[Any]:
    """Encrypt what is in clear, and again what is not; returns the rows that cannot be read."""
    unreadable = []
    for row in rows:
        try:
            row.data = {name: _protected(name, value) for name, value in row.data.items()}
        except Unreadable:
            unreadable.append(row)
            continue
        row.save(update_fields=["data"])
    return unreadable


@command
def reset(*, email: str, at: datetime) -> Organiser:
    """Let an organiser set up the second factor again, signed out everywhere. Raises NotReset."""
    address = cleaned(email).lower()
    organiser = Organiser.objects.filter(email=address).first()
    if organiser is None:
        raise NotReset(f"No organiser has the email address {address}")
    gone, _ = Authenticator.objects.filter(user=organiser).delete()
    if not gone:
        raise NotReset(f"{address} has not set up a second factor")
    open_sessions.end_all_of(organiser, at=at)
    audit.record("second_factor_reset", organiser, at=at)
    queue(sign_in_notices.sign_in_changed(organiser, sign_in_notices.STEPS_RESET, at=at), at=at)
    return organiser


def _protected(name: str, value: Any) -> Any:
    if name not in SECRETS:
        return value
    adapter = EncryptedSecrets()
    return adapter.encrypt(adapter.decrypt(value) if value.startswith(ENCRYPTED) else value)


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.SECOND_FACTOR_KEYS])
