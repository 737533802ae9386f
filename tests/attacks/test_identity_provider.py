"""Tokens that are forged, old, another's or used before, and sign-ins begun by somebody else."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.utils import timezone

from deploy import provider_sign_in
from events.invitations import secret_of
from events.models import AuditEntry
from tests.bookings.inviting import PASSWORD, account, answers, invite
from tests.deploy.test_provider_sign_in import BACK, START, go, olu, process, provider
from tests.factories import make_organiser
from tests.oidc_provider import OLU

pytestmark = pytest.mark.django_db

__all__ = ["olu", "process", "provider"]  # fixtures

LONG_AGO = 1_000_000_000


def is_in(client):
    return SESSION_KEY in client.session


@pytest.mark.parametrize(
    ("fault", "claims", "said"),
    [
        ("unsigned", {}, "InvalidAlgorithmError"),
        ("signature cut off", {}, "InvalidSignatureError"),
        ("signed by another", {}, "InvalidSignatureError"),
        ("signed with the secret of the two", {}, "InvalidAlgorithmError"),
        ("", {"aud": "another client"}, "InvalidAudienceError"),
        ("", {"aud": ["another client"]}, "InvalidAudienceError"),
        ("", {"aud": ["placecard", "x"], "azp": "x"}, "another authorised party"),
        ("", {"azp": "x"}, "another authorised party"),
        ("", {"aud": ["placecard"], "azp": None}, "another authorised party"),
        ("", {"aud": ["placecard", "x"]}, "another authorised party"),
        ("a header without end", {}, "DecodeError"),
        ("it does not speak HTTP", {}, "BadStatusLine"),
        ("its answer breaks off", {}, "IncompleteRead"),
        ("a list without end", {}, "RecursionError"),
        ("keys that are none", {}, "PyJWKSetError"),
        ("keys that are no list", {}, "PyJWKSetError"),
        ("a key of no kind", {}, "PyJWKSetError"),
        ("", {"iss": "https://elsewhere.example"}, "InvalidIssuerError"),
        ("", {"exp": LONG_AGO}, "ExpiredSignatureError"),
        ("", {"exp": None}, "MissingRequiredClaimError"),
        ("", {"iat": 4_000_000_000}, "ImmatureSignatureError"),
        ("", {"nonce": "of another sign-in"}, "another nonce"),
        ("", {"nonce": "\ud800"}, "another nonce"),
        ("", {"nonce": None}, "MissingRequiredClaimError"),
    ],
)
def test_a_token_that_is_not_for_this_sign_in_is_refused(
    fault, claims, said, client, provider, olu, caplog
):
    there = client.post(START)["Location"]
    provider.say(fault, **claims)

    back = provider.sign_in(there)
    response = client.get(urlsplit(back)._replace(scheme="", netloc="").geturl())

    assert response.status_code == 502
    assert "We could not check the answer of the service that checks your" in response.text
    assert AuditEntry.objects.get().action == "sign_in_failed"
    assert caplog.messages[0] == f"The identity provider's answer is not believed: {said}"
    assert not is_in(client)


@pytest.mark.parametrize("audience", ["placecard", ["placecard"]])
def test_a_token_that_names_us_as_who_asked_is_believed(audience, client, provider, olu):
    provider.say(aud=audience, azp="placecard")

    assert go(client, provider)["Location"] == "/organiser/"


def answer_of(client, provider):
    """Where the browser is sent back to, without going."""
    back = provider.sign_in(client.post(START)["Location"])
    return urlsplit(back)._replace(scheme="", netloc="").geturl()


def test_an_answer_signs_in_once(client, provider, olu):
    back = answer_of(client, provider)
    client.get(back)
    assert is_in(client)
    client.post("/accounts/logout/")

    assert client.get(back).status_code == 400
    assert not is_in(client)


def test_a_code_that_was_used_before_is_refused_with_another_state(client, provider, olu):
    used = parse_qs(urlsplit(answer_of(client, provider)).query)["code"][0]
    other = Client()
    other.get(answer_of(other, provider))
    state = client.session[provider_sign_in.PENDING]["state"]
    client.get(f"{BACK}?code={used}&state={state}")
    client.post("/accounts/logout/")
    client.post(START)
    state = client.session[provider_sign_in.PENDING]["state"]

    assert client.get(f"{BACK}?code={used}&state={state}").status_code == 502
    assert not is_in(client)


def test_a_token_of_an_earlier_sign_in_is_refused(client, provider, olu):
    """Its nonce is another browser's, whatever the code."""
    client.post(START)
    earlier = client.session[provider_sign_in.PENDING]["nonce"]
    there = client.post(START)["Location"]
    provider.say(nonce=earlier)

    back = provider.sign_in(there)

    assert client.get(urlsplit(back)._replace(scheme="", netloc="").geturl()).status_code == 502
    assert not is_in(client)


