"""Somebody types wrong passwords and codes: to guess them, or to keep an organiser out."""

import time

import pytest
from django.test import Client

from events.models import Organiser
from tests.factories import make_organiser
from tests.signing_in import LOGIN, PASSWORD, set_up_codes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_slows")]

EMAIL = "olu@westshire.example"
ENTER = "/accounts/2fa/authenticate/"
HERE = "198.51.100.7"
WAIT = "Wait 5 minutes before you try to sign in again"
COOKIE = "__Host-known_device"
DAY = 24 * 60 * 60


@pytest.fixture(autouse=True)
def behind_a_proxy(settings):
    settings.TRUSTED_PROXIES = 1
    settings.REQUIRE_TOTP = False


@pytest.fixture
def olu():
    return make_organiser(email=EMAIL, password=PASSWORD)


def post(client, path, typed, address):
    return client.post(path, typed, headers={"X-Forwarded-For": address})


def sign_in(client, *, password=PASSWORD, email=EMAIL, address=HERE):
    return post(client, LOGIN, {"login": email, "password": password}, address)


def known_device(email=EMAIL):
    """A browser in which an organiser signed in and out again."""
    device = Client()
    assert sign_in(device, email=email).status_code == 302
    device.post("/accounts/logout/")
    return device


def strangers_try(*, tries=5, email=EMAIL, address=None):
    for number in range(tries):
        sign_in(Client(), password="a guess", email=email, address=address or f"203.0.113.{number}")


def is_locked_out(client, **more):
    response = sign_in(client, **more)
    return response.status_code == 200 and (response.context["form"].non_field_errors() == [WAIT])


@pytest.mark.parametrize("address", [None, HERE], ids=["from anywhere", "in the same network"])
def test_strangers_keep_nobody_out_who_has_signed_in_here_before(address, olu):
    device = known_device()

    strangers_try(tries=40, address=address)

    assert is_locked_out(Client(), address=address or "192.0.2.1")
    assert sign_in(device)["Location"] == "/organiser/"


def test_guesses_at_other_accounts_in_the_same_network_keep_nobody_out(olu):
    device = known_device()
    for number in range(40):
        sign_in(Client(), password="a guess", email=f"x{number}@elsewhere.example")

    assert is_locked_out(Client(), email="y@elsewhere.example")
    assert sign_in(device)["Location"] == "/organiser/"


def test_a_known_device_has_five_tries_of_its_own(olu):
    device, other = known_device(), known_device()

    answers = [is_locked_out(device, password="a guess") for _ in range(6)]

    assert answers == [False] * 5 + [True]
    assert is_locked_out(device)
    assert sign_in(other)["Location"] == "/organiser/"
    assert sign_in(Client())["Location"] == "/organiser/"


def test_signing_in_on_it_again_gives_a_device_no_more_tries(olu):
    device = known_device()
    for _ in range(4):
        sign_in(device, password="a guess")
    sign_in(device)
    device.post("/accounts/logout/")

    assert not is_locked_out(device, password="a guess")
    assert is_locked_out(device, password="a guess")


def mark_of(device):
    return device.cookies[COOKIE].value


def another_accounts():
    make_organiser(email="ann@westshire.example", password=PASSWORD)
    return mark_of(known_device(email="ann@westshire.example"))


def another_services(settings):
    own, settings.SECRET_KEY = (
        settings.SECRET_KEY,
        "the secret of somebody else, as long as ours is",
    )
    mark = mark_of(known_device())
    settings.SECRET_KEY = own
    return mark


def before_the_password_changed():
    mark = mark_of(known_device())
    olu = Organiser.objects.get(email=EMAIL)
    olu.set_password(PASSWORD)
    olu.save(update_fields=["password"])
    return mark


FORGERIES = {
    "nothing": lambda settings: "",
    "one's own words": lambda settings: EMAIL,
    "no signature": lambda settings: mark_of(known_device()).rpartition(":")[0],
    "another name": lambda settings: "x" + mark_of(known_device())[1:],
    "later": lambda settings: "{0}:1zzzzz:{2}".format(*mark_of(known_device()).split(":")),
    "another account's": lambda settings: another_accounts(),
    "another service's": another_services,
    "from before the password changed": lambda settings: before_the_password_changed(),
    "signs that no cookie has": lambda settings: "\x00é.:::.\xff",
    "very long": lambda settings: "x:" * 5000,
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_with_a_forged_mark_one_is_a_stranger(forgery, olu, settings):
    forger = Client()
    forger.cookies[COOKIE] = FORGERIES[forgery](settings)
    strangers_try()

    assert is_locked_out(forger)


def test_a_mark_is_good_for_ninety_days(olu, monkeypatch):
    device, other, now = known_device(), known_device(), time.time()

    monkeypatch.setattr(time, "time", lambda: now + 89 * DAY)
    strangers_try()
    assert sign_in(device).status_code == 302

    monkeypatch.setattr(time, "time", lambda: now + 91 * DAY)
    strangers_try()
    assert is_locked_out(other)


def test_a_mark_of_ones_own_account_is_no_way_to_guess_at_others(olu):
    make_organiser(email="ann@westshire.example", password=PASSWORD)
    device = known_device(email="ann@westshire.example")
    for number in range(10):
        sign_in(device, password="a guess", email=f"x{number}@elsewhere.example")

    assert is_locked_out(device)


def test_whoever_knows_the_password_cannot_lock_the_codes(olu):
    device = Client()
    set_up_codes(device, olu)
    codes = device.get("/accounts/2fa/recovery-codes/download/").text.split()
    device.post("/accounts/logout/")
    stranger = Client()
    sign_in(stranger)

    wrong = [post(stranger, ENTER, {"code": "000000"}, HERE) for _ in range(12)]
    sign_in(device)

    assert wrong[5].context["form"].errors["code"] == [WAIT]
    assert post(stranger, ENTER, {"code": codes[1]}, "192.0.2.1").status_code == 200
    assert post(device, ENTER, {"code": codes[0]}, HERE)["Location"] == "/organiser/"


def test_a_known_device_has_five_codes_of_its_own(olu):
    device = Client()
    set_up_codes(device, olu)
    codes = device.get("/accounts/2fa/recovery-codes/download/").text.split()
    device.post("/accounts/logout/")
    sign_in(device)

    for _ in range(5):
        post(device, ENTER, {"code": "000000"}, HERE)

    assert post(device, ENTER, {"code": codes[0]}, HERE).context["form"].errors["code"] == [WAIT]


def test_right_codes_between_wrong_passwords_do_not_set_the_count_back(olu):
    set_up = Client()
    set_up_codes(set_up, olu)
    codes = set_up.get("/accounts/2fa/recovery-codes/download/").text.split()
    for number in range(9):
        sign_in(Client(), password="a guess", email=f"x{number}@elsewhere.example")
    colleague = Client()
    sign_in(colleague)
    post(colleague, ENTER, {"code": codes[0]}, HERE)

    assert not is_locked_out(Client(), password="a guess", email="x10@elsewhere.example")
    assert is_locked_out(Client(), password="a guess", email="x11@elsewhere.example")
