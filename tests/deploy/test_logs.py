"""The log names pages and errors, never addresses or people."""

import io
import logging

import pytest
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import ResolverMatch
from django.utils.log import log_response

from deploy.logs import FramesOnly, RouteNotPath

TOKEN = "aVerySecretTokenOfABooking"
PATH = f"/b/{TOKEN}/cancel/"


@pytest.fixture
def request_by_link() -> HttpRequest:
    request = RequestFactory().get(PATH)
    request.resolver_match = ResolverMatch(print, (), {}, "cancel_booking")
    return request


@pytest.fixture
def log():
    """A log as deploy/settings.py sets it up, written to memory."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(RouteNotPath())
    handler.setFormatter(FramesOnly("%(levelname)s %(message)s"))
    logger = logging.Logger("django.request")
    logger.addHandler(handler)
    logger.written = written.getvalue
    return logger


def test_a_refused_page_is_logged_by_its_name(log, request_by_link):
    log_response(
        "%s: %s",
        "Conflict",
        PATH,
        response=HttpResponse(status=409),
        request=request_by_link,
        logger=log,
    )

    assert log.written() == "WARNING Conflict: cancel_booking\n"


def test_an_unknown_address_is_not_logged(log):
    request = RequestFactory().get(PATH)

    log_response(
        "%s: %s", "Not Found", PATH, response=HttpResponse(status=404), request=request, logger=log
    )

    assert log.written() == "WARNING Not Found: no route\n"


def test_an_address_with_odd_characters_is_not_logged_either(log):
    request = RequestFactory().get("/b/%C3%A9%0A/")

    log_response(
        "%s: %s",
        "Not Found",
        request.path,
        response=HttpResponse(status=404),
        request=request,
        logger=log,
    )

    assert log.written() == "WARNING Not Found: no route\n"


def test_a_failed_csrf_check_is_logged_by_the_name_of_the_page(log, request_by_link):
    log_response(
        "Forbidden (%s): %s",
        "CSRF token missing.",
        PATH,
        response=HttpResponse(status=403),
        request=request_by_link,
        logger=log,
    )

    assert log.written() == "WARNING Forbidden (CSRF token missing.): cancel_booking\n"


def test_a_suspicious_request_is_logged_by_its_kind_alone_in_one_line(log, request_by_link):
    log.name = "django.security.SuspiciousOperation"
    error = SuspiciousOperation(f"tampered {TOKEN}")

    log_response(
        str(error),
        exception=error,
        request=request_by_link,
        response=HttpResponse(status=400),
        level="error",
        logger=log,
    )

    assert log.written() == "ERROR SuspiciousOperation: cancel_booking\n"


def test_an_error_is_logged_with_its_frames_and_without_its_words(log, request_by_link):
    try:
        try:
            raise KeyError("head@example.com")
        except KeyError:
            raise ValueError("head@example.com again")  # noqa: B904 (the context is looked at)
    except ValueError:
        log.exception("it failed")

    lines = log.written().splitlines()
    assert [line for line in lines if not line.startswith(" ")] == [
        "ERROR it failed",
        "builtins.KeyError",
        "builtins.ValueError",
    ]
    assert "test_an_error_is_logged_with_its_frames" in log.written()


def test_a_line_that_has_no_request_stays_as_it_is(log):
    log.info("%s mails sent", 3)

    assert log.written() == "INFO 3 mails sent\n"
