"""What a browser sends of a passkey, and the name that its owner gives it."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.core.exceptions import ValidationError

from deploy import sign_in_audit
from deploy.sign_in_tries import tries_of
from events.fields import LineField

LONGEST_NAME = 60
NAME = "Enter a name for the passkey, like Work laptop"
NOT_ADDED = "The passkey was not added. Try again, or use another device"
NOT_RECOGNISED = "We could not use that passkey. Try again, or sign in another way"
MALFORMED = (ValidationError, AttributeError, KeyError, RecursionError, TypeError, ValueError)


def _checked(check: Callable[[Any], Any], sent: Any, sentence: str) -> Any:
    """What a browser sends is anybody's: fido2 stumbles over odd shapes in many ways."""
    try:
        return check(sent)
    except MALFORMED:
        raise ValidationError(sentence) from None


def _name() -> LineField:
    hint = "For example, Work laptop or Phone"
    return LineField("Name of the passkey", LONGEST_NAME, missing=NAME, help_text=hint)


class SentByScript(forms.JSONField):
    """What the script puts in: none is sent where it does not run."""

    def __init__(self, sentence: str) -> None:
        messages = {"required": sentence, "invalid": sentence}
        super().__init__(widget=forms.HiddenInput, error_messages=messages)

    def to_python(self, value: Any) -> Any:
        return _checked(super().to_python, value, str(self.error_messages["invalid"]))


class NamePasskey(forms.Form):
    name = _name()


class AddPasskey(forms.Form):
    name = _name()
    credential = SentByScript(NOT_ADDED)

    def clean_credential(self) -> Any:
        sent = self.cleaned_data["credential"]
        _checked(auth.parse_registration_response, sent, NOT_ADDED)
        _checked(auth.complete_registration, sent, NOT_ADDED)
        return sent

    def clean(self) -> None:
        """Without a name the script asks for no passkey: that is the one thing to mend."""
        if "name" in self.errors:
            self.errors.pop("credential", None)


class EnterPasskey(AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth carries no types
    """allauth's own, which counts all tries of an account together: here devices apart."""

    credential = SentByScript(NOT_RECOGNISED)

    def clean_credential(self) -> Authenticator:
        tries = tries_of(self.user)
        try:
            found = _recognised(self.user, self.cleaned_data["credential"])
        except ValidationError:
            sign_in_audit.record_wrong_code(user=self.user)
            raise
        tries.rollback()
        return found


class EnterPasskeyAgain(EnterPasskey, ReauthenticateWebAuthnForm):  # type: ignore[misc]  # nor here
    pass


class SignInWithPasskey(LoginWebAuthnForm):  # type: ignore[misc]  # allauth carries no types
    """Nobody is named before it is checked: whose it is, it says itself."""

    credential = SentByScript(NOT_RECOGNISED)

    def clean_credential(self) -> Authenticator:
        sent = self.cleaned_data["credential"]
        organiser = None
        try:
            organiser = _checked(auth.extract_user_from_response, sent, NOT_RECOGNISED)
            return _recognised(organiser, sent)
        except ValidationError:
            sign_in_audit.record_failed(organiser)
            raise


def _recognised(organiser: Any, sent: Any) -> Authenticator:
    _checked(auth.parse_authentication_response, sent, NOT_RECOGNISED)
    return _checked(
        lambda answer: auth.complete_authentication(organiser, answer), sent, NOT_RECOGNISED
    )