def test_nobody_is_signed_in_by_anothers_link(client, provider, olu):
    """Whoever begins a sign-in and sends its end to an organiser signs nobody in."""
    back = answer_of(Client(), provider)

    assert client.get(back).status_code == 400
    client.post(START)
    assert client.get(back).status_code == 400
    assert not is_in(client)


@pytest.mark.parametrize(
    "query", ["", "?code=x", "?state=x", "?error=access_denied", "?code=x&state=%00é"]
)
def test_an_answer_to_no_question_is_none(query, client, provider, olu):
    client.post(START)

    response = client.get(BACK + query)

    assert response.status_code == 400
    assert "It took longer than 10 minutes, or you started in another window" in response.text


def test_an_answer_that_comes_too_late_is_none(client, provider, olu, monkeypatch):
    back = answer_of(client, provider)
    later = timezone.now() + timedelta(seconds=601)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)

    assert client.get(back).status_code == 400


def test_a_token_without_the_key_of_this_browser_is_not_had(client, provider, olu):
    """PKCE: a code that was taken out of the address is worth nothing elsewhere."""
    back = answer_of(client, provider)
    session = client.session
    session[provider_sign_in.PENDING] |= {"verifier": "a guess"}
    session.save()

    assert client.get(back).status_code == 502


@pytest.mark.parametrize(
    "email", ["\u212aate@kent.example", "kate@\u212aent.example", "\ud800@kent.example"]
)
def test_an_address_that_looks_like_anothers_is_not_theirs(email, client, provider, settings):
    """In lower case it would be theirs: U+212A is the sign for Kelvin."""
    make_organiser(email="kate@kent.example")
    settings.IDENTITY_PROVIDER = replace(settings.IDENTITY_PROVIDER, domains=("kent.example",))
    provider.say(email=email)

    response = go(client, provider)

    assert response.status_code == 403
    assert "The address of your council account has accents or symbols." in response.text
    assert not is_in(client)


def test_a_mailbox_alone_is_no_way_round_the_provider(client, provider):
    """Who reads an invitation to an address of the council's chooses no password."""
    invitation = invite("nia@westshire.example", at=timezone.now())
    link = f"/join/team/{secret_of(invitation.public_id)}/"

    client.post(link, answers())

    assert not account("nia@westshire.example").has_usable_password()
    client.post("/accounts/login/", {"login": "nia@westshire.example", "password": PASSWORD})
    assert not is_in(client)


def test_no_address_is_asked_that_is_not_encrypted(client, provider, settings, caplog):
    settings.IDENTITY_PROVIDER = replace(
        settings.IDENTITY_PROVIDER, issuer="http://login.westshire.example"
    )

    assert client.post(START).status_code == 502
    assert "not https" in caplog.text


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_the_way_back_stays_here(away, client, provider, olu):
    assert go(client, provider, next=away)["Location"] == "/organiser/"


def test_beginning_has_an_end_for_each_is_kept_in_a_session(client, provider, monkeypatch):
    monkeypatch.setattr(provider_sign_in, "STARTS_PER_NETWORK_PER_HOUR", 2)

    answers = [Client().post(START) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 429, 429]
    assert "Wait an hour before you try again." in answers[3].text


def test_beginning_needs_the_form_of_this_site(provider):
    assert Client(enforce_csrf_checks=True).post(START).status_code == 403


def test_what_the_provider_says_is_not_in_the_log(client, provider, olu, caplog):
    provider.say("unsigned")
    go(client, provider)

    assert not any(word in caplog.text for word in (OLU["email"], OLU["name"], "code=", "state="))
