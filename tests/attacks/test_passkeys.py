"""Somebody signs in with a passkey that is not theirs, was not asked for or was made elsewhere."""

import json
import re
import time

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.test import Client

from deploy import account_pages
from events.models import AuditEntry
from tests.factories import make_organiser
from tests.passkeys import (
    ADD,
    SIGN_IN,
    Device,
    add_passkey,
    options_to_sign_in,
    sign_in_with_passkey,
)
from tests.signing_in import PASSWORD, set_up_codes, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_slows")]

ENTER = "/accounts/2fa/authenticate/"
JSON = {"Accept": "application/json"}
NOT_RECOGNISED = "We could not use that passkey. Try again, or sign in another way"
WRONG = '{"id": "x"}'
DEEP = "gYGB" * 500  # CBOR: a list of a list of ...
WITHOUT_END = json.dumps(
    {
        "type": "public-key",
        "id": "eA",
        "rawId": "eA",
        "response": {"clientDataJSON": "e30", "attestationObject": DEEP},
    }
)
ODD = [
    "",
    "{",
    "{}",
    "[]",
    "null",
    "1",
    '"x"',
    '{"response": 1}',
    '{"response": {"userHandle": 7}}',
    "[" * 1500,
    WITHOUT_END,
]


@pytest.fixture
def device():
    return Device()


@pytest.fixture
def olu(device):
    organiser = make_organiser(email="olu@westshire.example", password=PASSWORD)
    office = Client()
    sign_in(office, organiser)
    add_passkey(office, device)
    return organiser


def is_in(client):
    return SESSION_KEY in client.session


def refused(client, sent):
    response = client.post(SIGN_IN, {"credential": sent}, follow=True)
    return (response.status_code, NOT_RECOGNISED in response.text, is_in(client))


@pytest.mark.parametrize("sent", ODD)
def test_what_is_no_passkey_is_refused_in_words(sent, client, olu):
    options_to_sign_in(client)

    assert refused(client, sent) == (200, True, False)


@pytest.mark.parametrize("sent", ODD)
def test_nor_is_it_a_second_step(sent, client, olu):
    sign_in(client, olu)
    client.get(ENTER)

    response = client.post(ENTER, {"credential": sent})

    assert response.status_code == 200
    assert is_told(response, NOT_RECOGNISED)
    assert not is_in(client)


def is_told(response, sentence):
    """In the title, in the summary with a link to the button, and beside it."""
    page = " ".join(response.text.split())
    return (
        "<title> Error: " in page.replace("<title>Error: ", "<title> Error: ")
        and f'<a href="#id_credential">{sentence}</a>' in page
        and f'<p class="govuk-error-message">{sentence}</p>' in page
        and re.search(r'<button[^>]* id="id_credential"', page) is not None
    )


@pytest.mark.parametrize("sent", ODD)
def test_nor_is_it_added(sent, client, olu):
    ann = make_organiser(email="ann@westshire.example", password=PASSWORD)
    sign_in(client, ann)
    client.get(ADD)

    response = client.post(ADD, {"name": "x", "credential": sent})

    assert response.status_code == 200
    assert is_told(response, "The passkey was not added. Try again, or use another device")
    assert not Authenticator.objects.filter(user=ann).exists()


def test_an_answer_signs_in_once(client, olu, device):
    signed = json.dumps(device.get(options_to_sign_in(client)))
    client.post(SIGN_IN, {"credential": signed})
    assert is_in(client)
    client.post("/accounts/logout/")

    assert refused(client, signed) == (200, True, False)


def test_an_answer_to_somebody_elses_question_is_none(client, olu, device):
    signed = json.dumps(device.get(options_to_sign_in(Client())))
    options_to_sign_in(client)

    assert refused(client, signed) == (200, True, False)


def test_an_answer_that_nobody_asked_for_is_none(client, olu, device):
    signed = json.dumps(device.get(options_to_sign_in(Client())))

    assert refused(client, signed) == (200, True, False)


def test_another_key_is_not_the_passkey(client, olu, device):
    forged = Device()
    forged.credential_id, forged.user_handle = device.credential_id, device.user_handle

    sign_in_with_passkey(client, forged)

    assert not is_in(client)


def test_a_passkey_signs_in_its_owner_only(client, olu, device):
    ann = make_organiser(email="ann@westshire.example", password=PASSWORD)
    anns, at_ann = Device(), Client()
    sign_in(at_ann, ann)
    add_passkey(at_ann, anns)
    device.user_handle = anns.user_handle

    sign_in_with_passkey(client, device)

    assert not is_in(client)


