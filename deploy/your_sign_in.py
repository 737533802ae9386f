"""An organiser's own page about signing in: with what, and on which devices they are."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from deploy import open_sessions
from deploy.accounts import signs_in_at_provider_alone
from deploy.passkeys import Step, steps_of
from deploy.second_factor import Unreadable
from events.access import second_factor
from events.counting import count
from events.models import Organiser

Type = Authenticator.Type
SIGNED_OUT_EVERYWHERE = "You have been signed out of all devices"


@dataclass(frozen=True)
class SecondSteps:
    """What an organiser signs in with besides the password."""

    steps: list[Step]
    has_app: bool
    recovery_codes: str


@second_factor
@require_safe
def your_sign_in(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    organiser = _organiser(request)
    context = {
        "organiser": organiser,
        "steps": second_steps(organiser),
        "sessions": open_sessions.all_of(organiser, this=request.session.session_key, at=now),
        "provider": settings.IDENTITY_PROVIDER if signs_in_at_provider_alone(organiser) else None,
        "is_signed_out": "signed-out" in request.GET,
    }
    return TemplateResponse(request, "accounts/your_sign_in.html", context)


@second_factor
@require_POST
def sign_out_device(request: HttpRequest, device: str) -> HttpResponse:
    now = timezone.now()
    this = request.session.session_key
    open_sessions.end_one_of(_organiser(request), device, this=this, at=now)
    return redirect(f"{reverse('your_sign_in')}?signed-out=1")


@second_factor
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    open_sessions.sign_out_everywhere(_organiser(request), at=now)
    logout(request)
    messages.info(request, SIGNED_OUT_EVERYWHERE)
    return redirect("account_login")


def second_steps(organiser: Organiser) -> SecondSteps:
    codes = Authenticator.objects.filter(user=organiser, type=Type.RECOVERY_CODES).first()
    steps = steps_of(organiser)
    return SecondSteps(
        steps=steps,
        has_app=any(not step.is_passkey for step in steps),
        recovery_codes=_left(codes) if codes else "",
    )


def _left(codes: Authenticator) -> str:
    try:
        left = len(codes.wrap().get_unused_codes())
    except Unreadable:
        return "We cannot read them"
    return f"{count(left, 'code', 'codes')} left"


def _organiser(request: HttpRequest) -> Organiser:
    """@second_factor lets nobody in who has not signed in."""
    organiser: Organiser = request.user  # type: ignore[assignment]  # so it is nobody anonymous
    return organiser
