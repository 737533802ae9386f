"""The first sign-in: the password once, and a key that stays until the app has it."""

import time

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.factories import make_organiser
from tests.signing_in import ACTIVATE, PASSWORD, code_of, sign_in

pytestmark = pytest.mark.django_db

AGAIN = f"/accounts/reauthenticate/?next={ACTIVATE.replace('/', '%2F')}"


@pytest.fixture
def olu():
    return make_organiser(email="olu@westshire.example", password=PASSWORD)


def key_on_page(client):
    return client.get(ACTIVATE).context["form"].secret


def later(monkeypatch, *, minutes):
    then = time.time() + minutes * 60
    monkeypatch.setattr(time, "time", lambda: then)


def test_from_the_password_to_the_recovery_codes_the_password_is_asked_once(client, olu):
    entered = sign_in(client, olu)
    led_on = client.get(entered["Location"])
    key = key_on_page(client)
    set_up = client.post(ACTIVATE, {"code": code_of(key)})
    codes = client.get(set_up["Location"])

    assert (entered["Location"], led_on["Location"]) == ("/organiser/", ACTIVATE)
    assert set_up["Location"] == "/accounts/2fa/recovery-codes/"
    assert "10 of 10 codes have not been used." in codes.text
    assert client.get("/organiser/").status_code == 200


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_left_the_page_open_for_an_hour_is_asked_for_the_password(
    method, client, olu, monkeypatch
):
    sign_in(client, olu)
    key_on_page(client)
    later(monkeypatch, minutes=61)

    response = getattr(client, method)(ACTIVATE)

    assert (response.status_code, response["Location"]) == (302, AGAIN)
    assert not Authenticator.objects.exists()


def test_the_password_entered_again_is_good_for_another_hour(client, olu, monkeypatch):
    sign_in(client, olu)
    later(monkeypatch, minutes=61)
    client.post(AGAIN, {"password": PASSWORD})
    later(monkeypatch, minutes=50)

    assert client.get(ACTIVATE).status_code == 200


def test_a_session_without_a_password_sets_up_nothing(client, olu):
    client.force_login(olu)

    assert client.get(ACTIVATE)["Location"] == AGAIN


def test_the_key_stays_when_the_page_is_loaded_again_and_after_a_wrong_code(client, olu):
    sign_in(client, olu)
    first = key_on_page(client)

    reloaded = key_on_page(client)
    wrong = client.post(ACTIVATE, {"code": "000000"})
    empty = client.post(ACTIVATE, {"code": ""})

    assert reloaded == first
    assert [page.context["form"].secret for page in (wrong, empty)] == [first, first]
    assert key_on_page(client) == first


def test_the_code_of_the_first_page_counts_after_a_reload(client, olu):
    sign_in(client, olu)
    scanned = key_on_page(client)
    key_on_page(client)

    assert client.post(ACTIVATE, {"code": code_of(scanned)}).status_code == 302
    assert Authenticator.objects.filter(user=olu, type="totp").count() == 1


def test_another_session_gets_a_key_of_its_own(client, olu):
    elsewhere = Client()
    sign_in(client, olu)
    sign_in(elsewhere, olu)
    first = key_on_page(client)
    client.post("/accounts/logout/")
    sign_in(client, olu)

    assert len({first, key_on_page(client), key_on_page(elsewhere)}) == 3