def test_a_passkey_of_another_site_is_none(client, olu, device):
    device.origin = "https://placecard.example.gov.uk.evil.example"

    sign_in_with_passkey(client, device)

    assert not is_in(client)


def test_a_device_that_asked_for_no_finger_and_no_pin_is_not_enough_alone(client, olu, device):
    device.flags = Device(is_verified=False).flags

    sign_in_with_passkey(client, device)

    assert not is_in(client)


def test_nor_is_it_for_a_question_that_was_asked_after_somebody_elses_password(
    client, olu, device, monkeypatch
):
    own = Client()
    ann = make_organiser(email="ann@westshire.example", password=PASSWORD)
    sign_in(own, ann)
    add_passkey(own, Device())
    sign_in(client, ann)
    asked = client.get(ENTER).context["js_data"]["request_options"]
    device.flags = Device(is_verified=False).flags
    begun_too_long_ago = time.time() + 16 * 60
    monkeypatch.setattr(time, "time", lambda: begun_too_long_ago)

    client.post(SIGN_IN, {"credential": json.dumps(device.get(asked))})

    assert not is_in(client)


def test_nor_is_it_added_as_a_passkey(client):
    sign_in(client, make_organiser(email="ann@westshire.example", password=PASSWORD))

    assert add_passkey(client, Device(is_verified=False)).status_code == 200
    assert not Authenticator.objects.exists()


def test_a_password_alone_adds_no_passkey_beside_a_second_step(client, olu):
    """A session that was opened before the second step was set up knows the password alone."""
    before = Client()
    ann = make_organiser(email="ann@westshire.example", password=PASSWORD)
    sign_in(before, ann)
    set_up_codes(client, ann)

    assert before.get(ADD)["Location"].startswith("/accounts/2fa/reauthenticate/")
    assert before.post(ADD)["Location"].startswith("/accounts/2fa/reauthenticate/")


def test_nor_sets_up_the_app_beside_a_passkey(olu):
    before, office = Client(), Client()
    ann = make_organiser(email="ann@westshire.example", password=PASSWORD)
    sign_in(before, ann)
    sign_in(office, ann)
    add_passkey(office, Device())

    response = before.get("/accounts/2fa/totp/activate/")

    assert response["Location"].startswith("/accounts/2fa/reauthenticate/")


def test_wrong_passkeys_after_a_password_end_after_five(client, olu):
    sign_in(client, olu)
    for _ in range(5):
        client.post(ENTER, {"credential": WRONG})

    response = client.post(ENTER, {"credential": WRONG})

    assert "Wait 5 minutes before you try to sign in again" in response.text


def test_passkeys_are_tried_ten_times_a_minute_from_one_network(client, olu):
    answers = [client.post(SIGN_IN, {"credential": WRONG}).status_code for _ in range(11)]

    assert answers == [302] * 10 + [429]


def test_questions_have_an_end_too_for_each_keeps_a_session(client, olu, monkeypatch):
    monkeypatch.setattr(account_pages, "QUESTIONS_PER_NETWORK_PER_HOUR", 3)

    answers = [Client().get(SIGN_IN, headers=JSON).status_code for _ in range(5)]

    assert answers == [200, 200, 200, 429, 429]
    assert Session.objects.count() == 1 + 3


def test_a_question_is_forgotten_in_ten_minutes_unless_it_is_answered(client, olu, device):
    signed = device.get(options_to_sign_in(client))
    asked = client.session.get_expiry_age()

    client.post(SIGN_IN, {"credential": json.dumps(signed)})

    assert 590 < asked <= 600
    assert client.session.get_expiry_age() == 12 * 60 * 60


def test_whoever_is_signed_in_stays_so_after_a_question(client, olu):
    sign_in(client, make_organiser(email="ann@westshire.example", password=PASSWORD))

    client.get(SIGN_IN, headers=JSON)

    assert client.session.get_expiry_age() == 12 * 60 * 60


def test_the_question_says_nothing_of_who_has_an_account(client, olu):
    asked = options_to_sign_in(client)["publicKey"]

    assert asked.keys() == {"challenge", "rpId", "allowCredentials", "userVerification"}
    assert asked["allowCredentials"] == []


def test_what_failed_is_in_the_audit_trail(client, olu, device):
    device.flags = Device(is_verified=False).flags
    sign_in_with_passkey(client, device)
    client.post(SIGN_IN, {"credential": WRONG})
    sign_in(client, olu)
    client.post(ENTER, {"credential": WRONG})

    entries = AuditEntry.objects.filter(action__endswith="failed").order_by("pk")
    assert list(entries.values_list("action", "object_id")) == [
        ("sign_in_failed", olu.public_id),
        ("sign_in_failed", ""),
        ("second_factor_failed", olu.public_id),
    ]
