"""Passkeys in a real browser, with an authenticator that Chromium makes up."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from bookings.models import Message
from tests.browser.test_signing_in import EMAIL, sign_in
from tests.browser.visiting import expect_page
from tests.factories import make_organiser
from tests.signing_in import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

PHONE_WITH_FINGERPRINT = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def give_authenticator(page: Page) -> tuple[Any, str]:
    """The page's own; returns how to speak to it."""
    chromium = page.context.new_cdp_session(page)
    chromium.send("WebAuthn.enable")
    made = chromium.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE_WITH_FINGERPRINT})
    return chromium, made["authenticatorId"]


def check_print(page: Page) -> None:
    """On paper there are the codes and whose they are, and nothing to click on."""
    expect(page.get_by_role("button", name="Print the codes")).to_be_visible()
    expect(page.get_by_text(EMAIL)).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.get_by_text(EMAIL)).to_be_visible()
    expect(page.get_by_role("list", name="Unused recovery codes")).to_be_visible()
    for gone in (page.get_by_role("button"), page.get_by_role("navigation")):
        expect(gone.locator("visible=true")).to_have_count(0)
    page.emulate_media(media="screen")


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/accounts/login/")
    expect_page(page, "Sign in")


def test_a_passkey_is_added_and_signs_in_alone_and_after_the_password(phone, settings):
    # Given an organiser who signs in for the first time, on a phone with a fingerprint reader
    settings.REQUIRE_TOTP = True
    make_organiser(email=EMAIL, password=PASSWORD)
    chromium, authenticator = give_authenticator(phone)
    phone.goto("/accounts/login/")
    phone.get_by_label("Email address").fill(EMAIL)
    phone.get_by_label("Password").fill(PASSWORD)
    phone.get_by_role("button", name="Sign in", exact=True).click()
    expect_page(phone, "Set up a second step for signing in")

    # When they add a passkey instead of an app
    phone.get_by_role("link", name="use a passkey").click()
    expect_page(phone, "Add a passkey")
    phone.get_by_label("Name of the passkey").fill("My phone")
    phone.get_by_role("button", name="Add passkey").click()

    # Then they get recovery codes, and the passkey stands on their page
    expect_page(phone, "Recovery codes")
    check_print(phone)
    phone.goto("/accounts/sign-in/")
    expect(phone.get_by_role("heading", name="My phone")).to_be_visible()
    expect_page(phone, "Your sign-in")

    # And it signs them in without the password
    sign_out(phone)
    phone.get_by_role("button", name="Sign in with a passkey").click()
    expect_page(phone, "Your events")

    # And as the second step after it
    sign_out(phone)
    phone.get_by_label("Email address").fill(EMAIL)
    phone.get_by_label("Password").fill(PASSWORD)
    phone.get_by_role("button", name="Sign in", exact=True).click()
    expect_page(phone, "Use your passkey")
    phone.get_by_role("button", name="Use a passkey").click()
    expect_page(phone, "Your events")

    # And whoever is not recognised is told so on the page
    sign_out(phone)
    user = {"authenticatorId": authenticator, "isUserVerified": False}
    chromium.send("WebAuthn.setUserVerified", user)
    phone.get_by_role("button", name="Sign in with a passkey").click()
    expect(phone.get_by_role("alert")).to_contain_text("We could not use a passkey.")
    expect_page(phone, "Sign in")


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_without_a_good_name_no_passkey_is_made(name, phone, settings):
    settings.REQUIRE_TOTP = False
    make_organiser(email=EMAIL, password=PASSWORD)
    chromium, authenticator = give_authenticator(phone)
    sign_in(phone)
    phone.goto("/accounts/sign-in/passkeys/add/")

    phone.get_by_label("Name of the passkey").fill(name)
    phone.get_by_role("button", name="Add passkey").click()

    expect(phone.get_by_role("heading", name="There is a problem")).to_be_visible()
    made = chromium.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})
    assert made == {"credentials": []}
    expect_page(phone, "Add a passkey")


def test_a_passkey_is_renamed_and_the_last_one_stays(phone, settings):
    settings.REQUIRE_TOTP = False
    make_organiser(email=EMAIL, password=PASSWORD)
    give_authenticator(phone)
    sign_in(phone)
    phone.goto("/accounts/sign-in/passkeys/add/")
    phone.get_by_label("Name of the passkey").fill("Mistake")
    phone.get_by_role("button", name="Add passkey").click()
    expect_page(phone, "Recovery codes")
    phone.goto("/accounts/sign-in/")

    phone.get_by_role("link", name="Rename Mistake").click()
    expect_page(phone, "Rename a passkey")
    phone.get_by_label("Name of the passkey").fill("My phone")
    phone.get_by_role("button", name="Save name").click()
    expect(phone.get_by_role("heading", name="My phone")).to_be_visible()

    phone.get_by_role("link", name="Remove My phone").click()
    expect_page(phone, "This is your only second step")


def test_without_javascript_the_pages_lead_to_the_app(phone_without_javascript, settings):
    page = phone_without_javascript
    settings.REQUIRE_TOTP = True
    make_organiser(email=EMAIL, password=PASSWORD)
    page.goto("/accounts/login/")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    page.get_by_label("Email address").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("link", name="use a passkey").click()
    expect_page(page, "Add a passkey")
    expect(page.get_by_role("button", name="Add passkey")).to_be_hidden()

    page.get_by_role("link", name="Use an authenticator app instead").click()

    expect_page(page, "Set up a second step for signing in")


def test_a_code_by_mail_is_the_second_step_where_that_is_chosen(visitor, settings):
    settings.REQUIRE_TOTP = settings.SIGN_IN_CODE_BY_MAIL = True
    make_organiser(email=EMAIL, password=PASSWORD)
    visitor.goto("/accounts/login/")
    visitor.get_by_label("Email address").fill(EMAIL)
    visitor.get_by_label("Password").fill(PASSWORD)
    visitor.get_by_role("button", name="Sign in", exact=True).click()
    expect_page(visitor, "Enter the code from your email")
    visitor.get_by_label("Code from the email").fill("wrong")
    visitor.get_by_role("button", name="Sign in", exact=True).click()
    expect(visitor.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect_page(visitor, "Enter the code from your email")

    visitor.get_by_label("Code from the email").fill(Message.objects.get().facts["code"])
    visitor.get_by_role("button", name="Sign in", exact=True).click()

    expect_page(visitor, "Your events")
