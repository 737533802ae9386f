"""What groups of the council's own account give: an account, and a role once in each team."""

import pytest
from django.core.management import call_command

from bookings.models import Message
from bookings.teams import members
from deploy.identity_accounts import NotLetIn, Person, organiser_for, person_of
from deploy.identity_provider import IdentityProvider, read_groups
from events import teams
from events.models import AuditEntry, Membership, Organiser, Team
from tests.concurrency.test_locks import waits
from tests.database import every_row
from tests.factories import NOON, make_organiser, make_team

pytestmark = pytest.mark.django_db(transaction=True)

EMAIL = "olu@westshire.example"
BY_GROUPS = ["editors=organiser:Education Events", "front desk=check_in:Desk"]


@pytest.fixture(autouse=True)
def teams_that_are_there():
    for name in ("Education Events", "Desk"):
        make_team(name)


@pytest.fixture
def olu():
    return make_organiser(email=EMAIL)


def signs_in(email=EMAIL, *, groups=BY_GROUPS):
    """Through the provider, as a member of groups that give this."""
    person = Person(email=email, full_name="Nia New", roles=read_groups(groups))
    return organiser_for(person, at=NOON)


def roles(organiser):
    own = organiser.memberships.order_by("pk").values_list("team__name", "role")
    return list(own)


def news():
    return [message.facts["news"] for message in Message.objects.order_by("pk")]


def test_a_group_gives_an_account_and_its_role():
    nia = signs_in("new@westshire.example", groups=["front desk=check_in:Desk"])

    assert Organiser.objects.get() == nia
    assert (nia.email, nia.full_name) == ("new@westshire.example", "Nia New")
    assert not nia.has_usable_password()
    assert roles(nia) == [("Desk", "check_in")]
    entries = AuditEntry.objects.order_by("pk").values_list("action", "object_type", "object_id")
    assert list(entries) == [
        ("organiser_created", "organiser", nia.public_id),
        ("role_given_by_group", "team", make_team("Desk").public_id),
        ("role_given_by_group", "organiser", nia.public_id),
    ]
    assert news() == ["Your role in Desk is now check-in"]


@pytest.mark.parametrize(
    ("name", "full_name"),
    [
        ("Nia\n\u200bNew", "Nia New"),
        (" ", "new@westshire.example"),
        (None, "new@westshire.example"),
        ("N" * 201, "N" * 200),
    ],
)
def test_whoever_has_no_name_there_is_called_by_their_address(name, full_name):
    provider = IdentityProvider(
        issuer="https://login.westshire.example",
        name="your Westshire account",
        client_id="placecard",
        client_secret="s3cret",
        domains=("westshire.example",),
    )
    claims = {"email": "new@westshire.example", "email_verified": True, "name": name}

    assert person_of(claims, provider) == Person("new@westshire.example", full_name, [])


def test_a_role_is_given_once_and_one_that_was_changed_here_stays(olu):
    Membership.objects.update(role="assistant")

    signs_in()
    before = every_row()
    signs_in()

    assert roles(olu) == [("Education Events", "assistant"), ("Desk", "check_in")]
    assert every_row() == before


@pytest.mark.parametrize("signs_in_before", [True, False])
def test_who_was_removed_from_a_team_does_not_come_back(signs_in_before, olu):
    ann = make_organiser()
    if signs_in_before:
        signs_in()
    member = Membership.objects.get(organiser=olu, team=make_team())
    members.remove_member(member, at=NOON, by=ann)
    Message.objects.all().delete()

    signs_in()

    assert roles(olu) == [("Desk", "check_in")]
    assert news() == ([] if signs_in_before else ["Your role in Desk is now check-in"])


def test_who_was_removed_twice_stays_removed(olu):
    ann = make_organiser()
    for _ in range(2):
        member, _ = Membership.objects.get_or_create(
            organiser=olu, team=make_team(), defaults={"role": "partner"}
        )
        members.remove_member(member, at=NOON, by=ann)

    signs_in(groups=BY_GROUPS[:1])

    assert roles(olu) == []


def test_a_closed_account_is_given_nothing(olu):
    call_command("close_organiser", EMAIL)
    before = every_row()

    with pytest.raises(NotLetIn) as refused:
        signs_in()

    assert str(refused.value) == f"The account of {EMAIL} here has been closed."
    assert every_row() == before


def test_a_group_whose_team_is_not_there_gives_nothing(olu, caplog):
    """Not an account either, and no second team where it was renamed."""
    teams.rename_team(make_team("Desk"), name="Front of house", at=NOON, by=olu)
    before = every_row()

    signs_in(groups=BY_GROUPS[1:])
    with pytest.raises(NotLetIn) as refused:
        signs_in("new@westshire.example", groups=BY_GROUPS[1:])

    assert (
        str(refused.value) == "There is no organiser with the email address new@westshire.example."
    )
    assert every_row() == before
    assert caplog.messages == ["OIDC_GROUPS names teams that are not there: Desk"] * 2


def test_whoever_has_a_role_keeps_it_when_the_team_is_renamed(olu):
    signs_in()
    teams.rename_team(make_team("Desk"), name="Front of house", at=NOON, by=olu)

    signs_in()

    assert roles(olu) == [("Education Events", "organiser"), ("Front of house", "check_in")]


def test_a_role_is_given_in_its_turn(olu):
    held = Team.objects.filter(pk=make_team("Desk").pk)

    assert waits(signs_in, while_held=held)
