"""The page that asks for a mailed code, and what is said where an hour has sent enough of them."""

import time
from typing import Any

from allauth.account import views as account
from allauth.account.stages import LoginByCodeStage
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from deploy.mailed_codes import TooManyCodes

TOO_MANY = "We have sent too many codes. Wait an hour before you ask for another"


class MailedCode(LoginByCodeStage):  # type: ignore[misc]  # allauth carries no types
    def handle(self) -> tuple[HttpResponse | None, bool]:
        """allauth's own; without a code to enter the sign-in ends."""
        try:
            handled: tuple[HttpResponse | None, bool] = super().handle()
        except TooManyCodes:
            messages.error(self.request, TOO_MANY)
            return redirect("account_login"), False
        return handled


class EnterMailedCode(account.ConfirmLoginCodeView):  # type: ignore[misc]  # nor here
    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_form_kwargs()
        is_to_enter = self._action == "verify"
        return kwargs | {"user": self.stage.login.user} if is_to_enter else kwargs

    def form_valid(self, form: Any) -> HttpResponse:
        """One that is sent again stands as long as its mail says; one that is not ends none."""
        state, login = self._process.state, self.stage.login
        before = dict(state)
        if self._action == "resend":
            state["at"] = login.initiated_at = time.time()
        try:
            response: HttpResponse = super().form_valid(form)
        except TooManyCodes:
            state.clear()
            state.update(before)
            messages.error(self.request, TOO_MANY)
            return redirect("account_confirm_login_code")
        return response
