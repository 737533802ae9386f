"""Signing in with the council's own account: there, and back with what only this browser knows."""

import hmac
import logging
import secrets
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from typing import Any

from allauth.account.internal.flows.login import (
    get_authentication_records,
    perform_login,
    record_authentication,
)
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from deploy import identity_accounts, identity_client, open_sessions, sign_in_audit
from deploy.identity_provider import IdentityProvider
from deploy.identity_tokens import NotBelieved
from events import throttle
from events.access import View, public
from events.models import Organiser

PENDING = "placecard.provider"
PATIENCE = 10 * 60  # seconds for signing in there
STARTS_PER_NETWORK_PER_HOUR = 300
AT_PROVIDER = "provider"
CANCELLED = "You did not finish signing in with {name}."
NOT_OURS = "It took longer than 10 minutes, or you started in another window or browser."
NO_ANSWER = "The service that checks {name} did not answer."
NOT_BELIEVED = "We could not check the answer of the service that checks {name}."
REFUSED_THERE = "The service that checks {name} could not sign you in."
TOO_MANY = (
    "Too many people have started to sign in from your network. Wait an hour before you try again."
)

log = logging.getLogger(__name__)


class SecondStep(AuthenticateStage):  # type: ignore[misc]  # allauth carries no types
    """allauth's own; not asked of whom the provider has asked for one."""

    def _should_handle(self, request: HttpRequest) -> bool:
        records = get_authentication_records(request, self.login.user)
        did_there = any(one.get("type") == AT_PROVIDER for one in records)
        return not did_there and bool(super()._should_handle(request))


def lets_browsers_go_there(view: View) -> View:
    """Browsers apply form-action to where an answer to a form leads too, so this page names it."""

    @wraps(view)
    def widened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        provider: IdentityProvider | None = settings.IDENTITY_PROVIDER
        if provider:
            response._csp_update = {"form-action": provider.origins}  # type: ignore[attr-defined]  # read by django-csp
        return response

    return widened


@public
@require_POST
def sign_in_at_provider(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    provider = _provider()
    network = throttle.caller_network(request)
    if throttle.count("provider_starts", network, at=now) > STARTS_PER_NETWORK_PER_HOUR:
        return _failed(request, provider, TOO_MANY, status=HTTPStatus.TOO_MANY_REQUESTS)
    kept = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    try:
        there = identity_client.where_to_sign_in(provider, come_back_to=_here(), **kept)
    except identity_client.NoAnswer as error:
        log.error("The identity provider does not answer: %s", error)
        return _failed(request, provider, NO_ANSWER, status=HTTPStatus.BAD_GATEWAY)
    next_page = get_next_redirect_url(request)
    request.session[PENDING] = kept | {"next": next_page, "at": int(now.timestamp())}
    open_sessions.keep_for_a_stranger(request)
    return HttpResponseRedirect(there)


@public
@never_cache
@require_safe
def back_from_provider(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    provider = _provider()
    kept = request.session.pop(PENDING, None)
    if not kept or not _is_answer_to(kept, request, at=now):
        return _failed(request, provider, NOT_OURS, status=HTTPStatus.BAD_REQUEST)
    if "code" not in request.GET:
        return _refused_there(request, provider)
    try:
        organiser = _who_came_back(provider, kept, request.GET["code"], at=now)
    except identity_accounts.NotLetIn as refusal:
        sign_in_audit.record_failed(refusal.organiser)
        return _not_let_in(request, provider, str(refusal))
    except (identity_client.NoAnswer, NotBelieved) as error:
        return _not_believed(request, provider, error)
    return _let_in(request, provider, organiser, next_page=kept["next"])


def _who_came_back(
    provider: IdentityProvider, kept: dict[str, Any], code: str, *, at: datetime
) -> Organiser:
    """Raises NoAnswer, NotBelieved, NotLetIn."""
    claims = identity_client.who_signed_in(
        provider,
        code=code,
        come_back_to=_here(),
        nonce=kept["nonce"],
        verifier=kept["verifier"],
    )
    person = identity_accounts.person_of(claims, provider)
    return identity_accounts.organiser_for(person, at=at)


def _let_in(
    request: HttpRequest, provider: IdentityProvider, organiser: Organiser, *, next_page: Any
) -> HttpResponse:
    record_authentication(request, organiser, AT_PROVIDER)
    if provider.replaces_second_step:
        record_authentication(request, organiser, "mfa", type=AT_PROVIDER)
    login = Login(user=organiser, email=organiser.email, redirect_url=next_page)
    response: HttpResponse = perform_login(request, login)
    return response


def _is_answer_to(kept: dict[str, Any], request: HttpRequest, *, at: datetime) -> bool:
    """Once, soon, and from where this browser went: anything else is another's sign-in."""
    state = request.GET.get("state", "")
    is_same = hmac.compare_digest(state.encode(), kept["state"].encode())
    return is_same and at.timestamp() - kept["at"] < PATIENCE


def _provider() -> IdentityProvider:
    provider: IdentityProvider | None = settings.IDENTITY_PROVIDER
    if provider is None:
        raise Http404
    return provider


def _here() -> str:
    return settings.SITE_ADDRESS + reverse("back_from_provider")


def _refused_there(request: HttpRequest, provider: IdentityProvider) -> HttpResponse:
    """OAuth 2.0, section 4.1.2.1: whoever says no there has not failed to sign in."""
    if request.GET.get("error") == "access_denied":
        return _failed(request, provider, CANCELLED, status=HTTPStatus.BAD_REQUEST)
    log.error("The identity provider answers with an error")
    return _failed(request, provider, REFUSED_THERE, status=HTTPStatus.BAD_GATEWAY)


def _not_believed(
    request: HttpRequest, provider: IdentityProvider, error: Exception
) -> HttpResponse:
    log.error("The identity provider's answer is not believed: %s", error)
    sign_in_audit.record_failed(None)
    return _failed(request, provider, NOT_BELIEVED, status=HTTPStatus.BAD_GATEWAY)


def _failed(
    request: HttpRequest, provider: IdentityProvider, sentence: str, *, status: int
) -> HttpResponse:
    context = {"sentence": sentence.format(name=provider.name)}
    return TemplateResponse(request, "accounts/provider_failed.html", context, status=status)


def _not_let_in(request: HttpRequest, provider: IdentityProvider, sentence: str) -> HttpResponse:
    context = {"provider": provider, "sentence": sentence}
    return TemplateResponse(request, "accounts/not_let_in.html", context, status=403)
