"""Whoever is out stays out: what they had begun, whom they had invited, what they were asked."""

from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from bookings.teams import inviting, members
from deploy import closing
from events.invitations import InvitationOver
from events.models import Invitation, Membership, Organiser
from tests.bookings.inviting import answers, invite
from tests.bookings.team_pages import roles
from tests.database import every_row
from tests.factories import NOON, make_organiser, make_team
from tests.passkeys import Device, add_passkey, sign_in_with_passkey
from tests.signing_in import PASSWORD, set_up_codes, sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("noon")]

ENTER = "/accounts/2fa/authenticate/"
EVERYWHERE = "/accounts/sign-in/sign-out-everywhere/"
CHANGE = "/accounts/password/change/"
NEW = "another long enough password"


@pytest.fixture
def ann():
    return make_organiser(email="ann@westshire.example")


@pytest.fixture
def eve():
    return make_organiser(email="eve@westshire.example", password=PASSWORD)


def member(organiser):
    return Membership.objects.select_related("team", "organiser").get(organiser=organiser)


LEAVING = {
    "removed": lambda eve, ann: members.remove_member(member(eve), at=NOON, by=ann),
    "an assistant": lambda eve, ann: members.change_role(
        member(eve), role="assistant", at=NOON, by=ann
    ),
    "closed": lambda eve, ann: closing.close_organiser(email=eve.email, at=NOON),
}


@pytest.mark.parametrize("leaving", LEAVING)
def test_whom_they_had_invited_does_not_come_in(leaving, ann, eve):
    theirs, anns = invite(by=eve), invite(email="other@partner.example", by=ann)

    LEAVING[leaving](eve, ann)

    with pytest.raises(InvitationOver):
        inviting.join_with_new_account(theirs, **answers(), at=NOON)
    assert not Organiser.objects.filter(email=theirs.email).exists()
    assert inviting.join_with_new_account(anns, **answers(), at=NOON).email == anns.email


DONE_TO_ANN = {
    "remove": lambda ann, by: members.remove_member(member(ann), at=NOON, by=by),
    "change a role": lambda ann, by: members.change_role(
        member(ann), role="assistant", at=NOON, by=by
    ),
    "give sessions": lambda ann, by: members.give_sessions(member(ann), [], at=NOON, by=by),
    "invite": lambda ann, by: inviting.invite(
        team=make_team(), email="x@elsewhere.example", role="organiser", at=NOON, by=by
    ),
    "invite again": lambda ann, by: inviting.invite_again(Invitation.objects.get(), at=NOON, by=by),
    "withdraw": lambda ann, by: inviting.withdraw(Invitation.objects.get(), at=NOON, by=by),
    "close": lambda ann, by: closing.close_account(ann, at=NOON, by=by),
    "open": lambda ann, by: closing.open_account(ann, at=NOON, by=by),
}


@pytest.mark.parametrize("leaving", LEAVING)
@pytest.mark.parametrize("done", DONE_TO_ANN)
def test_what_they_had_asked_for_is_not_done_once_they_are_out(done, leaving, ann, eve):
    invite(by=ann)
    LEAVING[leaving](eve, ann)
    before = every_row()

    with pytest.raises(PermissionDenied):
        DONE_TO_ANN[done](ann, eve)

    assert every_row() == before


def test_two_administrators_do_not_close_each_other(ann, eve):
    Organiser.objects.update(is_administrator=True)
    closing.close_account(eve, at=NOON, by=ann)

    with pytest.raises(PermissionDenied):
        closing.close_account(ann, at=NOON, by=eve)

    assert Organiser.objects.get(is_active=True) == ann


def test_an_administrator_invites_to_a_team_that_they_are_not_in(eve):
    eve.memberships.all().delete()
    Organiser.objects.filter(pk=eve.pk).update(is_administrator=True)

    inviting.invite(team=make_team(), email="x@y.example", role="organiser", at=NOON, by=eve)

    assert Invitation.objects.get().invited_by == eve
    assert roles(make_team()) == {}


ENDINGS = {
    "signed out everywhere": lambda office: office.post(EVERYWHERE),
    "a new password": lambda office: office.post(
        CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    ),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_who_had_given_the_password_and_no_code_yet_begins_again(ending, eve):
    office, begun = Client(), Client()
    set_up_codes(office, eve)
    codes = office.get("/accounts/2fa/recovery-codes/download/").text.split()
    sign_in(begun, eve)

    ENDINGS[ending](office)
    response = begun.post(ENTER, {"code": codes[0]})

    assert response["Location"] == "/accounts/login/"
    assert SESSION_KEY not in begun.session


def test_a_passkey_from_before_the_account_was_closed_lets_nobody_in(ann, eve):
    Organiser.objects.filter(pk=ann.pk).update(is_administrator=True)
    phone, office = Device(), Client()
    sign_in(office, eve)
    add_passkey(office, phone)

    closing.close_account(eve, at=NOON, by=Organiser.objects.get(pk=ann.pk))
    closing.open_account(eve, at=NOON, by=Organiser.objects.get(pk=ann.pk))
    sign_in_with_passkey(office, phone)

    assert SESSION_KEY not in office.session


def test_a_session_ends_twelve_hours_after_signing_in_however_often_it_is_used(
    eve, settings, monkeypatch
):
    settings.REQUIRE_TOTP = False
    office = Client()
    sign_in(office, eve)

    def used(**later):
        monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(**later))
        return office.get("/accounts/sign-in/").status_code

    assert [used(hours=hours) for hours in (1, 6, 11)] == [200] * 3
    assert used(hours=12, seconds=-1) == 200
    assert used(hours=12, seconds=1) == 302
