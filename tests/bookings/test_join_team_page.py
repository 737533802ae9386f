"""The link of an invitation: with a new account, with the one that one has, and once it is over."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from deploy.identity_provider import IdentityProvider
from events.invitations import secret_of
from events.models import AuditEntry, Invitation, Membership, Organiser
from events.organisers import NotCreated
from tests.bookings.inviting import PASSWORD, PAT, account, answers, invite, invited
from tests.bookings.team_pages import join, roles
from tests.database import every_row
from tests.events.pages import words
from tests.factories import NOON, make_organiser, make_team
from tests.signing_in import PASSWORD as OLD_PASSWORD
from tests.signing_in import let_in, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("noon")]


@pytest.fixture(autouse=True)
def without_second_step(settings):
    settings.REQUIRE_TOTP = False


def test_who_has_no_account_makes_one_and_is_in_the_team(client, mailbox):
    link = invited(mailbox)

    asked = client.get(link)
    response = client.post(link, answers())
    led_to = client.get(response["Location"])

    assert "Your role is assistant." in words(asked)
    assert response["Location"] == "/accounts/login/"
    assert "Your account is ready." in words(led_to)
    assert roles(make_team()) == {"Olu Organiser": "organiser", "Pat Partner": "assistant"}
    assert sign_in(client, account(), PASSWORD)["Location"] == "/organiser/"
    made = AuditEntry.objects.filter(action__in=["organiser_created", "member_added"])
    assert list(made.order_by("pk").values_list("action", "object_type", "object_id")) == [
        ("organiser_created", "organiser", account().public_id),
        ("member_added", "team", make_team().public_id),
        ("member_added", "organiser", account().public_id),
    ]


@pytest.fixture
def provider(settings):
    """The partners' own sign-in."""
    settings.IDENTITY_PROVIDER = IdentityProvider(
        issuer="https://login.partner.example",
        name="your partner account",
        client_id="placecard",
        client_secret="s3cret",
        domains=("partner.example",),
    )


def test_who_signs_in_elsewhere_joins_without_a_password(client, mailbox, provider):
    """Also if one is sent: whoever reads the mailbox alone does not get in."""
    link = invited(mailbox)

    asked = client.get(link)
    unnamed = client.post(link, answers(full_name=""))
    response = client.post(link, answers())
    led_to = client.get(response["Location"])

    assert "You sign in with your partner account, as pat@partner.example" in words(asked)
    assert list(asked.context_data["form"].fields) == ["full_name"]
    assert unnamed.context_data["form"].errors == {"full_name": ["Enter your full name"]}
    assert "Your account is ready. Sign in with your partner account." in words(led_to)
    assert roles(make_team()) == {"Olu Organiser": "organiser", "Pat Partner": "assistant"}
    assert not account().has_usable_password()


def test_an_address_that_is_not_the_providers_is_given_a_password(client, mailbox, provider):
    link = invited(mailbox, email="pat@elsewhere.example")

    client.post(link, answers())

    assert account("pat@elsewhere.example").check_password(PASSWORD)


def test_nobody_reads_a_link_out_of_the_database(mailbox):
    link = invited(mailbox)
    secret = link.split("/")[-2]

    assert len(secret) == 22
    assert secret not in str(every_row())


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"full_name": "", "password": ""}, ["Enter your full name", "Enter a password"]),
        ({"password": "short"}, ["Password must be 12 characters or more"]),
        ({"password": "password1234"}, ["Choose a password that is harder to guess"]),
        ({"password": "Pat Partner 1"}, ["Password must not be like your name or email address"]),
    ],
)
def test_what_is_wrong_is_said_and_no_password_is_on_the_page(client, mailbox, typed, errors):
    link = invited(mailbox)

    response = client.post(link, answers(**typed))

    found = response.context_data["form"].errors.values()
    assert [sentence for sentences in found for sentence in sentences] == errors
    assert f'value="{typed["password"] or "-"}"' not in response.text
    assert not Organiser.objects.filter(email=PAT).exists()


