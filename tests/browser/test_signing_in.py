"""An organiser's own sign-in in a real browser: where they are signed in, and ending it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visiting import expect_page
from tests.factories import make_organiser
from tests.signing_in import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

EMAIL = "olu@westshire.example"


def sign_in(page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email address").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your events")


def test_a_forgotten_browser_is_signed_out_from_another(visitor, desk, settings):
    # Given an organiser who is signed in on a computer and on a phone
    settings.REQUIRE_TOTP = False
    make_organiser(email=EMAIL, password=PASSWORD)
    sign_in(desk)
    sign_in(visitor)

    # When they sign out on the computer from the phone
    visitor.goto("/accounts/sign-in/")
    expect_page(visitor, "Your sign-in")
    expect(visitor.get_by_role("heading", level=3)).to_have_count(2)
    visitor.get_by_role("button", name="Sign out on Chrome").click()
    expect(visitor.get_by_text("You have been signed out of that device.")).to_be_visible()
    expect_page(visitor, "Your sign-in")

    # Then the computer has to sign in again, and the phone stays until it leaves too
    desk.goto("/organiser/")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Sign in")
    visitor.get_by_role("button", name="Sign out everywhere").click()
    expect(visitor.get_by_text("You have been signed out of all devices")).to_be_visible()
    expect_page(visitor, "Sign in")
