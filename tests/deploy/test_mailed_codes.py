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
from tests.factories import make_organiser
from tests.signing_in import ACTIVATE, PASSWORD, set_up_codes, sign_in

pytestmark = pytest.mark.django_db

EMAIL = "olu@westshire.example"
CODE = "/accounts/login/code/"


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
    assert answers[-1]["Location"] == "/accounts/login/"
    assert enter(client, mailed_code())["Location"] == "/accounts/login/"
    assert not is_in(client)


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


def test_a_code_ends_after_ten_minutes_and_is_not_mailed_then(client, olu, mailbox, monkeypatch):
    sign_in(client, olu)
    later = timezone.now() + timedelta(minutes=10, seconds=1)
    monkeypatch.setattr("time.time", later.timestamp)

    assert enter(client, mailed_code())["Location"] == "/accounts/login/"
    delivery.deliver_due(worker="the test's worker", clock=lambda: later)
    assert mailbox == []
    assert Message.objects.get().state == "skipped"


def test_so_many_codes_an_hour_and_then_the_same_page(client, olu, monkeypatch):
    monkeypatch.setattr(mailed_codes, "CODES_PER_HOUR", 2)

    answers = [sign_in(Client(), olu)["Location"] for _ in range(4)]

    assert answers == [CODE] * 4
    assert Message.objects.filter(kind="sign_in_code").count() == 2


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
