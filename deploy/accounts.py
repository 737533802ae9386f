"""Organisers' accounts: nobody signs themselves up, and a mail says how to get back in."""

import time
from contextlib import suppress
from datetime import datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import Login
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from bookings.mail import notices
from bookings.mail.queue import TooManyMails, queue
from bookings.models import Message
from deploy import known_devices, mailed_codes, open_sessions
from deploy.identity_provider import IdentityProvider
from events import throttle
from events.access import has_entered_a_code
from events.command import command
from events.models import Organiser

NEW_PASSWORDS_TO = "new_passwords_to"
NEW_PASSWORDS_PER_HOUR = 5
NO_ACCOUNT = 0  # a primary key that no row has
NO_MAILBOX = "nobody@unknown.invalid"  # to which no message is; old ones are to nowhere
FIRST_STEPS = ("password", "provider")
OWN_STAGES = {
    "allauth.mfa.stages.AuthenticateStage": "deploy.provider_sign_in.SecondStep",
    "allauth.account.stages.LoginByCodeStage": "deploy.mailed_code_pages.MailedCode",
}
LOGIN_CODE = "account/email/login_code"
HOUR = 60 * 60
DAY = 24 * HOUR
WORDS = {
    "account_inactive": "This account has been closed. Contact us if you need it",
    "email_password_mismatch": "The email address or password is not correct",
    "too_many_login_attempts": "Wait 5 minutes before you try to sign in again",
    "incorrect_code": "The code is not correct. Check the email and try again",
    "rate_limited": "Wait a few minutes before you try again",
    "enter_current_password": "The current password is not correct",
    "incorrect_password": "The password is not correct",
}
ANOTHER_WAY = {
    "reauthenticate": "enter your password",
    "mfa_reauthenticate": "enter a code from your app, or a recovery code",
    "mfa_reauthenticate:webauthn": "use a passkey",
}


class ClosedSignup(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    error_messages = DefaultAccountAdapter.error_messages | WORDS

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Past the proxies that the installation trusts: tries are counted by this.

        A device that was recognised stands for itself: who else is in its network does not count.
        """
        return known_devices.recognised(request) or throttle.caller_network(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        email = credentials["email"].lower()
        organiser = Organiser.objects.filter(email=email).first() or nobody(email)
        known_devices.recognise(request, organiser)
        super().pre_authenticate(request, **credentials)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        key = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key} {known_devices.recognised(request)}"

    def post_login(self, request: HttpRequest, user: Organiser, **kwargs: Any) -> HttpResponse:
        """Who comes here has entered a code, if they have set that up."""
        open_sessions.begin(request, at=timezone.now())
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if has_entered_a_code(request, user) or not settings.REQUIRE_TOTP:
            known_devices.remember(request, response, user)
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not for setting up the first second step within an hour of signing in."""
        if app == "allauth.mfa" and not is_mfa_enabled(self.request.user):
            return not signed_in_lately(self.request)
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_reauthentication_methods(self, user: Organiser) -> list[dict[str, Any]]:
        """allauth's own, in the words of this service."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [method | {"description": ANOTHER_WAY[method["id"]]} for method in methods]

    def respond_user_inactive(self, request: HttpRequest, user: Organiser) -> HttpResponse:
        messages.error(request, WORDS["account_inactive"])
        return redirect("account_login")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Every session has ended with the old password."""
        return reverse("account_login")

    def get_reset_password_from_key_url(self, key: str) -> str:
        uidb36, _, secret = key.partition("-")
        path = reverse("account_reset_password_from_key", args=[uidb36, secret])
        return settings.SITE_ADDRESS + path

    def send_password_reset_mail(
        self, user: Organiser, email: str, context: dict[str, Any]
    ) -> None:
        """To the address that we know, not to the one that was typed.

        The page says the same whether or not there is a mail: one too many is left out.
        """
        with suppress(TooManyMails):
            tell_new_password(user, link=context["password_reset_url"], at=timezone.now())

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Every mail goes through the outbox: allauth's others are switched off."""
        if template_prefix != LOGIN_CODE:
            raise NotImplementedError(template_prefix)
        mailed_codes.send(email, context["code"], at=timezone.now())

    def get_login_stages(self) -> list[str]:
        """allauth's own, but for a second step that the identity provider has asked for."""
        return [OWN_STAGES.get(path, path) for path in super().get_login_stages()]

    def is_login_by_code_required(self, login: Login) -> bool:
        return mailed_codes.is_needed(self.request, login.user)


def signed_in_lately(request: HttpRequest) -> bool:
    entered = [
        record["at"]
        for record in get_authentication_records(request, request.user)
        if record["method"] in FIRST_STEPS
    ]
    return bool(entered) and time.time() - max(entered) < HOUR


def signs_in_at_provider_alone(organiser: Organiser) -> bool:
    """Whoever has no password here and is vouched for by the council's own account is given none.

    With a password the mailbox alone would do, where the provider asks for the second step.
    """
    provider: IdentityProvider | None = settings.IDENTITY_PROVIDER
    return bool(
        provider and provider.gives(organiser.email) and not organiser.has_usable_password()
    )


def nobody(address: str) -> Organiser:
    """Stands for an address that no open account has, so that asking for its link takes as long.

    Its name is one that no mailbox has.
    """
    name = salted_hmac("deploy.accounts.nobody", address, algorithm="sha256").hexdigest()
    return Organiser(pk=NO_ACCOUNT, email=f"{name}@unknown.invalid", password=name)


@command
def tell_new_password(organiser: Organiser, *, link: str, at: datetime) -> None:
    """Queue the link to choose a new password. Raises TooManyMails.

    For nobody it does the same statements, to the commit, and takes the mail out again. Equal work
    is chosen over a fixed least time: that holds a thread for each who asks, and is too short on
    the day the database is slow.
    """
    days = settings.PASSWORD_RESET_TIMEOUT // DAY
    if throttle.count(NEW_PASSWORDS_TO, organiser.email, at=at) > NEW_PASSWORDS_PER_HOUR:
        raise TooManyMails(organiser.email, is_copy=False)
    queue(notices.new_password(organiser, link=link, days=days, at=at), at=at)
    to_nobody = organiser.email if organiser.pk == NO_ACCOUNT else NO_MAILBOX
    Message.objects.filter(kind=Message.Kind.NEW_PASSWORD, to=to_nobody).delete()
