"""Somebody guesses passwords and codes, from many places and with what people choose most."""

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.test import Client

from events.models import Organiser
from tests.factories import make_organiser
from tests.signing_in import LOGIN, PASSWORD, set_up_codes, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_slows")]

EMAIL = "olu.organiser@westshire.example"
CHANGE = "/accounts/password/change/"
ENTER = "/accounts/2fa/authenticate/"
WAIT = "Wait 5 minutes before you try to sign in again"
GUESSES = [
    "password1234",
    "qwertyuiop123",
    "123456789012",
    "111122223333",
    "aaaaaaaaaaaa",
    "schoolschool",
    "abcabcabcabc",
    "Westshire2026",
    "westshire-council",
    "Education events",
    "olu.organiser",
    "OluOrganiser1",
    "short",
]


@pytest.fixture
def olu():
    return make_organiser(email=EMAIL, password=PASSWORD)


@pytest.mark.parametrize("guess", GUESSES)
def test_what_is_guessed_first_cannot_be_chosen(guess, client, olu, settings):
    settings.REQUIRE_TOTP = False
    client.force_login(olu)

    answer = client.post(CHANGE, {"oldpassword": PASSWORD, "password1": guess, "password2": guess})

    assert answer.context["form"].errors["password1"]
    assert Organiser.objects.get().check_password(PASSWORD)


def test_guesses_at_one_account_from_everywhere_end_after_five(olu, settings):
    settings.TRUSTED_PROXIES = 1

    answers = [
        Client().post(
            LOGIN,
            {"login": EMAIL, "password": PASSWORD if number == 9 else f"a guess {number}"},
            headers={"X-Forwarded-For": f"203.0.113.{number}"},
        )
        for number in range(10)
    ]

    told = [answer.context["form"].non_field_errors() for answer in answers]
    assert [errors == [WAIT] for errors in told] == [False] * 5 + [True] * 5


def test_guesses_at_many_accounts_from_one_network_end_after_ten():
    answers = [
        Client().post(LOGIN, {"login": f"x{number}@westshire.example", "password": "a guess"})
        for number in range(12)
    ]

    told = [answer.context["form"].non_field_errors() for answer in answers]
    assert [errors == [WAIT] for errors in told] == [False] * 10 + [True] * 2


def test_guesses_at_a_code_end_after_five(olu):
    set_up_codes(Client(), olu)
    thief = Client()
    sign_in(thief, olu)

    answers = [thief.post(ENTER, {"code": f"{number:06}"}) for number in range(7)]

    told = [answer.context["form"].errors["code"] == [WAIT] for answer in answers]
    assert told == [False] * 5 + [True] * 2


def test_a_code_or_recovery_code_is_good_once(olu):
    owner = Client()
    set_up_codes(owner, olu)
    code = owner.get("/accounts/2fa/recovery-codes/download/").text.split()[0]
    onlooker = [Client(), Client()]
    for browser in onlooker:
        sign_in(browser, olu)

    statuses = [browser.post(ENTER, {"code": code}).status_code for browser in onlooker]

    assert statuses == [302, 200]


def test_who_reads_the_database_has_to_guess_slowly(olu):
    assert identify_hasher(olu.password).algorithm == "argon2"
    assert PASSWORD not in olu.password


def test_a_new_password_ends_every_other_session(client, olu, settings):
    settings.REQUIRE_TOTP = False
    thief = Client()
    sign_in(thief, olu)
    sign_in(client, olu)
    new = "another long enough password"

    client.post(CHANGE, {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert thief.get("/organiser/").status_code == 302
