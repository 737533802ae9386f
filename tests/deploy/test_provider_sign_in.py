"""Signing in with the council's own account, against a provider that is a process of its own."""

from dataclasses import replace

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.core.management import call_command

from bookings.models import Message
from deploy import identity_client
from deploy.identity_provider import IdentityProvider, read_groups
from events.models import AuditEntry, Organiser
from tests.factories import make_organiser, make_team
from tests.oidc_provider import CLIENT, POST_ONLY, SECRET, running
from tests.passkeys import ADD, Device, add_passkey
from tests.signing_in import ACTIVATE, PASSWORD, sign_in

pytestmark = pytest.mark.django_db

EMAIL = "olu@westshire.example"
START = "/accounts/provider/"
BACK = "/accounts/provider/back/"
LONG = f"olu@{'.'.join(['b' * 60] * 4)}.westshire.example"


@pytest.fixture(scope="module")
def process():
    with running() as provider:
        yield provider


@pytest.fixture
def provider(process, settings):
    """What the installation is set to; the process says that Olu has signed in."""
    make_team("Education Events")
    settings.REQUIRE_TOTP = False
    settings.IDENTITY_PROVIDER = IdentityProvider(
        issuer=process.issuer,
        name="your Westshire account",
        client_id=CLIENT,
        client_secret=SECRET,
        domains=("westshire.example", "schools.westshire.example"),
        groups=read_groups(["editors=organiser:Education Events", "front desk=check_in:Desk"]),
    )
    process.say()
    yield process
    forget_answers()


@pytest.fixture
def olu():
    return make_organiser(email=EMAIL, password=PASSWORD)


def forget_answers():
    """What this process keeps of a provider's."""
    identity_client.TOLD.forget()
    identity_client.SILENT.forget()


def change(settings, **fields):
    settings.IDENTITY_PROVIDER = replace(settings.IDENTITY_PROVIDER, **fields)


def go(client, provider, **form):
    """There and back: what the page says when the browser has returned."""
    there = client.post(START, form)
    assert there.status_code == 302
    back = provider.sign_in(there["Location"])
    return client.get(back.partition("placecard.example.gov.uk")[2])


def is_in(client):
    return SESSION_KEY in client.session


def test_an_organiser_signs_in_there(client, provider, olu):
    page = client.get("/accounts/login/")

    response = go(client, provider)

    assert "Sign in with your Westshire account</button>" in page.text
    assert (response.status_code, response["Location"]) == (302, "/organiser/")
    assert client.get("/organiser/").status_code == 200
    actions = AuditEntry.objects.values_list("action", "object_id")
    assert list(actions) == [("signed_in", olu.public_id)]


def test_a_provider_is_told_the_secret_as_it_wants(client, provider, olu):
    provider.say(POST_ONLY)

    assert go(client, provider)["Location"] == "/organiser/"


def test_one_comes_to_the_page_that_was_asked_for(client, provider, olu):
    assert go(client, provider, next="/organiser/venues/")["Location"] == "/organiser/venues/"


def test_only_the_sign_in_page_lets_a_form_lead_there(client, provider, olu):
    policies = [
        client.get(page)["Content-Security-Policy"]
        for page in ("/accounts/login/", "/accounts/password/reset/", "/")
    ]

    assert f"form-action 'self' {provider.issuer};" in policies[0]
    assert [provider.issuer in policy for policy in policies] == [True, False, False]


def test_without_a_provider_there_is_none(client):
    assert "provider" not in client.get("/accounts/login/").text
    assert client.post(START).status_code == 404
    assert client.get(BACK).status_code == 404


def test_looking_leads_nowhere(client, provider):
    assert client.get(START).status_code == 405
    assert client.post(BACK).status_code == 405


@pytest.mark.parametrize(
    ("claims", "sentence"),
    [
        ({"email": "nobody@westshire.example"}, "There is no organiser with the email address"),
        ({"email": "olu@elsewhere.example"}, "Addresses like olu@elsewhere.example are not used"),
        ({"email": "olu@evil-westshire.example"}, "are not used to sign in here."),
        ({"email": "olu@westshire.example.evil.example"}, "are not used to sign in here."),
        ({"email": ""}, "Your council account has no email address."),
        ({"email": None, "preferred_username": EMAIL}, "Your council account has no email"),
        ({"email": "olu"}, "Your council account has no email address."),
        ({"email": LONG}, "The address of your council account has more than 254 characters."),
        ({"email": "olu@westsh\u0131re.example"}, "has accents or symbols."),
        ({"email_verified": False}, f"has not confirmed the address {EMAIL} yet."),
        ({"email_verified": "false"}, f"has not confirmed the address {EMAIL} yet."),
        ({"email_verified": None}, f"has not confirmed the address {EMAIL} yet."),
        ({"email": "nobody@westshire.example", "groups": ["others"]}, "There is no organiser"),
        ({"email": "nobody@westshire.example", "groups": "editors"}, "There is no organiser"),
    ],
)
def test_who_is_nobody_here_is_told_so(claims, sentence, client, provider, olu):
    provider.say(**claims)

    response = go(client, provider)

    assert response.status_code == 403
    assert "You cannot sign in with this account</h1>" in response.text
    assert sentence in response.text
    assert not is_in(client)
    assert list(Organiser.objects.all()) == [olu]
    assert AuditEntry.objects.get().action == "sign_in_failed"


