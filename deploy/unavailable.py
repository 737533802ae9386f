"""The answer while the database or the disk cannot do it: 503, with what was typed kept."""

import logging
import sys
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import defaults

from events import outages
from events.kept_form import KeptForm

log = logging.getLogger(__name__)

RETRY_AFTER = 30  # seconds


class Unavailable:
    """Answers for a view that met a passing error; for middleware, `server_error` does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return _answer(request, error)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500, called while the error is being handled."""
    return _answer(request, sys.exc_info()[1]) or defaults.server_error(request)


def _answer(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """None where trying again would not help. The page asks the database for nothing."""
    if error is None or not outages.is_passing(error):
        return None
    log.warning("unavailable: %s", type(error.__cause__ or error).__name__)
    response = render(request, "503.html", {"kept": KeptForm.of(request)}, status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response
