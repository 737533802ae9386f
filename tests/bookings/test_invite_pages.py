"""Organisers invite people into their team by mail, again, and withdraw it."""

from datetime import timedelta

import pytest

from bookings.mail import delivery
from bookings.models import Message
from bookings.teams import inviting
from deploy.worker import tidy_up
from events.invitations import MOST_BY_ONE, MOST_TO_ONE
from events.models import AuditEntry, Invitation, Organiser
from tests.bookings.inviting import PAT, deliver, invite, invited, link_in
from tests.bookings.team_pages import join, page
from tests.database import every_row
from tests.events.pages import words
from tests.factories import NOON, make_organiser, make_team
from tests.signing_in import let_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("noon")]

ASKED = {"email": "Pat@Partner.example", "role": "assistant"}


def address():
    return page(make_team(), "invite/")


def of_invitation(invitation, what):
    return page(invitation.team, f"invitations/{invitation.public_id}/{what}/")


def actions():
    return list(AuditEntry.objects.filter(object_type="team").values_list("action", flat=True))


def test_an_organiser_invites_somebody_by_mail(signed_in, mailbox):
    asked = signed_in.get(page(make_team()))
    response = signed_in.post(address(), ASKED)
    deliver()

    invitation = Invitation.objects.get()
    assert f'href="{address()}"' in asked.text
    assert response["Location"] == f"{page(make_team())}?done=invited"
    assert (invitation.email, invitation.role) == (PAT, "assistant")
    assert invitation.expires_at == NOON + timedelta(days=3)
    assert invitation.invited_by == Organiser.objects.get()
    assert actions() == ["member_invited"]
    [mail] = mailbox
    assert (mail.to, mail.subject) == ([PAT], "Join the team Education Events")
    assert mail.body == (
        "Olu Organiser has invited you to join the team Education Events.\n\n"
        "Join the team\n"
        f"https://placecard.example.gov.uk{link_in(mail)}\n\n"
        "The link works once, until midday on Thursday 5 November 2026."
        " If you did not expect it, do nothing.\n\n"
        "Education events and briefings\nWestshire County Council\n"
        "education.events@westshire.example\n01632 960 123\n"
    )


def test_the_team_page_lists_who_is_invited_and_until_when(signed_in):
    invite("late@partner.example", role="partner", at=NOON - timedelta(days=4))
    invite()

    response = signed_in.get(page(make_team()))

    assert [one.email for one in response.context_data["invitations"]] == [
        PAT,
        "late@partner.example",
    ]
    shown = words(response)
    assert f"{PAT} , Assistant The link works until midday on Thursday 5 November 2026." in shown
    assert "The link stopped working at midday on Sunday 1 November 2026." in shown


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (
            {},
            {
                "email": ["Enter the email address of the person to invite"],
                "role": ["Select a role"],
            },
        ),
        (
            {"email": "pat", "role": "king"},
            {
                "email": ["Enter an email address in the correct format, like name@example.gov.uk"],
                "role": ["Select a role"],
            },
        ),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(signed_in, typed, errors):
    response = signed_in.post(address(), typed)

    assert response.context_data["form"].errors == errors
    assert not Invitation.objects.exists()


def test_who_is_in_the_team_is_not_invited(signed_in):
    join(make_team(), email=PAT)
    before = every_row()

    response = signed_in.post(address(), ASKED)

    assert response.status_code == 409
    assert "Pat@Partner.example is already in the team" in words(response)
    assert every_row() == before


def test_inviting_again_sends_another_link_and_ends_the_one_before(signed_in, client, mailbox):
    first = invited(mailbox, at=NOON - timedelta(days=1))
    again = of_invitation(Invitation.objects.get(), "again")

    response = signed_in.post(again)
    deliver()

    second = link_in(mailbox[-1])
    assert response["Location"] == f"{page(make_team())}?done=invited"
    assert len(mailbox) == 2
    assert second != first
    assert Invitation.objects.open().get().expires_at == NOON + timedelta(days=3)
    client.logout()
    assert [client.get(link).status_code for link in (first, second)] == [410, 200]
    assert signed_in.post(again).status_code in (302, 404)


