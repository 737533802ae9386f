"""The policy decorators: every view carries exactly one, and a test looks."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.decorators import login_not_required, login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from events.models import Membership, Organiser


class OrganisersRequest(HttpRequest):
    """A request that @organiser let through: somebody has signed in."""

    user: Organiser


View = Callable[..., HttpResponseBase]


def public(view: View) -> View:
    """Anybody may call it."""
    view.policy = "public"  # type: ignore[attr-defined]  # read by the middleware and the tests
    return login_not_required(view)


def by_link(view: View) -> View:
    """Whoever holds the secret link in the address may call it; the view loads by that token."""
    view.policy = "by_link"  # type: ignore[attr-defined]  # read by the middleware and the tests
    return login_not_required(view)


def organiser(*roles: str) -> Callable[[View], View]:
    """Organisers who hold one of these roles in some team.

    The view itself loads what it shows by `Event.objects.managed_by(request.user, *roles)`: what
    belongs to another team, or to a team in which the role is a lesser one, is a 404.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if settings.REQUIRE_TOTP and not is_mfa_enabled(request.user):
                return redirect("mfa_activate_totp")
            if not Membership.objects.held_by(request.user, *roles).exists():
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.policy = "organiser"  # type: ignore[attr-defined]  # read by the tests
        return login_required(guarded)

    return decorate
