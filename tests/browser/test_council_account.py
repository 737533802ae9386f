"""Signing in with the council's own account in a real browser: there and back."""

import pytest
from playwright.sync_api import expect

from deploy.identity_provider import IdentityProvider
from tests.browser.visiting import expect_page
from tests.factories import make_organiser
from tests.oidc_provider import CLIENT, SECRET, running

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_browser_goes_there_and_comes_back_signed_in(visitor, settings):
    settings.REQUIRE_TOTP = False
    make_organiser(email="olu@westshire.example")
    with running() as provider:
        settings.IDENTITY_PROVIDER = IdentityProvider(
            issuer=provider.issuer,
            name="your Westshire account",
            client_id=CLIENT,
            client_secret=SECRET,
            domains=("westshire.example",),
        )
        # When they sign in there with an address that is nobody's
        provider.say(email="nobody@westshire.example")
        visitor.goto("/organiser/email-settings/")
        expect_page(visitor, "Sign in")
        visitor.get_by_role("button", name="Sign in with your Westshire account").click()

        # Then the page says so, with another way
        expect_page(visitor, "You cannot sign in with this account")
        visitor.get_by_role("link", name="Sign in another way").click()
        expect_page(visitor, "Sign in")

        # And with their own they come to the page that they asked for
        provider.say()
        visitor.goto("/organiser/email-settings/")
        visitor.get_by_role("button", name="Sign in with your Westshire account").click()
        expect(visitor.get_by_role("heading", level=1)).to_have_text("Email settings")
