"""Which hosts are answered, who has to sign in, and which pages nothing may keep or index."""

from collections.abc import Callable
from typing import Any

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
)
from django.middleware.common import CommonMiddleware
from django.shortcuts import render
from django.utils import timezone

from deploy import open_sessions
from events.kept_form import KeptForm
from events.views.errors import signed_out

HEALTH = {"/healthz", "/readyz"}


class KnownHosts(CommonMiddleware):
    """Django's own, which refuses unknown hosts; but what watches over us asks by IP address."""

    def process_request(self, request: HttpRequest) -> HttpResponsePermanentRedirect | None:
        if request.path_info in HEALTH:
            return None
        return super().process_request(request)


class SignInRequired(LoginRequiredMiddleware):
    """Django's own, but a public page does not ask who is there, so it varies with no cookie.

    What somebody sends who has been signed out meanwhile is kept until they are signed in again.
    """

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], *args: Any
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        to_sign_in: HttpResponseBase | None = super().process_view(request, view_func, *args)
        if to_sign_in is None:
            open_sessions.note_use(request, at=timezone.now())
        kept = KeptForm.of(request) if to_sign_in else None
        return signed_out(request, kept) if kept else to_sign_in


def own_page_not_found(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Show our page for what is not there with DEBUG on too, as everybody will see it."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if settings.DEBUG and response.status_code == 404:
            response = render(request, "404.html", status=404)
            response[HEADER] = build_policy()  # django-csp spares Django's own page, not ours
        return response

    return respond


def private_pages(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Mark every page that is not public as not to be stored or indexed.

    What answers a form repeats what was typed: nothing stores that either. A calendar app keeps the
    calendar of who gave it the secret address, to be told when it is still the same.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        match = request.resolver_match
        if request.method == "POST":
            response["Cache-Control"] = "no-store"
        if match is not None and getattr(match.func, "policy", "organiser") != "public":
            is_kept = getattr(match.func, "is_kept_by_apps", False) and "ETag" in response
            if not is_kept:
                response["Cache-Control"] = "no-store"
            response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return respond
