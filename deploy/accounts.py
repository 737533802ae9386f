"""Organisers' accounts: nobody signs themselves up, and a mail says how to get back in."""

import logging
from email.utils import formataddr
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from deploy.templating import service_words
from events import throttle
from events.models import Organiser

logger = logging.getLogger(__name__)
DAY = 24 * 60 * 60
WORDS = {
    "account_inactive": "This account has been closed. Contact us if you need it",
    "email_password_mismatch": "Enter the email address and password of your account",
    "too_many_login_attempts": "Wait 5 minutes before you try to sign in again",
    "rate_limited": "Wait a few minutes before you try again",
    "enter_current_password": "Enter your current password",
    "incorrect_password": "Enter your current password",
}


class ClosedSignup(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    error_messages = DefaultAccountAdapter.error_messages | WORDS

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Past the proxies that the installation trusts: tries are counted by this."""
        return throttle.caller_address(request)

    def respond_user_inactive(self, request: HttpRequest, user: Organiser) -> HttpResponse:
        messages.error(request, WORDS["account_inactive"])
        return redirect("account_login")

    def get_reset_password_from_key_url(self, key: str) -> str:
        uidb36, _, secret = key.partition("-")
        path = reverse("account_reset_password_from_key", args=[uidb36, secret])
        return settings.SITE_ADDRESS + path

    def send_password_reset_mail(
        self, user: Organiser, email: str, context: dict[str, Any]
    ) -> None:
        """To the address that we know, not to the one that was typed."""
        days = settings.PASSWORD_RESET_TIMEOUT // DAY
        self.send_mail("account/email/password_reset_key", user.email, context | {"days": days})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The page says the same whether or not the mail goes out, and whether there is one."""
        mail: EmailMessage = self.render_mail(template_prefix, email, context | service_words())
        mail.reply_to = [settings.CONTACT_EMAIL]
        mail.extra_headers["Auto-Submitted"] = "auto-generated"
        try:
            mail.send()
        except OSError as failure:  # smtplib's own are among them
            logger.error("A mail to an organiser was not sent: %s", type(failure).__name__)

    def get_from_email(self) -> str:
        return formataddr((settings.SERVICE_NAME, settings.MAIL_FROM))
