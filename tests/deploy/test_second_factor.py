"""Second factors in the database: encrypted, with keys that change or get lost, and reset."""

from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.auth import SESSION_KEY
from django.core.management import CommandError, call_command
from django.test import Client

from deploy import second_factor
from deploy.second_factor_keys import new_key
from events.models import AuditEntry
from tests.factories import make_organiser
from tests.signing_in import ACTIVATE, PASSWORD, code_of, set_up_codes, sign_in

pytestmark = pytest.mark.django_db

EMAIL = "olu@westshire.example"
ENTER = "/accounts/2fa/authenticate/"
CODES = "/accounts/2fa/recovery-codes/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
IN_CLEAR = [{"secret": SECRET}, {"seed": "ab" * 40, "used_mask": 5}]

migration = import_module("deploy.migrations.0001_encrypt_second_factors")


@pytest.fixture
def olu():
    return make_organiser(email=EMAIL, password=PASSWORD)


@pytest.fixture
def from_before(olu):
    """An organiser whose factors were stored by the release before."""
    for kind, data in zip(("totp", "recovery_codes"), IN_CLEAR, strict=True):
        Authenticator.objects.create(user=olu, type=kind, data=data)
    return olu


def stored():
    return [row.data for row in Authenticator.objects.order_by("pk")]


def read():
    """What is stored, with the secrets decrypted."""
    adapter = second_factor.EncryptedSecrets()
    return [
        {
            name: adapter.decrypt(value) if name in second_factor.SECRETS else value
            for name, value in data.items()
        }
        for data in stored()
    ]


def enter_code(client, organiser, code):
    sign_in(client, organiser)
    return client.post(ENTER, {"code": code})


def test_factors_of_the_release_before_are_encrypted_and_go_on_working(client, from_before):
    migration.encrypt(apps, None)

    assert not any(SECRET in str(data) or "abab" in str(data) for data in stored())
    assert read() == IN_CLEAR
    assert enter_code(client, from_before, code_of(SECRET))["Location"] == "/organiser/"


def test_the_migration_can_run_twice_and_back(from_before):
    migration.encrypt(apps, None)
    migration.encrypt(apps, None)
    assert read() == IN_CLEAR

    migration.decrypt(apps, None)
    assert stored() == IN_CLEAR


def test_the_way_back_leaves_what_no_key_reads(from_before, settings):
    migration.encrypt(apps, None)
    before = stored()
    settings.SECOND_FACTOR_KEYS = [new_key()]

    migration.decrypt(apps, None)

    assert stored() == before


def test_an_old_key_is_taken_out_of_use(client, olu, settings, capsys):
    set_up_codes(client, olu)
    old, new = settings.SECOND_FACTOR_KEYS[0], new_key()
    before = read()
    settings.SECOND_FACTOR_KEYS = [new, old]
    assert read() == before

    call_command("encrypt_second_factors")

    settings.SECOND_FACTOR_KEYS = [new]
    assert read() == before
    assert capsys.readouterr().out == "All second factors are encrypted with the first key.\n"


def test_whose_factors_no_key_reads_is_told_and_all_others_are_encrypted(client, olu, settings):
    set_up_codes(client, olu)
    lost = stored()
    settings.SECOND_FACTOR_KEYS = [new_key()]
    other = make_organiser(email="ann@westshire.example")
    Authenticator.objects.create(user=other, type="totp", data=IN_CLEAR[0])

    with pytest.raises(CommandError) as refused:
        call_command("encrypt_second_factors")

    assert str(refused.value) == (
        f"No key fits for {EMAIL}. Add the key they were encrypted with, or run"
        " reset_second_factor. All others are encrypted with the first key."
    )
    assert stored()[:2] == lost
    assert second_factor.decrypted_or_nothing(stored()[2]["secret"]) == SECRET


@pytest.mark.parametrize("code", ["000000", "12345678", ""])
def test_with_a_lost_key_the_page_says_whom_to_ask(code, client, olu, settings, caplog):
    set_up_codes(client, olu)
    client.post("/accounts/logout/")
    settings.SECOND_FACTOR_KEYS = [new_key()]

    response = enter_code(client, olu, code or "123456")

    assert response.status_code == 409
    assert "We cannot check your codes</h1>" in response.text
    assert "education.events@westshire.example" in response.text
    assert "_auth_user_id" not in client.session
    assert "A second factor cannot be read" in caplog.text
    assert EMAIL not in caplog.text


@pytest.mark.parametrize("page", [CODES, f"{CODES}generate/", f"{CODES}download/"])
def test_with_a_lost_key_no_page_of_codes_is_an_error(page, client, olu, settings):
    set_up_codes(client, olu)
    settings.SECOND_FACTOR_KEYS = [new_key()]

    assert client.get(page).status_code == 409


def test_a_secret_in_clear_is_not_believed(client, from_before):
    assert enter_code(client, from_before, code_of(SECRET)).status_code == 409


def test_a_key_that_changes_while_the_app_is_set_up_makes_another(client, olu, settings):
    sign_in(client, olu)
    first = client.get(ACTIVATE).context["form"].secret
    settings.SECOND_FACTOR_KEYS = [new_key()]

    second = client.post(ACTIVATE, {"code": "000000"}).context["form"].secret

    assert second != first
    assert client.get(ACTIVATE).context["form"].secret == second


def test_after_a_reset_the_app_is_set_up_again(client, olu, capsys):
    set_up_codes(client, olu)
    client.post("/accounts/logout/")

    call_command("reset_second_factor", f" {EMAIL.upper()} ")
    set_up = set_up_codes(client, olu)

    assert capsys.readouterr().out == f"{EMAIL} sets up a second factor at the next sign-in.\n"
    assert (set_up.status_code, set_up["Location"]) == (302, CODES)
    [entry] = AuditEntry.objects.filter(action="second_factor_reset")
    assert (entry.object_type, entry.object_id, entry.actor) == ("organiser", olu.public_id, None)


def test_a_reset_ends_every_session_of_the_organiser_and_of_nobody_else(client, olu):
    lost_phone, office, colleagues = Client(), Client(), Client()
    ann = make_organiser(email="ann@westshire.example", password=PASSWORD)
    set_up_codes(colleagues, ann)
    set_up_codes(lost_phone, olu)
    sign_in(office, olu)
    code = lost_phone.get(f"{CODES}download/").text.split()[0]
    office.post(ENTER, {"code": code})
    clients = [lost_phone, office, colleagues]
    before = [is_signed_in(browser) for browser in clients]

    call_command("reset_second_factor", EMAIL)

    assert before == [True, True, True]
    assert [is_signed_in(browser) for browser in clients] == [False, False, True]


def is_signed_in(browser):
    return SESSION_KEY in browser.session


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("nobody@westshire.example", "No organiser has the email address nobody@westshire.example"),
        ("ann", "No organiser has the email address ann"),
        (EMAIL, f"{EMAIL} has not set up a second factor"),
    ],
)
def test_nothing_is_reset_by_mistake(email, sentence, olu):
    with pytest.raises(CommandError) as refused:
        call_command("reset_second_factor", email)

    assert str(refused.value) == sentence
    assert not AuditEntry.objects.filter(action="second_factor_reset").exists()
