"""A provider that does not answer, says no, or lets people sign in at another host."""

import socket

import pytest

from deploy import identity_client, kept_answers
from events.models import AuditEntry
from tests.deploy.test_provider_sign_in import BACK, START, change, go, olu, process, provider
from tests.oidc_provider import ELSEWHERE, IN_DROPS, OTHER_KEY

pytestmark = pytest.mark.django_db

__all__ = ["olu", "process", "provider"]  # fixtures


def test_a_provider_that_does_not_answer_is_told_with_another_way(
    client, provider, olu, settings, caplog
):
    change(settings, issuer="http://localhost:1")

    response = client.post(START)

    assert response.status_code == 502
    assert "We could not sign you in</h1>" in response.text
    assert "The service that checks your Westshire account did not answer." in response.text
    assert 'href="/accounts/login/"' in response.text
    assert "The identity provider does not answer: URLError" in caplog.text


def at_second(second, monkeypatch):
    """The clock by which answers are kept."""
    monkeypatch.setattr(kept_answers, "monotonic", lambda: 1_000_000 + second)


def test_a_provider_that_does_not_answer_is_left_alone_for_half_a_minute(
    client, provider, olu, settings, monkeypatch, caplog
):
    """No thread waits for it again meanwhile."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setattr(identity_client, "SECONDS_TO_ANSWER", 0.2)
        change(settings, issuer=f"http://127.0.0.1:{silent.getsockname()[1]}")
        for second in (0, 29, 31):
            at_second(second, monkeypatch)
            assert client.post(START).status_code == 502

    said = [one.rpartition(": ")[2] for one in caplog.messages if "does not answer" in one]
    assert said == ["TimeoutError", "nor did it a moment ago", "TimeoutError"]


def test_an_answer_in_drops_has_an_end(client, provider, olu, monkeypatch, caplog):
    monkeypatch.setattr(identity_client, "SECONDS_TO_ANSWER", 0.5)
    provider.say(IN_DROPS)

    assert go(client, provider).status_code == 502
    assert "answer is not believed: TimeoutError" in caplog.text


def test_a_provider_is_asked_for_its_addresses_and_keys_every_five_minutes(
    client, provider, olu, monkeypatch
):
    before = len(provider.visited())
    for second in (0, 200, 299, 301):
        at_second(second, monkeypatch)
        go(client, provider)
        client.post("/accounts/logout/")

    visited = provider.visited()[before:]
    assert visited.count("/authorize") == 4
    assert visited.count("/.well-known/openid-configuration") == 2
    assert visited.count("/keys") == 2


def test_a_key_that_is_new_is_asked_for_at_once(client, provider, olu):
    go(client, provider)
    client.post("/accounts/logout/")
    provider.say(OTHER_KEY)

    assert go(client, provider)["Location"] == "/organiser/"


def test_what_is_not_believed_is_not_kept(client, provider, olu, caplog):
    provider.say("issuer")
    refused = client.post(START)
    provider.say("keys that are none")
    unbelieved = go(client, provider)
    provider.say()

    assert (refused.status_code, unbelieved.status_code) == (502, 502)
    assert "The identity provider does not answer: another issuer" in caplog.text
    assert go(client, provider)["Location"] == "/organiser/"


def test_no_more_is_kept_than_is_of_use():
    kept = kept_answers.ForAWhile(seconds=60)
    for number in range(kept_answers.MOST + 1):
        kept.keep(str(number), number)

    assert [kept.get("0"), kept.get(str(kept_answers.MOST))] == [None, kept_answers.MOST]


def comes_back_with(client, error):
    """What the page says, and whether an answer of the same sign-in is read after it."""
    client.post(START)
    state = client.session["placecard.provider"]["state"]
    return client.get(f"{BACK}?error={error}&state={state}")


def test_who_says_no_there_is_told_of_another_way(client, provider):
    response = comes_back_with(client, "access_denied")

    assert response.status_code == 400
    assert "You did not finish signing in with your Westshire account." in response.text
    assert 'href="/accounts/login/"' in response.text
    assert not AuditEntry.objects.exists()


def test_an_error_of_the_provider_is_told_and_logged_without_its_words(client, provider, caplog):
    response = comes_back_with(client, "server_error")

    assert response.status_code == 502
    sentence = "The service that checks your Westshire account could not sign you in."
    assert sentence in response.text
    assert caplog.messages[0] == "The identity provider answers with an error"


def other_host(provider):
    return provider.issuer.replace("localhost", "127.0.0.1")


def test_a_sign_in_page_at_another_host_has_to_be_named(client, provider, olu, caplog):
    """The browser would refuse to go there without a word."""
    provider.say(ELSEWHERE)

    response = client.post(START)

    assert response.status_code == 502
    assert f"it lets people sign in at {other_host(provider)}: set OIDC_ORIGINS" in caplog.text


def test_one_that_is_named_is_in_the_policy_of_the_page(client, provider, olu, settings):
    provider.say(ELSEWHERE)
    change(settings, other_origins=(other_host(provider),))

    policy = client.get("/accounts/login/")["Content-Security-Policy"]

    assert f"form-action 'self' {provider.issuer} {other_host(provider)};" in policy
    assert go(client, provider)["Location"] == "/organiser/"
