"""Administrators see every account, close one and open it again."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.management import CommandError, call_command
from django.test import Client

from events.models import AuditEntry, Organiser
from tests.bookings.inviting import deliver
from tests.database import every_row
from tests.deploy.test_administration import HERE, ada, admin
from tests.events.pages import words
from tests.factories import NOON, make_organiser, make_team
from tests.signing_in import PASSWORD, sign_in

__all__ = ["ada", "admin"]  # fixtures

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("noon")]

ORGANISERS = f"{HERE}organisers/"


@pytest.fixture
def olu():
    return make_organiser(email="olu@westshire.example")


def page(organiser, what):
    return f"{ORGANISERS}{organiser.public_id}/{what}/"


def about(organiser):
    entries = AuditEntry.objects.filter(object_id=organiser.public_id).order_by("pk")
    return list(entries.values_list("action", "actor__full_name"))


def test_everybody_is_listed_with_teams_and_last_sign_in(admin, olu):
    Organiser.objects.filter(pk=olu.pk).update(last_login=NOON)
    make_team("Adult Learning").memberships.create(organiser=olu, role="partner")

    shown = words(admin.get(ORGANISERS))

    assert (
        "Ada Administrator Administrator ada@westshire.example None"
        " midday on Monday 2 November 2026 Yours"
    ) in shown
    assert (
        "Olu Organiser olu@westshire.example Education Events, organiser Adult Learning, partner"
        " midday on Monday 2 November 2026 Close the account of Olu Organiser"
    ) in shown


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_stays_the_same(admin, django_assert_num_queries, number):
    for _ in range(number):
        make_organiser()

    with django_assert_num_queries(7):
        admin.get(ORGANISERS)


def test_a_closed_account_is_signed_out_and_let_in_no_more(admin, olu):
    browser = Client()
    sign_in(browser, olu)
    was_in = SESSION_KEY in browser.session

    asked = words(admin.get(page(olu, "close")))
    response = admin.post(page(olu, "close"))

    assert "After that nobody runs these teams: Education Events" in asked
    assert response["Location"] == ORGANISERS
    assert (was_in, SESSION_KEY in browser.session) == (True, False)
    assert sign_in(browser, olu).status_code == 200
    assert ("organiser_closed", "Ada Administrator") in about(olu)
    assert "Closed Open the account of Olu Organiser" in words(admin.get(ORGANISERS))


def test_nobody_is_left_alone_where_somebody_else_runs_the_team(admin, olu):
    make_organiser()

    assert "After that nobody runs" not in words(admin.get(page(olu, "close")))


def test_an_account_that_is_opened_again_needs_a_new_password(admin, olu, mailbox):
    admin.post(page(olu, "close"))

    response = admin.post(page(olu, "open"))
    browser = Client()
    with_the_old = sign_in(browser, olu, PASSWORD).status_code
    browser.post("/accounts/password/reset/", {"email": olu.email})
    deliver()

    assert response["Location"] == ORGANISERS
    assert Organiser.objects.get(pk=olu.pk).is_active
    assert with_the_old == 200
    assert [mail.to for mail in mailbox] == [[olu.email]]
    assert ("organiser_opened", "Ada Administrator") in about(olu)


def test_opening_an_open_account_changes_nothing(admin, olu):
    before = every_row()

    admin.post(page(olu, "open"))

    assert every_row() == before


def test_ones_own_account_and_a_closed_one_are_not_closed(admin, ada, olu):
    Organiser.objects.filter(pk=olu.pk).update(is_active=False)

    assert [admin.post(page(one, "close")).status_code for one in (ada, olu)] == [404, 404]


def test_the_command_line_makes_an_administrator(capsys):
    call_command(
        "create_organiser", "ada@westshire.example", "--name", "Ada Admin", "--administrator"
    )

    made = Organiser.objects.get()
    assert (made.is_administrator, made.memberships.count()) == (True, 0)
    assert "ada@westshire.example can sign in now, as an administrator." in capsys.readouterr().out


def test_somebody_who_has_an_account_is_made_an_administrator_and_signs_in_as_before(olu, capsys):
    before = Organiser.objects.get()

    for _ in range(2):
        call_command(
            *("create_organiser", " OLU@westshire.example", "--name", "Olu"), "--administrator"
        )

    assert Organiser.objects.get().is_administrator
    assert Organiser.objects.get().password == before.password
    assert about(olu) == [("administrator_made", None)]
    told = "olu@westshire.example is an administrator, and signs in as before.\n"
    assert capsys.readouterr().out == told * 2


def test_a_closed_account_is_not_made_an_administrators(olu):
    Organiser.objects.update(is_active=False)

    with pytest.raises(CommandError, match="is an organiser already"):
        call_command("create_organiser", olu.email, "--name", "Olu", "--administrator")

    assert not Organiser.objects.get().is_administrator


def test_an_administrator_can_be_in_a_team_too():
    call_command(
        *("create_organiser", "ada@westshire.example", "--name", "Ada Admin"),
        *("--administrator", "--team", "Education Events"),
    )

    made = Organiser.objects.get()
    assert (made.is_administrator, made.memberships.get().role) == (True, "organiser")


def test_whoever_is_no_administrator_needs_a_team():
    with pytest.raises(CommandError, match="Give the name of their team"):
        call_command("create_organiser", "olu@westshire.example", "--name", "Olu Organiser")

    assert not Organiser.objects.exists()
