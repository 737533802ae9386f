"""Tries at a second step: five in five minutes, counted for each device by itself."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.core.internal import ratelimit

from deploy import known_devices
from events.models import Organiser


def tries_of(organiser: Organiser) -> Any:
    """Count one more; who got it right rolls it back. Raises ValidationError above the limit."""
    device = known_devices.recognise(context.request, organiser)
    tries = ratelimit.consume(
        context.request,
        app="allauth.account",
        action="login_failed",
        key=f"code {organiser.pk} {device}",
    )
    if not tries:
        raise get_adapter().validation_error("too_many_login_attempts")
    return tries
