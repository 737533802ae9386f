"""What every answer passes on its way out."""

import pytest
from django.test import Client
from django.urls import clear_url_caches, path

from events.access import public
from tests.factories import make_session

pytestmark = pytest.mark.django_db

OWN_POLICY = "default-src 'none'"


@pytest.fixture(params=[True, False], ids=["debug", "for real"])
def either_way(request, settings):
    settings.DEBUG = request.param
    clear_url_caches()


@pytest.mark.usefixtures("either_way")
def test_what_is_not_there_is_told_by_our_page_on_a_developers_machine_too(client):
    response = client.get("/nowhere/")

    assert response.status_code == 404
    assert "Page not found" in response.text
    assert "URLconf" not in response.text


@pytest.mark.usefixtures("either_way")
@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("get", "/", 200),
        ("get", "/healthz", 200),
        ("get", "/readyz", 503),
        ("get", "/calendar/all-events.ics", 200),
        ("get", "/accounts/login/", 200),
        ("get", "/static/favicon.svg", 200),
        ("get", "/organiser/", 302),
        ("post", "/accounts/login/", 403),
        ("get", "/nowhere/", 404),
        ("get", "/events/aaaaaaaaaaaaaaaaaaaaaa/", 404),
        ("post", "/privacy/", 403),
        ("put", "/privacy/", 403),
    ],
)
def test_every_answer_says_what_a_page_of_ours_may_load(method, address, status):
    response = getattr(Client(enforce_csrf_checks=True), method)(address)
    response.getvalue()  # read to its end, a file is closed

    assert response.status_code == status
    assert OWN_POLICY in response["Content-Security-Policy"]


@pytest.mark.usefixtures("either_way")
@pytest.mark.parametrize(("host", "status"), [("testserver", 301), ("evil.example", 400)])
def test_what_is_answered_before_any_page_is_asked_says_so_too(client, settings, host, status):
    settings.SECURE_SSL_REDIRECT = True

    response = client.get("/", headers={"host": host})

    assert response.status_code == status
    assert OWN_POLICY in response["Content-Security-Policy"]


ANY_HOST = [
    *[
        "placecard.example.gov.uk",
        "10.1.2.3",
        "10.1.2.3:8000",
        "[2001:db8::1]:8000",
        "evil.example",
    ],
    *["a_b", "a b", "]x[", "http://10.1.2.3", "é", "", "10.1.2.3, evil.example"],
]


@pytest.mark.parametrize("host", ANY_HOST)
@pytest.mark.parametrize("redirect", [True, False])
def test_whatever_watches_over_it_may_ask_by_any_host(client, settings, host, redirect):
    settings.SECURE_SSL_REDIRECT = redirect

    healthy = client.get("/healthz", headers={"host": host})
    ready = client.get("/readyz", headers={"host": host})

    assert (healthy.status_code, healthy.text) == (200, "ok\n")
    assert ready.text.startswith("not ready: worker\n")


def test_whatever_watches_over_it_need_not_name_a_host(client):
    response = client.get("/healthz", SERVER_NAME="10.1.2.3")

    assert (response.status_code, response.text) == (200, "ok\n")


@pytest.mark.parametrize("host", ANY_HOST[1:])
@pytest.mark.parametrize(
    "address",
    [
        *["/", "/healthz/", "/healthzz", "//healthz", "/x/healthz", "/HEALTHZ", "/nowhere"],
        *["/readyz/", "/readyzz", "//readyz"],
        *["/static/favicon.svg", "/calendar/all-events.ics", "/accounts/login/", "/b/x/"],
    ],
)
def test_every_other_address_wants_a_host_of_ours(client, address, host):
    response = client.get(address, headers={"host": host})

    assert response.status_code == 400


@public
def failing(request):
    raise ValueError


urlpatterns = [path("failing/", failing)]


def test_the_page_of_a_failure_says_so_too(client, settings):
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False

    response = client.get("/failing/")

    assert response.status_code == 500
    assert "there is a problem with the service" in response.text
    assert OWN_POLICY in response["Content-Security-Policy"]


@pytest.mark.django_db
def test_what_answers_a_form_is_not_stored(client):
    session = make_session()

    refused = client.post(f"/events/{session.event.public_id}/x/book/", {"full_name": "Ann"})
    shown = client.get(f"/events/{session.event.public_id}/x/book/")

    assert "Ann" in refused.text
    assert refused["Cache-Control"] == "no-store"
    assert "no-store" not in shown.get("Cache-Control", "")