def test_who_has_an_account_signs_in_and_joins_with_a_button(client, mailbox):
    pat = make_organiser(email=PAT, team=make_team("Another team"))
    link = invited(mailbox)

    asked = client.get(link)
    typed = {"login": PAT, "password": OLD_PASSWORD}
    signed_in = client.post(f"/accounts/login/?next={link}", typed)
    looked = client.get(link)
    response = client.post(link)

    assert f'href="/accounts/login/?next={link}"' in asked.text
    assert signed_in["Location"] == link
    assert "Join the team" in looked.text
    assert response["Location"] == "/organiser/"
    assert set(pat.memberships.values_list("team__name", "role")) == {
        ("Another team", "organiser"),
        ("Education Events", "assistant"),
    }
    assert client.post(link).status_code == 410


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_nobody_else_joins_with_the_account_of_who_is_invited(client, mailbox, is_signed_in):
    make_organiser(email=PAT, team=make_team("Another team"))
    link = invited(mailbox)
    if is_signed_in:
        let_in(client, make_organiser(email="ann@westshire.example"))
    before = every_row()

    response = client.post(link, answers())

    shown = words(response)
    assert f"The invitation is for {PAT}." in shown
    assert ("You are signed in as ann@westshire.example." in shown) is is_signed_in
    assert every_row() == before


def test_a_role_that_one_has_already_stays(client, mailbox):
    link = invited(mailbox)
    pat = join(make_team(), role="organiser", email=PAT)
    let_in(client, pat.organiser)

    client.post(link)

    assert Membership.objects.get(organiser=pat.organiser).role == "organiser"
    assert not AuditEntry.objects.filter(action="member_added").exists()


def test_a_closed_account_joins_nothing():
    pat = make_organiser(email=PAT, team=make_team("Another team"))
    invitation = invite()
    Organiser.objects.filter(pk=pat.pk).update(is_active=False)
    client = Client()

    shown = client.get(f"/join/team/{secret_of(invitation.public_id)}/")

    assert shown.status_code == 409
    assert "Your account is closed" in words(shown)


def over(what):
    """The path of a link that is over, or never was one."""
    invitation = invite()
    if what == "unknown":
        return f"/join/team/{'a' * 22}/"
    changed = {"used": {"used_at": NOON}, "withdrawn": {"withdrawn_at": NOON}}
    expired = {"invited_at": NOON - timedelta(days=3), "expires_at": NOON}
    Invitation.objects.filter(pk=invitation.pk).update(**changed.get(what, expired))
    return f"/join/team/{secret_of(invitation.public_id)}/"


@pytest.mark.parametrize("what", ["unknown", "used", "withdrawn", "expired"])
def test_a_link_that_is_over_says_the_same_whatever_it_was(client, what):
    link = over(what)
    before = every_row()

    answers_ = [client.get(link), client.post(link, answers())]

    assert [answer.status_code for answer in answers_] == [410, 410]
    for answer in answers_:
        assert "This invitation does not work" in words(answer)
        assert "ask the person who invited you to invite you again" in words(answer)
        assert 'href="/accounts/login/"' in answer.text
    assert every_row() == before


def test_the_link_works_to_the_last_moment_of_three_days(client, mailbox, monkeypatch):
    link = invited(mailbox)
    last = NOON + timedelta(days=3)

    monkeypatch.setattr(timezone, "now", lambda: last - timedelta(seconds=1))
    before = client.get(link).status_code
    monkeypatch.setattr(timezone, "now", lambda: last)

    assert (before, client.get(link).status_code) == (200, 410)


def test_looking_uses_nothing_up(client, mailbox):
    link = invited(mailbox)
    before = every_row()

    looked = [getattr(client, method)(link) for method in ("get", "head", "get")]

    assert [answer.status_code for answer in looked] == [200] * 3
    assert looked[0]["Cache-Control"] == "no-store"
    assert every_row() == before


def test_an_account_that_is_made_meanwhile_is_asked_to_sign_in(client, mailbox):
    link = invited(mailbox)

    def make_it_before_the_team_is_held(execute, sql, *rest):
        if 'WHERE "events_team"."id" = ' in sql and not Organiser.objects.filter(email=PAT):
            make_organiser(email=PAT, team=make_team("Another team"))
        return execute(sql, *rest)

    with connection.execute_wrapper(make_it_before_the_team_is_held):
        response = client.post(link, answers())

    assert (response.status_code, response["Location"]) == (302, link)
    assert Membership.objects.filter(team=make_team()).count() == 1
    assert Invitation.objects.get().used_at is None


def test_an_account_that_cannot_be_made_is_a_mistake_and_no_way_round_in_circles(client):
    link = f"/join/team/{secret_of(invite('pat').public_id)}/"

    with pytest.raises(NotCreated, match="'pat' is not an email address"):
        client.post(link, answers())


def test_a_form_without_its_token_keeps_no_password(mailbox):
    link = invited(mailbox)
    client = Client(enforce_csrf_checks=True)

    response = client.post(link, answers(), headers={"Sec-Fetch-Site": "same-origin"})

    assert response.status_code == 403
    assert "Pat Partner" in response.text
    assert PASSWORD not in response.text
