"""Somebody reads what is left behind: in the browser, in a cache, in the log, on an error page."""

import io
import logging

import pytest
from django.test import Client
from django.urls import path as route

from bookings.models import Message
from deploy.urls import urlpatterns as ours
from events.access import public
from tests.bookings.test_book_place_page import address, answers
from tests.factories import make_booking, make_event, make_organiser, make_session
from tests.signing_in import LOGIN, PASSWORD, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

SECRET = "aVerySecretTokenOfOne1"
PERSON = "head@school.example"


@public
def failing(request):
    raise ValueError(PERSON)


urlpatterns = [*ours, route("failing/", failing)]


@pytest.fixture
def log():
    """What the console handler of the settings writes."""
    written = io.StringIO()
    handlers = logging.getLogger("django").handlers
    [handler] = [one for one in handlers if type(one) is logging.StreamHandler]
    before = handler.setStream(written)
    yield written.getvalue
    handler.setStream(before)


def test_the_next_person_at_the_computer_finds_no_page_of_the_one_before(client, settings):
    settings.REQUIRE_TOTP = False
    event = make_event()
    client.force_login(make_organiser())
    session = make_session()

    private = [
        client.get("/organiser/"),
        client.get(f"/organiser/events/{event.public_id}/preview/"),
        client.get(f"/organiser/events/{event.public_id}/bookings/"),
        client.get(f"/b/{make_booking().link_token}/"),
        client.get("/accounts/password/change/"),
        client.get("/accounts/2fa/recovery-codes/"),
    ]
    typed = client.post(address(session.event), answers(session, email="wrong"))

    assert "wrong" in typed.text
    assert {answer["Cache-Control"] for answer in [*private, typed]} == {"no-store"}
    assert {answer["X-Robots-Tag"] for answer in private} == {"noindex, nofollow"}


@pytest.mark.parametrize("page", [LOGIN, "/accounts/reauthenticate/", "/accounts/password/change/"])
def test_a_password_that_was_not_taken_is_on_no_page(page):
    typed = {"login": PERSON, "password": SECRET, "oldpassword": SECRET, "password1": SECRET}
    browser = Client(enforce_csrf_checks=True)

    refused = browser.post(page, typed, headers={"Sec-Fetch-Site": "same-origin"})

    assert refused.status_code == 403
    assert SECRET not in refused.text


def test_cookies_go_by_https_to_this_site_only_and_scripts_read_none_but_the_forms_token(settings):
    settings.REQUIRE_TOTP = False
    browser = Client()
    browser.get(LOGIN)
    sign_in(browser, make_organiser(password=PASSWORD))

    cookies = {
        name: (bool(c["secure"]), bool(c["httponly"]), c["samesite"])
        for name, c in browser.cookies.items()
    }

    assert cookies == {
        settings.SESSION_COOKIE_NAME: (True, True, "Lax"),
        settings.KNOWN_DEVICE_COOKIE_NAME: (True, True, "Lax"),
        settings.CSRF_COOKIE_NAME: (True, False, "Lax"),
    }
    assert not browser.cookies[settings.SESSION_COOKIE_NAME]["max-age"]


def test_a_link_to_a_new_password_ends_with_the_browser_that_opened_it(client, settings):
    client.post("/accounts/password/reset/", {"email": make_organiser().email})
    link = Message.objects.get().facts["link"]

    opened = client.get(link.removeprefix(settings.SITE_ADDRESS))

    assert opened["Location"].endswith("-set-password/")
    assert not opened.cookies[settings.SESSION_COOKIE_NAME]["max-age"]


def test_a_browser_that_came_once_by_https_does_not_come_back_without(client):
    answer = client.get("/", secure=True)

    assert answer["Strict-Transport-Security"] == "max-age=3600"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", f"/b/{SECRET}/"),
        ("post", f"/b/{SECRET}/"),
        ("get", f"/my-calendar/{SECRET}/"),
        ("get", f"/my-calendar/{SECRET}/my-bookings.ics"),
        ("put", f"/my-calendar/{SECRET}/my-bookings.ics"),
        ("get", f"/b/{SECRET}/é%0d%0a/"),
        ("put", f"/b/{SECRET}/cancel/"),
        ("post", f"/join/{SECRET}/"),
        ("get", f"/nowhere/?email={SECRET}"),
    ],
)
def test_whoever_reads_the_log_finds_no_secret_link(method, path, log):
    getattr(Client(enforce_csrf_checks=True), method)(path)

    assert log().count("\n") == 1
    assert SECRET not in log()


def test_whoever_reads_the_log_finds_nobody_in_an_error(client, settings, log):
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False

    answer = client.get("/failing/")

    assert answer.status_code == 500
    assert "ValueError" in log()
    assert PERSON not in log() + answer.text


def test_a_malformed_request_writes_one_line(client, log):
    for headers in ({"host": "evil.example"}, {"Content-Type": "text/plain; charset=utf-7"}):
        client.get("/", headers=headers)

    lines = log().splitlines()
    assert len(lines) == 2
    assert not any("evil.example" in line for line in lines)
