"""Passkeys: added, renamed and removed; signing in with them, alone and after the password."""

import json

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.core.management import call_command
from django.test import Client

from bookings.models import Message
from events.models import AuditEntry
from tests.factories import make_organiser
from tests.passkeys import ADD, Device, add_passkey, sign_in_with_passkey
from tests.signing_in import ACTIVATE, PASSWORD, set_up_codes, sign_in

pytestmark = pytest.mark.django_db

EMAIL = "olu@westshire.example"
PAGE = "/accounts/sign-in/"
ENTER = "/accounts/2fa/authenticate/"
CODES = "/accounts/2fa/recovery-codes/"
ADDED = "A passkey has been added to your sign-in"


@pytest.fixture
def olu():
    return make_organiser(email=EMAIL, password=PASSWORD)


@pytest.fixture
def device():
    return Device()


@pytest.fixture
def office(client, olu, device):
    """Signed in, with a passkey and the recovery codes that came with it."""
    sign_in(client, olu)
    assert add_passkey(client, device)["Location"] == CODES
    return client


def steps(client):
    return [(step.name, step.is_passkey) for step in listed(client)]


def listed(client):
    return client.get(PAGE).context_data["steps"].steps


def page_of(client, name, what):
    [step] = [step for step in listed(client) if step.name == name]
    return f"{PAGE}second-steps/{step.id}/{what}/"


def actions():
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def news():
    return [message.facts["news"] for message in Message.objects.order_by("pk")]


def is_signed_in(client):
    return SESSION_KEY in client.session


def test_the_first_second_step_can_be_a_passkey(client, olu, device):
    sign_in(client, olu)
    offered = client.get(ACTIVATE)

    page = client.get(ADD)
    response = add_passkey(client, device)
    codes = client.get(response["Location"])

    assert f'<a href="{ADD}">use a passkey</a>' in offered.text
    assert page.status_code == 200
    assert "10 of 10 codes have not been used." in codes.text
    assert client.get("/organiser/").status_code == 200
    assert steps(client) == [("Work laptop", True)]
    assert actions() == ["signed_in", "passkey_added"]
    assert news() == [ADDED]


def test_signing_in_with_a_passkey_needs_no_password_and_no_code(office, olu, device):
    elsewhere = Client()

    response = sign_in_with_passkey(elsewhere, device, next=PAGE)

    assert (response.status_code, response["Location"]) == (302, PAGE)
    assert elsewhere.get("/organiser/").status_code == 200
    assert actions()[-2:] == ["passkey_used", "signed_in"]


def test_a_passkey_is_the_second_step_after_the_password(office, olu, device):
    elsewhere = Client()
    entered = sign_in(elsewhere, olu)

    page = elsewhere.get(ENTER)
    signed = device.get(page.context["js_data"]["request_options"])
    response = elsewhere.post(ENTER, {"credential": json.dumps(signed)})

    assert entered["Location"] == ENTER
    assert "Use your passkey</h1>" in page.text
    assert response["Location"] == "/organiser/"
    assert elsewhere.get("/organiser/").status_code == 200


def test_without_the_passkey_a_recovery_code_signs_in_and_a_wrong_one_does_not(office, olu):
    code = office.get(f"{CODES}download/").text.split()[0]
    elsewhere = Client()
    sign_in(elsewhere, olu)

    wrong = elsewhere.post(ENTER, {"code": "00000000"})
    right = elsewhere.post(ENTER, {"code": code})

    assert (wrong.status_code, right["Location"]) == (200, "/organiser/")
    assert "second_factor_failed" in actions()


def test_the_page_offers_app_and_passkey_to_who_has_both(client, olu, device):
    set_up_codes(client, olu)
    assert add_passkey(client, device)["Location"] == PAGE
    elsewhere = Client()
    sign_in(elsewhere, olu)

    page = elsewhere.get(ENTER)

    assert "Enter your code</h1>" in page.text
    assert "Use a passkey</button>" in page.text
    assert steps(client) == [("Authenticator app", False), ("Work laptop", True)]