def test_an_address_that_is_typed_again_has_one_invitation(signed_in):
    invite(role="partner")

    signed_in.post(address(), ASKED)

    assert Invitation.objects.open().get().role == "assistant"
    assert Invitation.objects.count() == 2


def test_a_withdrawn_invitation_lets_nobody_in(signed_in, client, mailbox):
    link = invited(mailbox)
    withdraw = of_invitation(Invitation.objects.get(), "withdraw")

    response = signed_in.post(withdraw)

    assert response["Location"] == f"{page(make_team())}?done=withdrawn"
    assert "Its link no longer works." in signed_in.get(response["Location"]).text
    assert actions() == ["member_invited", "invitation_withdrawn"]
    assert signed_in.post(withdraw).status_code == 404
    client.logout()
    assert client.get(link).status_code == 410


def test_what_was_used_meanwhile_is_not_withdrawn():
    invitation = invite()
    Invitation.objects.filter(pk=invitation.pk).update(used_at=NOON)
    before = every_row()

    inviting.withdraw(invitation, at=NOON, by=invitation.invited_by)

    assert every_row() == before


@pytest.mark.parametrize(
    ("what", "later"),
    [({"withdrawn_at": NOON}, 0), ({"used_at": NOON}, 0), ({}, 3)],
)
def test_an_invitation_that_is_over_before_its_mail_goes_is_not_sent(mailbox, what, later):
    invitation = invite()
    Invitation.objects.filter(pk=invitation.pk).update(**what)

    deliver(NOON + timedelta(days=later))

    assert mailbox == []
    assert Message.objects.get().state == "skipped"


def test_nor_is_one_of_which_nothing_is_known(mailbox):
    invite()
    Invitation.objects.all().delete()

    assert delivery.deliver_due(worker="worker", clock=lambda: NOON)
    assert mailbox == []


def test_an_address_gets_few_invitations_an_hour_from_all_teams_together(signed_in):
    for number in range(MOST_TO_ONE):
        invite(team=make_team(f"Team {number}"))
    before = every_row()

    response = signed_in.post(address(), ASKED)

    assert response.status_code == 429
    assert "Too many invitations in the last hour" in words(response)
    assert every_row() == before


def test_an_organiser_sends_so_many_an_hour(signed_in):
    for number in range(MOST_BY_ONE):
        invite(f"pat{number}@partner.example")
    invitation = Invitation.objects.latest("pk")

    response = signed_in.post(of_invitation(invitation, "again"))

    assert response.status_code == 429
    assert Message.objects.count() == MOST_BY_ONE


def test_invitations_are_forgotten_a_month_after_their_time():
    long_over = NOON - timedelta(days=33, seconds=1)
    invite("old@partner.example", at=long_over)
    invite(at=NOON - timedelta(days=33))

    tidy_up(NOON)

    assert Invitation.objects.get().email == PAT


def pages_of(invitation):
    return [
        page(invitation.team, "invite/"),
        of_invitation(invitation, "again"),
        of_invitation(invitation, "withdraw"),
    ]


def test_another_teams_invitations_are_not_found(signed_in):
    invitation = invite(team=make_team("Another team"))
    before = every_row()

    assert {signed_in.post(one, ASKED).status_code for one in pages_of(invitation)} == {404}
    assert every_row() == before


def test_nor_below_ones_own_team(signed_in):
    invitation = invite(team=make_team("Another team"))

    address = page(make_team(), f"invitations/{invitation.public_id}/withdraw/")

    assert signed_in.post(address).status_code == 404


def test_only_organisers_invite(client, settings):
    settings.REQUIRE_TOTP = False
    invitation = invite()
    let_in(client, make_organiser(role="assistant"))

    assert {client.post(one, ASKED).status_code for one in pages_of(invitation)} == {403}


def test_looking_sends_and_withdraws_nothing(signed_in):
    invitation = invite()
    before = every_row()

    statuses = [signed_in.get(one).status_code for one in pages_of(invitation)]

    assert statuses == [200, 405, 405]
    assert every_row() == before
