"""The mails about an organiser's account: what changed, when, and what to do if it was not them."""

from datetime import timedelta

import pytest

from bookings.mail import sign_in_notices
from bookings.mail.building import Envelope
from bookings.models import Message
from deploy.identity_provider import IdentityProvider
from events.models import Membership
from tests.factories import NOON, make_organiser, make_team

pytestmark = pytest.mark.django_db

EMAIL = "olu@westshire.example"


def mail_of(notices):
    [notice] = notices
    return sign_in_notices.about_sign_in(notice.facts, Envelope(notice.kind, notice.to, "<1@x>"))


def test_a_changed_sign_in_is_told_with_what_to_do():
    olu = make_organiser(email=EMAIL)

    mail = mail_of(sign_in_notices.sign_in_changed(olu, sign_in_notices.PASSWORD_CHANGED, at=NOON))

    assert (mail.to, mail.subject) == (EMAIL, "Your password has been changed")
    assert mail.text == (
        "Your password has been changed.\n"
        "\n"
        "When\n"
        "midday on Monday 2 November 2026\n"
        "\n"
        "If this was you, you do not need to do anything.\n"
        "\n"
        "If it was not you, choose a new password straight away\n"
        "https://placecard.example.gov.uk/accounts/password/reset/\n"
        "\n"
        "That signs you out everywhere. Then sign in, choose “Your sign-in” to check everything"
        " there is yours, and contact us using the details below.\n"
        "\n"
        "Education events and briefings\n"
        "Westshire County Council\n"
        "education.events@westshire.example\n"
        "01632 960 123\n"
    )
    assert 'href="https://placecard.example.gov.uk/accounts/password/reset/"' in mail.html


@pytest.mark.parametrize(
    ("role", "news"),
    [
        (Membership.Role.PARTNER, "Your role in Education Events is now partner"),
        (None, "You are no longer in the team Education Events"),
    ],
)
def test_a_changed_role_is_told_without_a_link_to_a_password(role, news):
    olu = make_organiser(email=EMAIL)

    mail = mail_of(sign_in_notices.role_changed(olu, team=make_team(), role=role, at=NOON))

    assert (mail.to, mail.subject) == (EMAIL, news)
    assert mail.text.startswith(
        f"{news}.\n\nWhen\nmidday on Monday 2 November 2026\n\n"
        "If you did not expect this, contact us using the details below.\n"
    )
    assert "password" not in mail.text + mail.html


def test_who_may_have_no_password_here_is_told_what_to_do_without_one(settings):
    settings.IDENTITY_PROVIDER = IdentityProvider(
        issuer="https://login.example",
        name="your Westshire account",
        client_id="placecard",
        client_secret="secret",
    )
    olu = make_organiser(email=EMAIL)

    mail = mail_of(sign_in_notices.sign_in_changed(olu, sign_in_notices.PASSKEY_ADDED, at=NOON))

    told = (
        "If you only ever sign in with your Westshire account, you have no password here: sign in,"
        " choose “Your sign-in”, remove what you did not add there and sign out everywhere."
    )
    assert told in mail.text
    assert told in " ".join(mail.html.split())


def test_each_change_has_a_mail_of_its_own_in_the_same_moment():
    olu = make_organiser(email=EMAIL)
    told = [
        *sign_in_notices.sign_in_changed(olu, sign_in_notices.CODES_MADE, at=NOON),
        *sign_in_notices.sign_in_changed(olu, sign_in_notices.CODES_MADE, at=NOON),
    ]

    assert len({notice.dedupe_key for notice in told}) == 2
    assert {notice.kind for notice in told} == {Message.Kind.SIGN_IN_CHANGED}


def test_a_code_to_sign_in_is_told_with_how_long_it_works():
    olu = make_organiser(email=EMAIL)

    mail = mail_of(sign_in_notices.sign_in_code(olu, "BCDF-GHJK", minutes=10))

    assert (mail.to, mail.subject) == (
        EMAIL,
        "Your code to sign in to Education events and briefings",
    )
    assert mail.text.startswith(
        "Your code to sign in is\n"
        "BCDF-GHJK\n"
        "\n"
        "Enter it on the page that asked for it. It works once, for 10 minutes.\n"
        "\n"
        "If you are not signing in, someone knows your password. "
        "Do not give the code to anyone, and choose a new password\n"
        "https://placecard.example.gov.uk/accounts/password/reset/\n"
    )
    assert "BCDF-GHJK" in mail.html


@pytest.mark.parametrize(("seconds", "is_due"), [(599, True), (600, False)])
def test_a_code_that_no_longer_works_is_not_sent(seconds, is_due):
    message = Message(queued_at=NOON, facts={"code": "BCDF-GHJK", "minutes": 10})

    assert sign_in_notices.is_code_still_due(message, NOON + timedelta(seconds=seconds)) is is_due
