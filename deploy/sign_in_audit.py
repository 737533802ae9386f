"""Signing in, as the audit trail tells it: which organiser, what and when, and no address.

What happens is allauth's and Django's own code: their signals are the one way to hear of it.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.db import connection
from django.utils import timezone

from events import audit
from events.command import command
from events.models import Organiser

NOBODY = Organiser(public_id="")  # whoever has the address that was typed is no organiser here
ADDED = {
    "totp": "second_factor_set_up",
    "webauthn": "passkey_added",
    "recovery_codes": "recovery_codes_made",
}
REMOVED = {
    "totp": "second_factor_removed",
    "webauthn": "passkey_removed",
    "recovery_codes": "recovery_codes_removed",
}
USED = {
    "totp": "second_factor_used",
    "webauthn": "passkey_used",
    "recovery_codes": "recovery_code_used",
}


def begin() -> None:
    """Hear of everything from now on."""
    for signal, action in (
        (account.user_logged_in, "signed_in"),
        (account.password_changed, "password_changed"),
        (account.password_reset, "password_reset"),
        (user_logged_out, "signed_out"),
    ):
        signal.connect(partial(_record, action), weak=False, dispatch_uid=action)
    mfa.authentication_failed.connect(record_wrong_code)
    for factors, actions in (
        (mfa.authenticator_added, ADDED),
        (mfa.authenticator_reset, ADDED),
        (mfa.authenticator_removed, REMOVED),
        (mfa.authenticator_used, USED),
    ):
        record = partial(_record_factor, actions)
        factors.connect(record, weak=False, dispatch_uid=str(actions))
    user_login_failed.connect(_record_failure)


def _write(action: str, organiser: Organiser, *, by: Organiser | None) -> None:
    """With the change that it tells of, where that has a transaction."""
    write = audit.record if connection.in_atomic_block else command(audit.record)
    write(action, organiser, at=timezone.now(), by=by)


def _record(action: str, *, user: Organiser | None, **_: object) -> None:
    if user is not None:
        _write(action, user, by=user)


def _record_factor(
    actions: Mapping[str, str], *, user: Organiser, authenticator: Authenticator, **_: object
) -> None:
    _write(actions[authenticator.type], user, by=user)


def record_wrong_code(*, user: Organiser, **_: object) -> None:
    _write("second_factor_failed", user, by=None)


def record_failed(organiser: Organiser | None) -> None:
    """One entry where it names nobody too."""
    _write("sign_in_failed", organiser or NOBODY, by=None)


def _record_failure(*, credentials: Mapping[str, Any], **_: object) -> None:
    """One entry for an unknown address too: it is counted so, and takes as long."""
    email = str(credentials.get("email", "")).lower()
    _write("sign_in_failed", Organiser.objects.filter(email=email).first() or NOBODY, by=None)
