"""The cookie of a device on which organisers have signed in: when it is set, and what it holds."""

import re

import pytest
from django.test import Client

from bookings.models import Message
from tests.factories import make_organiser
from tests.signing_in import ACTIVATE, PASSWORD, set_up_codes, sign_in

pytestmark = pytest.mark.django_db

EMAIL = "olu@westshire.example"
COOKIE = "__Host-known_device"
CHANGE = "/accounts/password/change/"
NEW = "another long enough password"
MARK = re.compile(r"[A-Za-z0-9]{16}:[A-Za-z0-9]+:[\w-]{43}")


@pytest.fixture
def olu():
    return make_organiser(email=EMAIL, password=PASSWORD)


@pytest.fixture
def without_codes(settings):
    settings.REQUIRE_TOTP = False


def marks(client):
    if COOKIE not in client.cookies:
        return []
    signed, _, _ = client.cookies[COOKIE].value.rpartition(":")
    return signed.split(".")


def names(client):
    return [mark.partition(":")[0] for mark in marks(client)]


def locked_out(organiser):
    """Strangers type wrong passwords until only devices that are known get in."""
    for _ in range(6):
        answer = sign_in(Client(), organiser, "a guess")
    return answer.context["form"].non_field_errors()[0].startswith("Wait")


@pytest.mark.usefixtures("without_codes")
def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites_for_ninety_days(client, olu):
    cookie = sign_in(client, olu).cookies[COOKIE]

    kept = {name: value for name, value in cookie.items() if value and name != "expires"}
    assert kept == {
        "httponly": True,
        "secure": True,
        "samesite": "Lax",
        "path": "/",
        "max-age": 90 * 24 * 60 * 60,
    }


@pytest.mark.usefixtures("without_codes")
def test_it_holds_a_random_name_a_time_and_a_signature(client, olu):
    sign_in(client, olu)
    other = Client()
    sign_in(other, olu)

    assert all(MARK.fullmatch(mark) for mark in marks(client))
    assert names(client) != names(other)


@pytest.mark.parametrize(("is_https", "secure"), [(True, True), (False, "")])
@pytest.mark.usefixtures("without_codes")
def test_it_is_for_https_where_there_is_https(is_https, secure, client, olu, settings):
    settings.SESSION_COOKIE_SECURE = is_https

    assert sign_in(client, olu).cookies[COOKIE]["secure"] == secure


def test_a_password_alone_makes_no_device_known(client, olu):
    sign_in(client, olu)
    client.get(ACTIVATE)
    assert marks(client) == []

    set_up_codes(client, olu)
    assert len(marks(client)) == 1


def test_a_password_and_a_code_do(client, olu):
    set_up_codes(client, olu)
    code = client.get("/accounts/2fa/recovery-codes/download/").text.split()[0]
    other = Client()

    sign_in(other, olu)
    assert marks(other) == []
    other.post("/accounts/2fa/authenticate/", {"code": code})
    assert len(marks(other)) == 1


@pytest.mark.usefixtures("without_codes")
def test_a_closed_account_makes_none_known(client, olu):
    olu.is_active = False
    olu.save(update_fields=["is_active"])

    sign_in(client, olu)

    assert marks(client) == []


@pytest.mark.usefixtures("without_codes")
def test_a_device_keeps_its_name_for_an_organiser(client, olu):
    sign_in(client, olu)
    first = names(client)
    client.post("/accounts/logout/")
    sign_in(client, olu)

    assert names(client) == first


@pytest.mark.usefixtures("without_codes")
def test_colleagues_share_a_device_the_last_five_of_them(client, olu):
    colleagues = [make_organiser() for _ in range(5)]
    for organiser in (olu, *colleagues):
        sign_in(client, organiser)
        client.post("/accounts/logout/")

    assert len(marks(client)) == 5
    assert all(locked_out(organiser) for organiser in (olu, colleagues[0]))
    assert sign_in(client, olu).status_code == 200
    assert sign_in(client, colleagues[0]).status_code == 302


@pytest.mark.usefixtures("without_codes")
def test_a_changed_password_leaves_known_only_the_device_it_was_changed_on(client, olu):
    elsewhere = Client()
    sign_in(client, olu)
    sign_in(elsewhere, olu)

    client.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    assert locked_out(olu)
    assert sign_in(elsewhere, olu, NEW).status_code == 200
    assert sign_in(client, olu, NEW).status_code == 302


@pytest.mark.usefixtures("without_codes")
def test_a_forgotten_password_makes_no_device_known_that_was_not(client, olu):
    stranger = Client()
    sign_in(client, olu)
    client.post("/accounts/logout/")

    for browser, chosen in ((stranger, NEW), (client, f"{NEW} still")):
        choose_at_link(browser, olu, chosen)

    assert marks(stranger) == []
    assert locked_out(olu)
    assert sign_in(stranger, olu, f"{NEW} still").status_code == 200


@pytest.mark.usefixtures("without_codes")
def test_a_forgotten_password_leaves_a_known_device_known(client, olu):
    sign_in(client, olu)
    client.post("/accounts/logout/")

    choose_at_link(client, olu, NEW)

    assert locked_out(olu)
    assert sign_in(client, olu, NEW).status_code == 302


def choose_at_link(client, organiser, password):
    client.post("/accounts/password/reset/", {"email": organiser.email})
    link = Message.objects.order_by("-pk").first().facts["link"]
    form = client.get(link.removeprefix("https://placecard.example.gov.uk"), follow=True)
    client.post(form.request["PATH_INFO"], {"password1": password, "password2": password})
