"""Signing in against a provider that others wrote (oidc-provider-mock), in its own process."""

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from urllib.parse import urlencode, urlsplit

import pytest
from django.contrib.auth import SESSION_KEY

from deploy.identity_provider import IdentityProvider, read_groups
from events.models import Organiser
from tests.factories import make_organiser, make_team
from tests.oidc_provider import Stay
from tests.postgres import free_port

pytestmark = pytest.mark.django_db

START = "/accounts/provider/"
BACK = "https://placecard.example.gov.uk/accounts/provider/back/"
OLU = {"email": "olu@westshire.example", "email_verified": True, "name": "Olu Ojo"}
SECONDS_TO_START = 120


@pytest.fixture(scope="module")
def issuer():
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    options = ["--require-registration", "true", "--require-nonce", "true"]
    address = f"http://127.0.0.1:{port}"
    with subprocess.Popen([*command, *options], stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(address)
            yield address
        finally:
            process.terminate()


def wait_for(address):
    for _ in range(SECONDS_TO_START * 5):
        try:
            return ask(f"{address}/.well-known/openid-configuration")
        except urllib.error.URLError:
            time.sleep(0.2)
    raise TimeoutError(address)


def ask(address, data=None, method=None, content_type="application/json"):
    body = data if data is None or isinstance(data, bytes) else json.dumps(data).encode()
    headers = {"Content-Type": content_type}
    request = urllib.request.Request(address, body, headers, method=method)  # noqa: S310 - our own process
    with urllib.request.build_opener(Stay).open(request) as answer:
        return dict(answer.headers), answer.read()


@pytest.fixture
def registered(issuer, settings):
    """Placecard as one of the provider's clients."""
    _, answer = ask(f"{issuer}/oauth2/clients", {"redirect_uris": [BACK]})
    client = json.loads(answer)
    settings.REQUIRE_TOTP = False
    settings.IDENTITY_PROVIDER = IdentityProvider(
        issuer=issuer,
        name="your Westshire account",
        client_id=client["client_id"],
        client_secret=client["client_secret"],
        domains=("westshire.example",),
        groups=read_groups(["editors=organiser:Education Events"]),
    )
    return issuer


def sign_in(client, **form):
    """Type the name at the provider's own page, and come back with what it answers."""
    there = client.post(START)["Location"]
    typed = urlencode(form).encode()
    headers, _ = ask(there, typed, content_type="application/x-www-form-urlencoded")
    return client.get(urlsplit(headers["Location"])._replace(scheme="", netloc="").geturl())


def test_an_organiser_signs_in_there(client, registered):
    make_organiser(email=OLU["email"])
    ask(f"{registered}/users/olu", OLU, "PUT")

    response = sign_in(client, sub="olu")

    assert (response.status_code, response["Location"]) == (302, "/organiser/")
    assert client.get("/organiser/").status_code == 200


def test_a_group_gives_an_account(client, registered):
    make_team("Education Events")
    new = {"email": "nia@westshire.example", "name": "Nia New", "groups": ["editors"]}
    ask(f"{registered}/users/nia", OLU | new, "PUT")

    assert sign_in(client, sub="nia")["Location"] == "/organiser/"
    assert [str(one) for one in Organiser.objects.all()] == ["Nia New"]


def test_an_address_that_was_not_confirmed_there_is_refused(client, registered):
    make_organiser(email=OLU["email"])
    ask(f"{registered}/users/olu", OLU | {"email_verified": False}, "PUT")

    response = sign_in(client, sub="olu")

    assert response.status_code == 403
    assert SESSION_KEY not in client.session


def test_whoever_says_no_there_is_not_in_also_where_it_forgets_whom_it_answers(client, registered):
    response = sign_in(client, action="deny")

    assert "state" not in response.wsgi_request.GET
    assert response.status_code == 400
    assert "you started in another window or browser" in response.text
    assert SESSION_KEY not in client.session
