"""A provider that does not answer, says no, or lets people sign in at another host."""

import pytest

from events.models import AuditEntry
from tests.deploy.test_provider_sign_in import BACK, START, change, go, olu, process, provider
from tests.oidc_provider import ELSEWHERE

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