def test_a_tenant_whose_addresses_are_the_councils_own_need_not_say_verified(
    client, provider, olu, settings
):
    change(settings, trusts_addresses=True)
    provider.say(email=None, email_verified=None, preferred_username=EMAIL.upper())

    assert go(client, provider)["Location"] == "/organiser/"


def test_a_closed_account_stays_closed(client, provider, olu):
    call_command("close_organiser", EMAIL)

    response = go(client, provider)

    assert response.status_code == 403
    assert f"The account of {EMAIL} here has been closed." in response.text
    entry = AuditEntry.objects.get(action="sign_in_failed")
    assert entry.object_id == olu.public_id
    assert not is_in(client)


def test_who_has_no_password_signs_in_there_alone(client, provider):
    provider.say(email="new@westshire.example", groups=["editors"])
    go(client, provider)
    Message.objects.all().delete()

    page = client.get("/accounts/sign-in/")
    asked = client.post("/accounts/password/reset/", {"email": "new@westshire.example"})

    assert "You sign in with your Westshire account" in page.text
    assert "/accounts/password/change/" not in page.text
    assert client.get("/accounts/password/change/")["Location"] == "/accounts/sign-in/"
    assert asked["Location"] == "/accounts/password/reset/done/"
    assert not Message.objects.exists()


@pytest.mark.parametrize("provider_is_for", ["schools.westshire.example", None])
def test_who_cannot_sign_in_there_chooses_a_password_by_mail(
    provider_is_for, client, provider, olu, settings
):
    olu.set_unusable_password()
    olu.save(update_fields=["password"])
    change(settings, domains=(provider_is_for,))
    if provider_is_for is None:
        settings.IDENTITY_PROVIDER = None
    client.force_login(olu)

    page = client.get("/accounts/sign-in/")
    client.post("/accounts/password/reset/", {"email": EMAIL})

    assert "Not set" in page.text
    change_it = client.get("/accounts/password/change/")
    assert change_it["Location"] == "/accounts/password/reset/"
    assert Message.objects.get().kind == "new_password"


def test_whoever_has_a_password_too_may_forget_it(client, provider, olu):
    client.post("/accounts/password/reset/", {"email": EMAIL})

    assert Message.objects.get().kind == "new_password"


def test_a_sign_in_that_was_only_begun_is_forgotten_in_ten_minutes(client, provider, olu):
    client.post(START)
    begun = client.session.get_expiry_age()

    go(client, provider)

    assert 590 < begun <= 600
    assert client.session.get_expiry_age() == 12 * 60 * 60


def test_a_second_step_that_is_set_up_here_is_asked_for(client, provider, olu, settings):
    settings.REQUIRE_TOTP = True
    Authenticator.objects.create(user=olu, type="totp", data={"secret": "x"})

    assert go(client, provider)["Location"] == "/accounts/2fa/authenticate/"
    assert not is_in(client)


def test_who_has_none_sets_one_up(client, provider, olu, settings):
    settings.REQUIRE_TOTP = True
    go(client, provider)

    assert client.get("/organiser/")["Location"] == ACTIVATE
    assert client.get(ACTIVATE).status_code == 200


@pytest.mark.parametrize("has_one_here", [True, False])
def test_where_the_provider_asks_for_the_second_step_we_do_not(
    has_one_here, client, provider, olu, settings
):
    settings.REQUIRE_TOTP = True
    change(settings, replaces_second_step=True)
    if has_one_here:
        Authenticator.objects.create(user=olu, type="totp", data={"secret": "x"})

    response = go(client, provider)

    assert response["Location"] == "/organiser/"
    assert client.get("/organiser/").status_code == 200


def test_with_the_password_the_second_step_is_asked_for_all_the_same(
    client, provider, olu, settings
):
    settings.REQUIRE_TOTP = True
    change(settings, replaces_second_step=True)
    Authenticator.objects.create(user=olu, type="totp", data={"secret": "x"})

    assert sign_in(client, olu)["Location"] == "/accounts/2fa/authenticate/"


@pytest.mark.parametrize("page", [ACTIVATE, ADD])
def test_a_browser_left_alone_for_an_hour_goes_there_again_first(page, client, provider, settings):
    settings.REQUIRE_TOTP = True
    provider.say(email="new@westshire.example", groups=["editors"])
    go(client, provider)
    assert client.get(page).status_code == 200
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3601
    session.save()

    assert client.get(page)["Location"] == f"/accounts/login/?next={page}"
    assert not is_in(client)


def test_a_passkey_can_be_added_after_signing_in_there(client, provider, olu, settings):
    settings.REQUIRE_TOTP = True
    go(client, provider)

    assert add_passkey(client, Device())["Location"] == "/accounts/2fa/recovery-codes/"


def test_the_secret_is_not_shown_with_the_settings(provider, settings):
    assert SECRET not in repr(settings.IDENTITY_PROVIDER)
