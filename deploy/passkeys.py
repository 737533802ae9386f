"""Passkeys: added with a name, renamed, and removed like the app; allauth checks what they sign."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.internal import auth, flows
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_http_methods

from bookings.mail.queue import queue
from bookings.mail.sign_in_notices import PASSKEY_ADDED, STEP_REMOVED, sign_in_changed
from deploy import known_devices
from deploy.accounts import signed_in_lately
from deploy.passkey_forms import AddPasskey, NamePasskey
from events.access import View, second_factor
from events.models import Organiser


@dataclass(frozen=True)
class Step:
    """One of the things an organiser signs in with besides the password, under a name in words."""

    id: str
    name: str
    is_passkey: bool
    since: datetime
    used: datetime | None
    row: Authenticator


class OnlyStep(Exception):
    """Nothing else is left to sign in with besides the password."""


def steps_of(organiser: Organiser) -> list[Step]:
    """The app and the passkeys, oldest first; recovery codes are no step of their own."""
    rows = Authenticator.objects.filter(user=organiser).order_by("created_at", "pk")
    return [_step(row) for row in rows if row.type != Authenticator.Type.RECOVERY_CODES]


def unless_there_is_one(view: View) -> View:
    """The first second step is set up with the password alone, every other with the one before.

    Whoever has no password either, because they sign in with the council's account, shows there
    that it is them, if that was longer ago than an hour.
    """
    with_a_code = second_factor(view)

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        organiser: Organiser = request.user  # type: ignore[assignment]  # the middleware asks first
        has_one = is_mfa_enabled(organiser)
        if not (has_one or organiser.has_usable_password() or signed_in_lately(request)):
            logout(request)
            return redirect_to_login(request.get_full_path())
        guard = with_a_code if has_one else view
        return guard(request, *args, **kwargs)

    return guarded


def lately(view: View) -> View:
    """Whoever changes how they sign in shows once more that it is them."""
    decorate: Callable[[View], View] = reauthentication_required(app="allauth.mfa", allow_get=False)
    return decorate(view)


@unless_there_is_one
@lately
@require_http_methods(["GET", "HEAD", "POST"])
def add_passkey(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    form = AddPasskey(request.POST or None)
    if form.is_valid():
        return _added(request, form, at=now)
    context = {"form": form, "options": auth.begin_registration(request.user, passwordless=True)}
    return TemplateResponse(request, "accounts/add_passkey.html", context)


def _added(request: HttpRequest, form: AddPasskey, *, at: datetime) -> HttpResponse:
    """It was used to be added, so it counts as a code that was entered in this session."""
    organiser: Organiser = request.user  # type: ignore[assignment]  # the guards let nobody else in
    with transaction.atomic():
        _, codes = flows.add_authenticator(
            request, name=form.cleaned_data["name"], credential=form.cleaned_data["credential"]
        )
        queue(sign_in_changed(organiser, PASSKEY_ADDED, at=at), at=at)
    record_authentication(request, organiser, "mfa", type="webauthn", reauthenticated=True)
    response = redirect("mfa_view_recovery_codes" if codes else "your_sign_in")
    known_devices.remember(request, response, organiser)
    return response


@second_factor
@lately
@require_http_methods(["GET", "HEAD", "POST"])
def rename_passkey(request: HttpRequest, step: str) -> HttpResponse:
    passkey = _own(request, step)
    if not passkey.is_passkey:
        raise Http404
    form = NamePasskey(request.POST or None, initial={"name": passkey.name})
    if form.is_valid():
        flows.rename_authenticator(request, passkey.row, form.cleaned_data["name"])
        return redirect("your_sign_in")
    return TemplateResponse(
        request, "accounts/rename_passkey.html", {"form": form, "step": passkey}
    )


@second_factor
@lately
@require_http_methods(["GET", "HEAD", "POST"])
def remove_second_step(request: HttpRequest, step: str) -> HttpResponse:
    now = timezone.now()
    try:
        if request.method == "POST":
            _remove(request, step, at=now)
            return redirect("your_sign_in")
        context = {"step": _one_of_several(request, step)}
    except OnlyStep:
        return TemplateResponse(request, "accounts/last_second_step.html", status=409)
    return TemplateResponse(request, "accounts/remove_second_step.html", context)


def _remove(request: HttpRequest, step_id: str, *, at: datetime) -> None:
    """The organiser is locked: of two that are removed at once one stays. Raises OnlyStep."""
    with transaction.atomic():
        organiser: Organiser = request.user  # type: ignore[assignment]  # the guards let nobody else in
        Organiser.objects.select_for_update(no_key=True).get(pk=organiser.pk)
        flows.remove_authenticator(request, _one_of_several(request, step_id).row)
        queue(sign_in_changed(organiser, STEP_REMOVED, at=at), at=at)


def _one_of_several(request: HttpRequest, step_id: str) -> Step:
    """Raises OnlyStep."""
    step = _own(request, step_id)
    if len(steps_of(step.row.user)) == 1:
        raise OnlyStep
    return step


def _own(request: HttpRequest, step_id: str) -> Step:
    organiser: Organiser = request.user  # type: ignore[assignment]  # the guards let nobody else in
    for step in steps_of(organiser):
        if step.id == step_id:
            return step
    raise Http404


def _step(row: Authenticator) -> Step:
    is_passkey = row.type == Authenticator.Type.WEBAUTHN
    name = row.wrap().name if is_passkey else "Authenticator app"
    step_id = salted_hmac("deploy.passkeys", str(row.pk), algorithm="sha256").hexdigest()[:16]
    return Step(step_id, name, is_passkey, row.created_at, row.last_used_at, row)
