"""A code by mail as the second step: for whom, for how long, how often."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.utils import timezone

from bookings.mail import delivery
from bookings.models import Message
from deploy import mailed_codes
from deploy.mailed_code_pages import TOO_MANY
from events.models import AuditEntry
from tests.factories import make_organiser
from tests.signing_in import ACTIVATE, PASSWORD, set_up_codes, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_slows")]

EMAIL = "olu@westshire.example"
CODE = "/accounts/login/code/"
WAIT = "Wait 5 minutes before you try to sign in again"


@pytest.fixture(autouse=True)
def by_mail(settings):
    settings.SIGN_IN_CODE_BY_MAIL = settings.REQUIRE_TOTP = True


@pytest.fixture
def olu():
    return make_organiser(email=EMAIL, password=PASSWORD)


def mailed_code():
    return Message.objects.filter(kind="sign_in_code").latest("pk").facts["code"]


def enter(client, code, **more):
    return client.post(CODE, {"code": code, **more})


def is_in(client):
    return SESSION_KEY in client.session


def test_a_code_is_mailed_after_the_password_and_signs_in(client, olu, mailbox):
    entered = sign_in(client, olu)
    page = client.get(CODE)
    delivery.deliver_due(worker="the test's worker", clock=timezone.now)

    [mail] = mailbox
    code = re.search(r"^Your code to sign in is\n(\S+)$", mail.body, re.MULTILINE)[1]
    response = enter(client, code.lower())

    assert entered["Location"] == CODE
    assert f"We have sent a code to {EMAIL}." in page.text
    assert (mail.to, mail.subject) == (
        [EMAIL],
        "Your code to sign in to Education events and briefings",
    )
    assert response["Location"] == "/organiser/"
    assert client.get("/organiser/").status_code == 200


def test_a_wrong_code_is_told_and_five_end_the_sign_in(client, olu):
    sign_in(client, olu)

    answers = [enter(client, "WRNG-CODE") for _ in range(5)]

    assert [answer.status_code for answer in answers] == [200] * 4 + [302]
    assert "Error:" in answers[0].text
    assert "The code is not correct. Check the email and try again" in answers[0].text
    assert answers[-1]["Location"] == "/accounts/login/"
    assert WAIT in client.get("/accounts/login/").text
    assert enter(client, mailed_code())["Location"] == "/accounts/login/"
    assert not is_in(client)


def test_wrong_codes_are_counted_over_sign_ins_and_are_in_the_audit_trail(client, olu):
    for number in range(5):
        browser = Client()
        sign_in(browser, olu)
        enter(browser, f"WRNG-{number}")
    sign_in(client, olu)

    response = enter(client, mailed_code())

    assert response.context["form"].errors == {"code": [WAIT]}
    assert not is_in(client)
    failed = AuditEntry.objects.filter(action="second_factor_failed")
    assert list(failed.values_list("object_id", "actor")) == [(olu.public_id, None)] * 5


def test_right_codes_use_up_no_tries(client, olu):
    for _ in range(6):
        sign_in(client, olu)
        assert enter(client, mailed_code())["Location"] == "/organiser/"
        client.post("/accounts/logout/")


def test_a_code_is_for_the_browser_that_asked_and_works_once(client, olu):
    sign_in(client, olu)
    first = mailed_code()
    other = Client()
    sign_in(other, olu)

    assert enter(other, first).status_code == 200
    assert enter(client, first)["Location"] == "/organiser/"
    client.post("/accounts/logout/")
    sign_in(client, olu)
    assert enter(client, first).status_code == 200
    assert not is_in(other)


def test_another_code_can_be_sent_and_the_one_before_ends(client, olu):
    sign_in(client, olu)
    first = mailed_code()

    again = client.post(CODE, {"action": "resend"})

    assert again["Location"] == CODE
    assert mailed_code() != first
    assert enter(client, first).status_code == 200
    assert enter(client, mailed_code())["Location"] == "/organiser/"


def test_a_code_that_is_sent_again_stands_for_ten_minutes_from_then(client, olu, monkeypatch):
    begun = timezone.now().timestamp()
    sign_in(client, olu)
    monkeypatch.setattr("time.time", lambda: begun + 9 * 60)
    client.post(CODE, {"action": "resend"})
    monkeypatch.setattr("time.time", lambda: begun + 18 * 60)

    assert enter(client, mailed_code())["Location"] == "/organiser/"


def test_a_code_ends_after_ten_minutes_and_is_not_mailed_then(client, olu, mailbox, monkeypatch):
    sign_in(client, olu)
    later = timezone.now() + timedelta(minutes=10, seconds=1)
    monkeypatch.setattr("time.time", later.timestamp)

    assert enter(client, mailed_code())["Location"] == "/accounts/login/"
    delivery.deliver_due(worker="the test's worker", clock=lambda: later)
    assert mailbox == []
    assert Message.objects.get().state == "skipped"


def test_so_many_codes_an_hour_and_then_one_is_told_to_wait(client, olu, monkeypatch):
    monkeypatch.setattr(mailed_codes, "CODES_PER_HOUR", 2)

    answers = [sign_in(browser, olu)["Location"] for browser in (Client(), Client(), client)]

    assert answers == [CODE, CODE, "/accounts/login/"]
    assert TOO_MANY in client.get("/accounts/login/").text
    assert client.get(CODE)["Location"] == "/accounts/login/"
    assert Message.objects.filter(kind="sign_in_code").count() == 2


def test_the_last_code_stays_where_no_other_is_sent(client, olu, monkeypatch):
    monkeypatch.setattr(mailed_codes, "CODES_PER_HOUR", 1)
    sign_in(client, olu)

    again = client.post(CODE, {"action": "resend"})
    page = client.get(CODE)

    assert again["Location"] == CODE
    assert TOO_MANY in page.text
    assert Message.objects.count() == 1
    assert enter(client, mailed_code())["Location"] == "/organiser/"


@pytest.mark.parametrize(
    ("email", "password"), [(EMAIL, "not it"), ("nobody@westshire.example", PASSWORD)]
)
def test_no_code_is_mailed_without_the_password(email, password, client, olu):
    response = client.post("/accounts/login/", {"login": email, "password": password})

    assert "The email address or password is not correct" in response.text
    assert client.get(CODE)["Location"] == "/accounts/login/"
    assert not Message.objects.exists()


def test_who_has_an_app_is_asked_for_that(olu):
    office = Client()
    sign_in(office, olu)
    enter(office, mailed_code())
    set_up_codes(office, olu)
    elsewhere = Client()

    assert sign_in(elsewhere, olu)["Location"] == "/accounts/2fa/authenticate/"


def test_where_it_is_not_chosen_no_code_is_mailed(client, olu, settings):
    settings.SIGN_IN_CODE_BY_MAIL = False

    assert sign_in(client, olu)["Location"] == "/organiser/"
    assert client.get("/organiser/")["Location"] == ACTIVATE
    assert not Message.objects.exists()
