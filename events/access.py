"""The policy decorators: every view carries exactly one, and a test looks."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.decorators import login_not_required, login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from events.models import Event, Membership, Organiser, Team
from events.models.event import EventQuerySet
from events.models.organiser import TeamQuerySet

SECOND_STEPS = ("mfa", "code")  # as allauth notes them: what was set up, and a code by mail


class SignedInRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: Organiser


class OrganisersRequest(SignedInRequest):
    """A request that @organiser let through.

    `roles` are all that the organiser has in whatever team. `teams` are those in which the
    organiser has one of the roles that the page is for, `events` what these teams own. What belongs
    to another team is in neither.
    """

    roles: frozenset[str]
    teams: TeamQuerySet
    events: EventQuerySet


View = Callable[..., HttpResponseBase]


def public(view: View) -> View:
    """Anybody may call it."""
    view.policy = "public"  # type: ignore[attr-defined]  # read by the middleware and the tests
    return login_not_required(view)


def second_factor(view: View) -> View:
    """Only sessions in which a code was entered, where the installation asks for one.

    A session that a password alone opened, before the code was set up, is asked again.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.REQUIRE_TOTP or has_entered_a_code(request, request.user):
            return view(request, *args, **kwargs)
        if not is_mfa_enabled(request.user):
            return redirect("mfa_activate_totp")
        return redirect_to_login(request.get_full_path(), "mfa_reauthenticate")

    return login_required(guarded)


def has_entered_a_code(request: HttpRequest, user: Any) -> bool:
    """In this session: out of an app or a mail, or a recovery code; or used a passkey."""
    records = get_authentication_records(request, user)
    return any(record["method"] in SECOND_STEPS for record in records)


def organiser(*roles: str) -> Callable[[View], View]:
    """Organisers who hold one of these roles in some team; their request is an OrganisersRequest.

    The view loads from `request.events`, so that what is not theirs is a 404.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: OrganisersRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not roles_of(request) & frozenset(roles):
                raise PermissionDenied
            request.teams = Team.objects.run_by(request.user, *roles)
            request.events = Event.objects.managed_by(request.user, *roles)
            try:
                return view(request, *args, **kwargs)
            except Event.DoesNotExist:  # a draft that was discarded while this waited for it
                raise Http404 from None
            except Http404:
                _refuse_what_is_of_another_role(request, kwargs.get("public_id", ""))
                raise

        decorated = second_factor(guarded)
        decorated.policy = "organiser"  # type: ignore[attr-defined]  # read by the tests
        return decorated

    return decorate


def administrator(view: View) -> View:
    """Whoever runs the installation; that opens no event and no booking."""

    @wraps(view)
    def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_administrator:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    decorated = second_factor(guarded)
    decorated.policy = "administrator"  # type: ignore[attr-defined]  # read by the tests
    return decorated


def _refuse_what_is_of_another_role(request: OrganisersRequest, public_id: str) -> None:
    """Who has another role in the team whose event, or which, was asked for is told that."""
    own_teams = Team.objects.run_by(request.user, *Membership.Role.values)
    not_theirs = own_teams.exclude(pk__in=request.teams.values("pk"))
    of_them = Event.objects.filter(team__in=not_theirs.order_by().values("pk"))
    if any(found.filter(public_id=public_id).exists() for found in (not_theirs, of_them)):
        raise PermissionDenied


def roles_of(request: HttpRequest) -> frozenset[str]:
    """Those that whoever has signed in has in their teams; read once in a request."""
    asked = cast("OrganisersRequest", request)
    if not hasattr(asked, "roles"):
        own = Membership.objects.filter(organiser_id=asked.user.pk)
        asked.roles = frozenset(own.values_list("role", flat=True))
    return asked.roles


def may_change(request: OrganisersRequest, event: Event) -> bool:
    """Whether the organiser may change what is published of an event: assistants only look."""
    own = Team.objects.run_by(request.user, Membership.Role.ORGANISER)
    return own.filter(pk=event.team_id).exists()
