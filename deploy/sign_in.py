"""What organisers type to sign in, in the words of this service."""

from typing import Any

from allauth.account.forms import LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from allauth.account.forms import ReauthenticateForm as PasswordAgainForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms

EMAIL = "Enter an email address in the correct format, like name@example.gov.uk"
CODE = "Enter the 6-digit code from your authenticator app"


def _reword(field: forms.Field, label: str, missing: str, **more: str) -> None:
    field.label, field.help_text = label, ""
    field.error_messages |= {"required": missing, **more}
    field.widget.attrs.pop("placeholder", None)


def _reword_email(field: forms.Field) -> None:
    _reword(field, "Email address", "Enter your email address", invalid=EMAIL)
    field.widget.attrs["spellcheck"] = False


class SignIn(LoginForm):  # type: ignore[misc]  # allauth carries no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword_email(self.fields["login"])
        _reword(self.fields["password"], "Password", "Enter your password")


class EnterPasswordAgain(PasswordAgainForm):  # type: ignore[misc]  # allauth carries no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self.fields["password"], "Password", "Enter your password")


class AskForNewPassword(ResetPasswordForm):  # type: ignore[misc]  # allauth carries no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword_email(self.fields["email"])


class NewPassword(ResetPasswordKeyForm):  # type: ignore[misc]  # allauth carries no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self.fields["password1"], "New password", "Enter a new password")
        _reword(self.fields["password2"], "New password again", "Enter the new password again")
        self.fields["password1"].help_text = "At least 12 characters, and not a common password"


class EnterCode(AuthenticateForm):  # type: ignore[misc]  # allauth carries no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self.fields["code"], "Code", "Enter the code from your app, or a recovery code")


class EnterCodeAgain(ReauthenticateForm):  # type: ignore[misc]  # allauth carries no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self.fields["code"], "Code", "Enter the code from your app, or a recovery code")


class SetUpCodes(ActivateTOTPForm):  # type: ignore[misc]  # allauth carries no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self.fields["code"], "Code from the app", CODE)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"
