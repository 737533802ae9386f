"""The pages of allauth that are open here, each by name; those that are not listed do not exist."""

import logging
from functools import wraps
from http import HTTPStatus
from typing import Any

from allauth.account import views as account
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base import views as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import views as webauthn
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, re_path
from django.utils import timezone
from django.views.generic import RedirectView

from bookings.mail.sign_in_notices import APP_ADDED, CODES_MADE, PASSWORD_CHANGED
from deploy import known_devices, open_sessions, passkeys, provider_sign_in, your_sign_in
from deploy.accounts import signs_in_at_provider_alone
from deploy.mailed_code_pages import EnterMailedCode
from deploy.second_factor import Unreadable
from deploy.sign_in_changes import FormValid, tells
from events import throttle
from events.access import View, public, second_factor
from events.models import Organiser

QUESTIONS_PER_NETWORK_PER_HOUR = 300

log = logging.getLogger(__name__)

to_events = public(RedirectView.as_view(pattern_name="organiser_home"))


def reads_the_factor(view: View) -> View:
    """What no key reads any more is told, with whom to ask: no code could be right."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Unreadable:
            log.error("A second factor cannot be read: no key of SECOND_FACTOR_KEYS fits it")
            return render(request, "mfa/unreadable.html", status=409)

    return guarded


class SetUpCodes(totp.ActivateTOTPView):  # type: ignore[misc]  # allauth carries no types
    """allauth's own; the code that sets the app up counts as entered in this session."""

    @tells(APP_ADDED)
    def form_valid(self, form: ActivateTOTPForm) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        record_authentication(
            self.request, self.request.user, "mfa", type="totp", reauthenticated=True
        )
        known_devices.remember(self.request, response, self.request.user)
        return response


def stays_known(form_valid: FormValid) -> FormValid:
    """A new password ends what devices were known; not this one, if it was."""

    @wraps(form_valid)
    def guarded(view: Any, form: Any) -> HttpResponse:
        was_known = known_devices.name_of(view.request, form.user)
        response = form_valid(view, form)
        if was_known:
            known_devices.remember(view.request, response, form.user)
        return response

    return guarded


class EnterSecondStep(mfa.AuthenticateView):  # type: ignore[misc]  # allauth carries no types
    """allauth's own; the page says what this organiser has."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.stage.login.user
        context: dict[str, Any] = super().get_context_data(**kwargs)
        kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
        return context | {"has_app": "totp" in kinds, "has_passkey": "webauthn" in kinds}


class SignInWithPasskey(webauthn.LoginWebAuthnView):  # type: ignore[misc]  # nor here
    """allauth's own, which limits answers alone: each question is kept in a session, though."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        network = throttle.caller_network(request)
        asked = throttle.count("passkey_questions", network, at=timezone.now())
        if asked > QUESTIONS_PER_NETWORK_PER_HOUR:
            return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)
        response: HttpResponse = super().get(request, *args, **kwargs)
        open_sessions.keep_for_a_stranger(request)
        return response


class EnterPasskeyAgain(webauthn.ReauthenticateWebAuthnView):  # type: ignore[misc]  # nor here
    def form_invalid(self, form: Any) -> HttpResponse:
        """The page again, where allauth goes elsewhere."""
        response: HttpResponse = self.render_to_response(self.get_context_data(form=form))
        return response


class ChangeOwnPassword(account.PasswordChangeView):  # type: ignore[misc]  # allauth carries no types
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Whoever has none is mailed a link to choose one, or signs in at the provider alone."""
        if isinstance(request.user, Organiser) and not request.user.has_usable_password():
            is_given_none = signs_in_at_provider_alone(request.user)
            return redirect("your_sign_in" if is_given_none else "account_reset_password")
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    form_valid = stays_known(tells(PASSWORD_CHANGED)(account.PasswordChangeView.form_valid))


class ChooseNewPassword(account.PasswordResetFromKeyView):  # type: ignore[misc]  # no types either
    form_valid = stays_known(tells(PASSWORD_CHANGED)(account.PasswordResetFromKeyView.form_valid))


class MakeRecoveryCodes(recovery_codes.GenerateRecoveryCodesView):  # type: ignore[misc]  # nor here
    form_valid = tells(CODES_MADE)(recovery_codes.GenerateRecoveryCodesView.form_valid)


urlpatterns = [
    path("sign-in/", your_sign_in.your_sign_in, name="your_sign_in"),
    path(
        "sign-in/devices/<slug:device>/sign-out/",
        your_sign_in.sign_out_device,
        name="sign_out_device",
    ),
    path(
        "sign-in/sign-out-everywhere/",
        your_sign_in.sign_out_everywhere,
        name="sign_out_everywhere",
    ),
    path("login/", provider_sign_in.lets_browsers_go_there(account.login), name="account_login"),
    path("provider/", provider_sign_in.sign_in_at_provider, name="sign_in_at_provider"),
    path("provider/back/", provider_sign_in.back_from_provider, name="back_from_provider"),
    path("logout/", account.logout, name="account_logout"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path(
        "password/change/",
        second_factor(ChangeOwnPassword.as_view()),
        name="account_change_password",
    ),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        ChooseNewPassword.as_view(),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("login/code/", EnterMailedCode.as_view(), name="account_confirm_login_code"),
    path("2fa/authenticate/", reads_the_factor(EnterSecondStep.as_view()), name="mfa_authenticate"),
    path(
        "2fa/reauthenticate/",
        reads_the_factor(mfa.reauthenticate),
        name="mfa_reauthenticate",
    ),
    path(
        "2fa/totp/activate/",
        passkeys.unless_there_is_one(SetUpCodes.as_view()),
        name="mfa_activate_totp",
    ),
    path("2fa/passkey/sign-in/", SignInWithPasskey.as_view(), name="mfa_login_webauthn"),
    path(
        "2fa/passkey/again/",
        EnterPasskeyAgain.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path("sign-in/passkeys/add/", passkeys.add_passkey, name="add_passkey"),
    path(
        "sign-in/second-steps/<slug:step>/rename/", passkeys.rename_passkey, name="rename_passkey"
    ),
    path(
        "sign-in/second-steps/<slug:step>/remove/",
        passkeys.remove_second_step,
        name="remove_second_step",
    ),
    path(
        "2fa/recovery-codes/",
        second_factor(reads_the_factor(recovery_codes.view_recovery_codes)),
        name="mfa_view_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/generate/",
        second_factor(reads_the_factor(MakeRecoveryCodes.as_view())),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/download/",
        second_factor(reads_the_factor(recovery_codes.download_recovery_codes)),
        name="mfa_download_recovery_codes",
    ),
    # allauth leads here from the set-up of a second step: there is nothing more to set.
    path("2fa/", to_events, name="mfa_index"),
    path("2fa/totp/", to_events, name="mfa_deactivate_totp"),
]
