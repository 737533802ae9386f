"""The audit trail of signing in: everything that happens, and no address."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from events.models import AuditEntry
from tests.deploy.test_known_devices import choose_at_link
from tests.factories import make_organiser
from tests.signing_in import ACTIVATE, PASSWORD, set_up_codes, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

EMAIL = "olu@westshire.example"
ENTER = "/accounts/2fa/authenticate/"
CODES = "/accounts/2fa/recovery-codes/"
NEW = "another long enough password"


@pytest.fixture
def olu():
    return make_organiser(email=EMAIL, password=PASSWORD)


def trail(after=0):
    """What was recorded: the action, whose account, and who did it."""
    entries = AuditEntry.objects.filter(pk__gt=after).order_by("pk")
    return [
        (entry.action, entry.object_id, entry.actor and entry.actor.public_id) for entry in entries
    ]


def of(organiser, *actions):
    return [(action, organiser.public_id, organiser.public_id) for action in actions]


def so_far():
    return max(AuditEntry.objects.values_list("pk", flat=True), default=0)


def test_the_first_sign_in_to_signing_out(client, olu):
    set_up_codes(client, olu)
    client.post("/accounts/logout/")

    assert sorted(trail()) == sorted(
        of(olu, "signed_in", "second_factor_set_up", "recovery_codes_made", "signed_out")
    )
    assert {entry.object_type for entry in AuditEntry.objects.all()} == {"organiser"}


def test_codes_that_are_wrong_and_right_and_made_anew(client, olu):
    set_up_codes(client, olu)
    code = client.get(f"{CODES}download/").text.split()[0]
    client.post(f"{CODES}generate/")
    code = client.get(f"{CODES}download/").text.split()[0]
    other, before = Client(), so_far()

    sign_in(other, olu)
    other.post(ENTER, {"code": "000000"})
    other.post(ENTER, {"code": code})

    assert trail(before) == [
        ("second_factor_failed", olu.public_id, None),
        *of(olu, "recovery_code_used", "signed_in"),
    ]
    assert trail()[-4:-3] == of(olu, "recovery_codes_made")


@pytest.mark.parametrize(
    ("typed", "is_known"),
    [
        (EMAIL, True),
        (EMAIL.upper(), True),
        ("nobody@westshire.example", False),
        ("x" * 60 + "@westshire.example", False),
    ],
)
def test_failed_sign_ins_with_and_without_an_account(typed, is_known, client, olu):
    client.post("/accounts/login/", {"login": typed, "password": "a guess"})

    assert trail() == [("sign_in_failed", olu.public_id if is_known else "", None)]


def test_tries_that_are_refused_unseen_leave_no_entry(client, olu):
    for _ in range(7):
        sign_in(client, olu, "a guess")

    assert len(trail()) == 5


def test_passwords_that_are_changed_and_forgotten(client, olu, settings):
    settings.REQUIRE_TOTP = False
    sign_in(client, olu)
    client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
    )
    choose_at_link(client, olu, f"{NEW} still")

    assert trail() == of(olu, "signed_in", "signed_out", "password_changed", "password_reset")


def test_a_reset_by_whoever_runs_it(client, olu):
    set_up_codes(client, olu)
    before = so_far()

    call_command("reset_second_factor", EMAIL)

    assert trail(before) == [("second_factor_reset", olu.public_id, None)]


def test_signing_out_who_is_not_signed_in_is_nothing(client, olu):
    client.post("/accounts/logout/")
    client.get(ACTIVATE)

    assert trail() == []


def test_no_entry_holds_an_address_of_any_kind(client, olu, settings):
    settings.TRUSTED_PROXIES = 1
    from_here = {"headers": {"X-Forwarded-For": "203.0.113.77"}}
    for email in (EMAIL, "nobody@westshire.example"):
        client.post("/accounts/login/", {"login": email, "password": "a guess"}, **from_here)
    set_up_codes(client, olu)
    client.post("/accounts/logout/", **from_here)

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM events_auditentry")
        stored = str(cursor.fetchall())

    assert olu.public_id in stored
    assert not any(part in stored for part in ("@", "westshire", "203.0.113", "127.0.0.1", "olu@"))