def test_a_passkey_gets_another_name(office):
    rename = page_of(office, "Work laptop", "rename")

    form = office.get(rename)
    response = office.post(rename, {"name": "Old laptop"})

    assert 'value="Work laptop"' in form.text
    assert response["Location"] == PAGE
    assert steps(office) == [("Old laptop", True)]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Enter a name for the passkey, like Work laptop"),
        ("\u200b", "Enter a name for the passkey, like Work laptop"),
        ("x" * 61, "Name of the passkey must be 60 characters or fewer"),
    ],
)
def test_a_name_is_asked_for(name, sentence, office):
    response = office.post(page_of(office, "Work laptop", "rename"), {"name": name})

    assert response.status_code == 200
    assert sentence in response.text
    assert steps(office) == [("Work laptop", True)]


def test_without_a_name_that_alone_is_to_be_mended(client, olu):
    sign_in(client, olu)

    response = client.post(ADD, {"name": "", "credential": ""})

    assert response.context_data["form"].errors == {
        "name": ["Enter a name for the passkey, like Work laptop"]
    }


def test_an_app_has_no_name_to_change(client, olu):
    set_up_codes(client, olu)

    assert client.get(page_of(client, "Authenticator app", "rename")).status_code == 404


def test_a_second_step_is_removed_and_told(office, device):
    other = Device()
    add_passkey(office, other, "Phone")
    remove = page_of(office, "Work laptop", "remove")

    asked = office.get(remove)
    assert steps(office) == [("Work laptop", True), ("Phone", True)]
    response = office.post(remove)

    assert "Remove “Work laptop”</h1>" in asked.text
    assert response["Location"] == PAGE
    assert steps(office) == [("Phone", True)]
    assert news() == [ADDED, ADDED, "A second step has been removed from your sign-in"]
    assert actions()[-1] == "passkey_removed"
    assert not is_signed_in_with(device)
    assert is_signed_in_with(other)


def is_signed_in_with(device):
    elsewhere = Client()
    sign_in_with_passkey(elsewhere, device)
    return is_signed_in(elsewhere)


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_only_second_step_stays(method, office):
    response = getattr(office, method)(page_of(office, "Work laptop", "remove"))

    assert response.status_code == 409
    assert "This is your only second step</h1>" in response.text
    assert steps(office) == [("Work laptop", True)]


def test_the_app_is_removed_once_there_is_a_passkey(client, olu, device):
    set_up_codes(client, olu)
    add_passkey(client, device)

    client.post(page_of(client, "Authenticator app", "remove"))

    assert steps(client) == [("Work laptop", True)]
    assert actions()[-1] == "second_factor_removed"
    assert Authenticator.objects.filter(type="recovery_codes").exists()


def test_nobody_elses_second_step_is_there(office, olu):
    add_passkey(office, Device(), "Phone")
    addresses = [page_of(office, "Phone", what) for what in ("rename", "remove")]
    ann = Client()
    set_up_codes(ann, make_organiser(email="ann@westshire.example", password=PASSWORD))

    assert [ann.get(address).status_code for address in addresses] == [404, 404]
    assert [ann.post(address).status_code for address in addresses] == [404, 404]
    assert steps(office) == [("Work laptop", True), ("Phone", True)]


def test_after_a_reset_the_passkey_is_no_way_in(office, device):
    call_command("reset_second_factor", EMAIL)

    assert not is_signed_in_with(device)


def test_a_closed_account_is_not_opened_by_a_passkey(office, device):
    call_command("close_organiser", EMAIL)

    assert not is_signed_in_with(device)


def test_whoever_left_the_browser_shows_again_that_it_is_them(office, device, monkeypatch):
    session = office.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3601
    session.save()
    remove = page_of(office, "Work laptop", "remove")

    asked = office.get(remove)
    again = f"/accounts/2fa/passkey/again/?next={remove}"
    page = office.get(again)
    wrong = office.post(again, {"credential": "{}"})
    signed = device.get(office.get(again).context["js_data"]["request_options"])
    right = office.post(again, {"credential": json.dumps(signed)})

    assert asked["Location"].startswith("/accounts/reauthenticate/")
    assert "Use your passkey again</h1>" in page.text
    assert "enter your password" in page.text
    assert "We could not use that passkey." in wrong.text
    assert right["Location"] == remove
