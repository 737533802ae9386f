"""Organisers' accounts: nobody signs themselves up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from events import throttle
from events.models import Organiser

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
