"""What organisers type to sign in, in the words of this service."""

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    ConfirmLoginCodeForm,
    LoginForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
)
from allauth.account.forms import ReauthenticateForm as PasswordAgainForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter as mfa_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.utils import encrypt
from django import forms
from django.core.exceptions import ValidationError

from deploy import sign_in_audit
from deploy.accounts import nobody, signs_in_at_provider_alone
from deploy.second_factor import decrypted_or_nothing
from deploy.sign_in_tries import tries_of
from events.email_addresses import cleaned
from events.models import Organiser
from events.organisers import PASSWORD_RULE

EMAIL = "Enter an email address in the correct format, like name@example.gov.uk"
CODE = "Enter the 6-digit code from your authenticator app"


def _reword(field: forms.Field, label: str, missing: str, **more: str) -> None:
    field.label, field.help_text = label, ""
    field.error_messages |= {"required": missing, **more}
    field.widget.attrs.pop("placeholder", None)


class PastedAddress(forms.EmailField):
    """An address as it is pasted; what copying adds to it is taken away."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(cleaned(value or "")))


def _reword_email(form: forms.Form, name: str) -> None:
    field = form.fields[name] = PastedAddress(widget=form.fields[name].widget)
    _reword(field, "Email address", "Enter your email address", invalid=EMAIL)
    field.widget.attrs["spellcheck"] = False


def _reword_new_password(fields: dict[str, forms.Field]) -> None:
    _reword(fields["password1"], "New password", "Enter a new password")
    _reword(fields["password2"], "New password again", "Enter the new password again")
    fields["password1"].help_text = PASSWORD_RULE


class SignIn(LoginForm):  # type: ignore[misc]  # allauth carries no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword_email(self, "login")
        _reword(self.fields["password"], "Password", "Enter your password")


class EnterPasswordAgain(PasswordAgainForm):  # type: ignore[misc]  # allauth carries no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self.fields["password"], "Password", "Enter your password")


class AskForNewPassword(ResetPasswordForm):  # type: ignore[misc]  # allauth carries no types
    users: list[Organiser]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword_email(self, "email")

    def clean_email(self) -> str:
        """Who gets no link is nobody, for whom it takes as long."""
        email = str(super().clean_email())
        given = [user for user in self.users if not signs_in_at_provider_alone(user)]
        self.users = given or [nobody(email.lower())]
        return email


class NewPassword(ResetPasswordKeyForm):  # type: ignore[misc]  # allauth carries no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword_new_password(self.fields)


class ChangePassword(ChangePasswordForm):  # type: ignore[misc]  # allauth carries no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self.fields["oldpassword"], "Current password", "Enter your current password")
        _reword_new_password(self.fields)


class EnterCode(AuthenticateForm):  # type: ignore[misc]  # allauth carries no types
    """allauth's own, which counts all wrong codes of an account together: here devices apart."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self.fields["code"], "Code", "Enter the code from your app, or a recovery code")

    def clean_code(self) -> str:
        tries = tries_of(self.user)
        code = str(self.cleaned_data["code"])
        factors = {row.type: row for row in Authenticator.objects.filter(user=self.user)}
        for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
            if kind in factors and factors[kind].wrap().validate_code(code):
                self.authenticator = factors[kind]
                tries.rollback()
                return code
        self._emit_authentication_failed(next(iter(factors.values())))
        raise mfa_adapter().validation_error("incorrect_code")


class EnterMailedCode(ConfirmLoginCodeForm):  # type: ignore[misc]  # allauth carries no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.user: Organiser = kwargs.pop("user")
        super().__init__(*args, **kwargs)
        _reword(self.fields["code"], "Code from the email", "Enter the code from the email")

    def clean_code(self) -> str:
        """Counted beside those of an app: a sign-in that begins again gives no more tries."""
        tries = tries_of(self.user)
        try:
            code = str(super().clean_code())
        except ValidationError:
            sign_in_audit.record_wrong_code(user=self.user)
            raise
        tries.rollback()
        return code


class EnterCodeAgain(ReauthenticateForm):  # type: ignore[misc]  # allauth carries no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self.fields["code"], "Code", "Enter the code from your app, or a recovery code")


class SetUpCodes(ActivateTOTPForm):  # type: ignore[misc]  # allauth carries no types
    """allauth's own, which makes another key whenever its page is opened: here the first stays.

    Until the app has it, it waits in the session, encrypted as it will be afterwards.
    """

    secret: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        session = context.request.session
        kept = decrypted_or_nothing(session.pop(SECRET_SESSION_KEY, ""))
        super().__init__(*args, **kwargs)
        self.secret = kept or self.secret
        session[SECRET_SESSION_KEY] = encrypt(self.secret)
        _reword(self.fields["code"], "Code from the app", CODE)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"
