"""Organisers' accounts: the pages that are open, and every way through them."""

import re
from base64 import b64decode

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from events.models import Organiser
from tests.factories import make_organiser
from tests.signing_in import ACTIVATE, PASSWORD, set_up_codes, sign_in

pytestmark = pytest.mark.django_db

EMAIL = "olu@westshire.example"
CHANGE = "/accounts/password/change/"


@pytest.fixture
def olu():
    return make_organiser(email=EMAIL, password=PASSWORD)


@pytest.fixture
def signed_in(client, olu, settings):
    settings.REQUIRE_TOTP = False
    client.force_login(olu)
    return client


@pytest.mark.parametrize(
    "page",
    [
        "",
        "signup/",
        "email/",
        "confirm-email/",
        "confirm-email/x/",
        "inactive/",
        "password/set/",
        "login/code/confirm/",
        "2fa/totp/deactivate/",
        "2fa/webauthn/",
        "social/login/cancelled/",
        "3rdparty/",
        "sessions/",
    ],
)
def test_a_page_that_nobody_designed_does_not_exist(signed_in, page):
    assert signed_in.get(f"/accounts/{page}").status_code == 404
    assert signed_in.post(f"/accounts/{page}", {"email": "a@b.example"}).status_code == 404


def test_nobody_takes_another_address(signed_in):
    make_organiser(email="victim@westshire.example")
    before = list(Organiser.objects.order_by("pk").values_list("email", flat=True))

    for action in ("action_add", "action_primary"):
        signed_in.post("/accounts/email/", {action: "", "email": "victim@westshire.example"})

    assert list(Organiser.objects.order_by("pk").values_list("email", flat=True)) == before


def test_signing_in_and_out(client, olu, settings):
    settings.REQUIRE_TOTP = False

    entered = sign_in(client, olu)
    asked = client.get("/accounts/logout/")
    left = client.post("/accounts/logout/")

    assert (entered.status_code, entered["Location"]) == (302, "/organiser/")
    assert '<h1 class="govuk-heading-l">Sign out</h1>' in asked.text
    assert (left.status_code, left["Location"]) == (302, "/")
    assert client.get("/organiser/")["Location"] == "/accounts/login/?next=/organiser/"


def test_a_password_is_changed_and_ends_every_session(client, olu, settings):
    settings.REQUIRE_TOTP = False
    elsewhere = Client()
    sign_in(client, olu)
    sign_in(elsewhere, olu)
    new = "another long enough password"

    form = client.get(CHANGE)
    response = client.post(
        CHANGE, {"oldpassword": PASSWORD, "password1": new, "password2": new}, follow=True
    )

    assert "Change your password</h1>" in form.text
    assert '<a href="/accounts/sign-in/" class="govuk-back-link">Your sign-in</a>' in form.text
    assert response.redirect_chain == [("/accounts/login/", 302)]
    assert "Your password has been changed. Sign in with the new one." in response.text
    assert [c.get("/organiser/").status_code for c in (client, elsewhere)] == [302, 302]
    assert sign_in(client, olu).status_code == 200
    assert sign_in(client, olu, new)["Location"] == "/organiser/"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"oldpassword": "not it"}, "The current password is not correct"),
        ({"oldpassword": ""}, "Enter your current password"),
        ({"password1": "", "password2": ""}, "Enter a new password"),
        ({"password2": "something else"}, "You must type the same password each time."),
        ({"password1": "short", "password2": "short"}, "Password must be 12 characters or more"),
    ],
)
def test_a_password_is_not_changed_by_mistake(typed, sentence, signed_in, olu):
    new = "another long enough password"
    answers = {"oldpassword": PASSWORD, "password1": new, "password2": new}

    response = signed_in.post(CHANGE, answers | typed)

    assert sentence in response.text
    assert not [
        text for text in (PASSWORD, new, "not it", "something else") if text in response.text
    ]
    olu.refresh_from_db()
    assert olu.check_password(PASSWORD)


def test_the_password_is_changed_by_who_has_entered_a_code_only(client, olu, settings):
    settings.REQUIRE_TOTP = True
    client.force_login(olu)

    assert client.get(CHANGE)["Location"] == ACTIVATE


def test_a_wrong_password_is_told_so(client, olu):
    response = sign_in(client, olu, "another password")

    assert response.status_code == 200
    assert "another password" not in response.text
    assert response.context["form"].non_field_errors() == [
        "The email address or password is not correct"
    ]


def test_a_closed_account_is_told_whom_to_ask(client, olu):
    olu.is_active = False
    olu.save(update_fields=["is_active"])

    response = client.post("/accounts/login/", {"login": EMAIL, "password": PASSWORD}, follow=True)

    assert response.redirect_chain == [("/accounts/login/", 302)]
    assert "This account has been closed. Contact us if you need it" in response.text
    assert "_auth_user_id" not in client.session


def test_the_second_step_is_set_up_by_a_code_to_scan_or_a_key_to_type(client, olu):
    sign_in(client, olu)

    page = client.get(ACTIVATE)

    [picture] = re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', page.text)
    assert b"<svg" in b64decode(picture)
    assert page.context["form"].secret in page.text


def test_setting_up_the_second_step_shows_recovery_codes(client, olu):
    response = set_up_codes(client, olu)
    codes = client.get(response["Location"])

    assert (response.status_code, response["Location"]) == (302, "/accounts/2fa/recovery-codes/")
    assert "10 of 10 codes have not been used." in codes.text


def test_recovery_codes_are_downloaded_and_made_anew(client, olu):
    set_up_codes(client, olu)
    before = client.get("/accounts/2fa/recovery-codes/download/").text

    asked = client.get("/accounts/2fa/recovery-codes/generate/")
    made = client.post("/accounts/2fa/recovery-codes/generate/")
    after = client.get("/accounts/2fa/recovery-codes/download/").text

    assert asked.status_code == 200
    assert (made.status_code, made["Location"]) == (302, "/accounts/2fa/recovery-codes/")
    assert len(set(before.split()) | set(after.split())) == 20


def test_with_the_second_step_signing_in_asks_for_a_code(client, olu):
    set_up_codes(client, olu)
    code = client.get("/accounts/2fa/recovery-codes/download/").text.split()[0]
    client.post("/accounts/logout/")

    entered = sign_in(client, olu)
    asked = client.get("/accounts/2fa/authenticate/")
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    right = client.post("/accounts/2fa/authenticate/", {"code": code})

    assert (entered.status_code, entered["Location"]) == (302, "/accounts/2fa/authenticate/")
    assert (asked.status_code, wrong.status_code) == (200, 200)
    assert (right.status_code, right["Location"]) == (302, "/organiser/")


def test_setting_up_twice_leads_to_the_events(client, olu):
    set_up_codes(client, olu)

    response = client.get(ACTIVATE, follow=True)

    assert response.redirect_chain == [("/accounts/2fa/totp/", 302), ("/organiser/", 302)]
    assert Authenticator.objects.filter(type="totp").count() == 1
