"""Organisers are mailed when something about their sign-in changes, and the two commit together."""

import pytest
from django.core.management import call_command

from bookings.mail import sign_in_notices
from bookings.models import Message
from events.models import Organiser
from tests.deploy.test_known_devices import choose_at_link
from tests.factories import make_organiser
from tests.signing_in import ACTIVATE, PASSWORD, set_up_codes, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

EMAIL = "olu@westshire.example"
CHANGE = "/accounts/password/change/"
NEW = "another long enough password"
ANSWERS = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}


@pytest.fixture
def olu():
    return make_organiser(email=EMAIL, password=PASSWORD)


def told():
    """What the outbox says of sign-ins, to whom."""
    changes = Message.objects.filter(kind=Message.Kind.SIGN_IN_CHANGED).order_by("pk")
    return [(message.to, message.facts["news"]) for message in changes]


def no_queue(*args, **kwargs):
    raise OSError("no room")


def test_a_changed_password_is_told(client, olu, settings):
    settings.REQUIRE_TOTP = False
    sign_in(client, olu)

    client.post(CHANGE, ANSWERS)

    assert told() == [(EMAIL, "Your password has been changed")]


def test_a_forgotten_password_that_is_chosen_anew_is_told(client, olu):
    choose_at_link(client, olu, NEW)

    assert told() == [(EMAIL, "Your password has been changed")]


def test_a_second_step_and_new_recovery_codes_are_told(client, olu):
    set_up_codes(client, olu)
    client.post("/accounts/2fa/recovery-codes/generate/")

    assert told() == [
        (EMAIL, "An authenticator app has been added to your sign-in"),
        (EMAIL, "New recovery codes have been made for your sign-in"),
    ]


def test_a_second_step_that_was_reset_is_told(client, olu):
    set_up_codes(client, olu)

    call_command("reset_second_factor", EMAIL)

    assert told()[1:] == [(EMAIL, "The second step of your sign-in has been removed")]


def test_no_mail_of_what_was_refused(client, olu, settings):
    sign_in(client, olu)
    client.post(ACTIVATE, {"code": "000000"})
    settings.REQUIRE_TOTP = False
    client.post(CHANGE, ANSWERS | {"oldpassword": "not it"})

    assert told() == []


def test_no_secret_is_in_the_mail(client, olu):
    sign_in(client, olu)
    secret = client.get(ACTIVATE).context["form"].secret
    set_up_codes(client, olu)
    codes = client.get("/accounts/2fa/recovery-codes/download/").text.split()

    stored = str(list(Message.objects.values()))

    assert not any(one in stored for one in (secret, *codes, "127.0.0.1"))


def test_what_cannot_be_told_is_not_changed(client, olu, settings, monkeypatch):
    settings.REQUIRE_TOTP = False
    sign_in(client, olu)
    monkeypatch.setattr(sign_in_notices, "_told", no_queue)
    client.raise_request_exception = False

    assert client.post(CHANGE, ANSWERS).status_code == 500
    assert Organiser.objects.get(email=EMAIL).check_password(PASSWORD)
