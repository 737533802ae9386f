"""Somebody tries an invitation into a team that is not theirs, or makes one out of the database."""

import pytest
from django.test import Client

from events.invitations import MOST_TO_ONE, secret_of
from events.models import Invitation, Membership, Organiser
from tests.bookings.inviting import PAT, answers, invite, invited
from tests.bookings.team_pages import page
from tests.database import every_row
from tests.factories import NOON, make_organiser, make_team
from tests.signing_in import let_in

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("noon", "clock_slows"),
]

ALTERED = {
    "the last letter": lambda secret, _: secret[:-1] + ("x" if secret[-1] != "x" else "y"),
    "the case": lambda secret, _: secret.swapcase(),
    "cut": lambda secret, _: secret[:21],
    "longer": lambda secret, _: f"{secret}a",
    "its hash": lambda _, invitation: invitation.secret_hash[:22],
    "its id": lambda _, invitation: invitation.public_id,
    "a wildcard": lambda *_: "%25" * 22,
}


def link(secret):
    return f"/join/team/{secret}/"


@pytest.mark.parametrize("how", ALTERED)
def test_an_altered_link_makes_no_account(how, client):
    invitation = invite()
    altered = ALTERED[how](secret_of(invitation.public_id), invitation)
    before = every_row()

    asked = [client.get(link(altered)), client.post(link(altered), answers())]

    assert {(page.status_code, "This invitation does not work" in page.text) for page in asked} == {
        (410, True)
    }
    assert every_row() == before


@pytest.mark.parametrize("what", [{"used_at": NOON}, {"withdrawn_at": NOON}, {"expires_at": NOON}])
def test_a_link_that_is_over_makes_no_account(what, client):
    invitation = invite()
    Invitation.objects.update(**what)

    assert client.post(link(secret_of(invitation.public_id)), answers()).status_code == 410
    assert not Organiser.objects.filter(email=PAT).exists()


def test_an_account_of_another_address_joins_nothing(client, settings, mailbox):
    settings.REQUIRE_TOTP = False
    make_organiser(email=PAT, team=make_team("Another team"))
    stranger = make_organiser(email="eve@partner.example", team=make_team("Another team"))
    path = invited(mailbox)
    let_in(client, stranger)

    client.post(path, answers())

    assert not Membership.objects.filter(team=make_team(), organiser=stranger).exists()
    assert Invitation.objects.get().used_at is None


def test_a_link_sets_no_new_password_for_who_has_an_account(mailbox):
    pat = make_organiser(email=PAT, team=make_team("Another team"))
    path = invited(mailbox)

    Client().post(path, answers())

    assert Organiser.objects.get(pk=pat.pk).password == pat.password


def test_whoever_has_the_database_has_no_link(mailbox):
    path = invited(mailbox)
    secret = path.split("/")[-2]

    assert secret not in str(every_row())


def test_no_mailbox_is_filled_with_invitations(client, settings, mailbox):
    settings.REQUIRE_TOTP = False
    let_in(client, make_organiser())
    asked = {"email": PAT, "role": "partner"}

    statuses = [client.post(page(make_team(), "invite/"), asked).status_code for _ in range(10)]

    assert statuses == [302] * MOST_TO_ONE + [429] * (10 - MOST_TO_ONE)
