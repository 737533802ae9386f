"""Somebody finds out who has an account or their codes, or keeps an organiser from signing in."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.models import Message
from deploy import accounts
from deploy.identity_provider import IdentityProvider
from events.models import Organiser
from tests.factories import make_booking, make_organiser
from tests.signing_in import ACTIVATE, LOGIN, PASSWORD, set_up_codes, sign_in

pytestmark = pytest.mark.django_db

EMAIL = "olu@westshire.example"
UNKNOWN = "someone@westshire.example"
RESET = "/accounts/password/reset/"
CLOSED = "closed@westshire.example"
WITHOUT_PASSWORD = "provider@westshire.example"  # who signs in with the council's account
VALUES = re.compile(r"'(?:[^']|'')*'|\b\d+\b|NULL|true|false|s\d+_x\d+|_django_curs_\w+", re.I)

hashed = []


class CountedHasher(Argon2PasswordHasher):
    """Tells how often a password was hashed, by whichever of its two ways."""

    def encode(self, *args):
        hashed.append("once")
        return super().encode(*args)

    def verify(self, *args):
        hashed.append("once")
        return super().verify(*args)


@pytest.fixture(autouse=True)
def accounts_of_each_kind():
    """One that is open, one that is closed, and one that has no password."""
    make_organiser(email=EMAIL, password=PASSWORD)
    make_organiser(email=CLOSED, password=PASSWORD)
    Organiser.objects.filter(email=CLOSED).update(is_active=False)
    provided = make_organiser(email=WITHOUT_PASSWORD)
    provided.set_unusable_password()
    provided.save(update_fields=["password"])


def statements_of(client, path, typed):
    """What the database was asked to do, without the values."""
    with CaptureQueriesContext(connection) as captured:
        client.post(path, typed)
    return [VALUES.sub("?", query["sql"]) for query in captured]


def asking_twice(client, email):
    """After somebody else from here, so that this network address has been counted before."""
    client.post(RESET, {"email": "first@westshire.example"})
    return [statements_of(client, RESET, {"email": email}) for _ in range(2)]


def test_a_forgotten_password_does_the_same_work_for_an_unknown_address(client):
    known, unknown, closed = (asking_twice(client, email) for email in (EMAIL, UNKNOWN, CLOSED))

    assert any('INTO "bookings_message"' in statement for statement in known[1])
    assert (unknown, closed) == (known, known)
    assert [message.to for message in Message.objects.all()] == [EMAIL, EMAIL]


def test_whoever_signs_in_at_a_provider_alone_gets_no_link_with_the_same_work(client, settings):
    """A password by mail would open the account where the provider asks for the second step."""
    settings.IDENTITY_PROVIDER = IdentityProvider(
        issuer="https://login.westshire.example",
        name="your Westshire account",
        client_id="placecard",
        client_secret="x",
        domains=("westshire.example",),
        replaces_second_step=True,
    )

    known, provided = (asking_twice(client, email) for email in (EMAIL, WITHOUT_PASSWORD))

    assert provided == known
    assert [message.to for message in Message.objects.all()] == [EMAIL, EMAIL]


def test_where_the_hour_allows_no_more_mails_the_work_is_the_same(client, monkeypatch):
    monkeypatch.setattr(accounts, "NEW_PASSWORDS_PER_HOUR", 1)

    known, unknown, closed = (asking_twice(client, email) for email in (EMAIL, UNKNOWN, CLOSED))

    assert not any("bookings_message" in statement for statement in known[1])
    assert (unknown, closed) == (known, known)
    assert Message.objects.count() == 1


@pytest.mark.usefixtures("noon")
def test_links_asked_for_in_anothers_name_use_up_none_of_their_mails(client, settings):
    settings.MAILS_PER_RECIPIENT_PER_HOUR = 2
    for _ in range(3):
        client.post(RESET, {"email": UNKNOWN})

    make_booking(email=UNKNOWN)

    assert [message.to for message in Message.objects.all()] == [UNKNOWN]


@pytest.mark.usefixtures("noon")
def test_bookings_in_an_organisers_name_use_up_no_link_to_a_new_password(client, settings):
    settings.MAILS_PER_RECIPIENT_PER_HOUR = 1
    make_booking(email=EMAIL)

    client.post(RESET, {"email": EMAIL})

    assert [message.kind for message in Message.objects.order_by("pk")] == [
        "place_booked",
        "new_password",
    ]


@pytest.mark.parametrize("email", [EMAIL, UNKNOWN, CLOSED, WITHOUT_PASSWORD])
def test_a_wrong_password_is_hashed_once_whether_there_is_an_account(email, client, settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountedHasher"]
    hashed.clear()

    response = client.post(LOGIN, {"login": email, "password": "not this one"})

    assert hashed == ["once"]
    assert response.context["form"].non_field_errors() == [
        "The email address or password is not correct"
    ]


def test_a_wrong_password_asks_the_database_the_same_whether_there_is_an_account(client):
    client.post(LOGIN, {"login": "first@westshire.example", "password": "not this one"})

    known, *others = (
        statements_of(client, LOGIN, {"login": email, "password": "not this one"})
        for email in (EMAIL, UNKNOWN, CLOSED, WITHOUT_PASSWORD)
    )

    assert others == [known] * 3


def test_whoever_reads_the_database_finds_no_second_factor(client):
    organiser = Organiser.objects.get(email=EMAIL)
    sign_in(client, organiser)
    key = client.get(ACTIVATE).context["form"].secret
    waiting = client.session[SECRET_SESSION_KEY]
    set_up_codes(client, organiser)
    codes = client.get("/accounts/2fa/recovery-codes/download/").text.split()

    totp, recovery = (row.data for row in Authenticator.objects.order_by("pk"))
    assert [text[:6] for text in (waiting, totp["secret"], recovery["seed"])] == ["gAAAAA"] * 3
    assert key not in f"{waiting} {totp}"
    assert not any(code in str(recovery) for code in codes)
    assert SECRET_SESSION_KEY not in client.session
