"""An organiser leaves: nothing lets them in any more, and what they announced stays."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.management import CommandError, call_command
from django.test import Client

from bookings.models import Message
from events.models import AuditEntry, Membership, Organiser, Team
from tests.concurrency.test_locks import waits
from tests.database import every_row
from tests.factories import make_booking, make_organiser, make_session, make_team
from tests.signing_in import PASSWORD, set_up_codes, sign_in

pytestmark = pytest.mark.django_db

EMAIL = "olu@westshire.example"
CLOSED = (
    f"{EMAIL} is signed out everywhere and can no longer sign in."
    " The events of their teams stay as they are.\n"
)


@pytest.fixture
def olu():
    return make_organiser(email=EMAIL, password=PASSWORD)


@pytest.fixture
def ann():
    return make_organiser(email="ann@westshire.example", password=PASSWORD)


@pytest.mark.parametrize("typed", [EMAIL, f" {EMAIL.upper()} ", f"\u200b{EMAIL}", f"{EMAIL}\xa0"])
def test_whoever_left_is_signed_out_everywhere_and_not_let_in_again(typed, olu, ann, capsys):
    phone, office, colleagues = Client(), Client(), Client()
    set_up_codes(phone, olu)
    set_up_codes(colleagues, ann)
    sign_in(office, olu)
    code = phone.get("/accounts/2fa/recovery-codes/download/").text.split()[0]
    office.post("/accounts/2fa/authenticate/", {"code": code})
    before = [SESSION_KEY in browser.session for browser in (phone, office, colleagues)]

    call_command("close_organiser", typed)

    assert capsys.readouterr().out == CLOSED
    assert before == [True, True, True]
    assert [SESSION_KEY in browser.session for browser in (phone, office, colleagues)] == [
        False,
        False,
        True,
    ]
    assert sign_in(phone, olu).status_code == 200
    assert SESSION_KEY not in phone.session
    assert colleagues.get("/organiser/").status_code == 200


def test_a_link_to_a_new_password_that_was_sent_before_works_no_more(client, settings, olu, ann):
    client.post("/accounts/password/reset/", {"email": EMAIL})
    link = Message.objects.get().facts["link"].removeprefix(settings.SITE_ADDRESS)

    call_command("close_organiser", EMAIL)
    opened = Client().get(link, follow=True)
    client.post("/accounts/password/reset/", {"email": EMAIL})

    assert 'name="password1"' not in opened.text
    assert Message.objects.count() == 1
    assert not Organiser.objects.get(email=EMAIL).has_usable_password()


def test_it_is_in_the_audit_trail_and_nothing_else_changes(olu, ann):
    make_booking(make_session())
    before = every_row()

    call_command("close_organiser", EMAIL)

    now = every_row()
    assert {name for name in now if now[name] != before[name]} == {
        "events.Organiser",
        "events.AuditEntry",
    }
    [entry] = AuditEntry.objects.filter(action="organiser_closed")
    assert (entry.object_type, entry.object_id, entry.actor) == ("organiser", olu.public_id, None)


def test_a_team_that_nobody_else_runs_is_named(olu, ann, capsys):
    for name, others in (("Early Years", []), ("Admissions", []), ("SEND", [ann])):
        team = make_team(name)
        for organiser in [olu, *others]:
            Membership.objects.create(team=team, organiser=organiser, role="organiser")

    call_command("close_organiser", EMAIL)
    first = capsys.readouterr().out
    call_command("close_organiser", ann.email)

    assert first == CLOSED + (
        "Nobody else runs Admissions: use create_organiser.\n"
        "Nobody else runs Early Years: use create_organiser.\n"
    )
    assert capsys.readouterr().out == CLOSED.replace(EMAIL, ann.email) + (
        "Nobody else runs Education Events: use create_organiser.\n"
        "Nobody else runs SEND: use create_organiser.\n"
    )


def test_a_team_that_only_lesser_roles_are_left_in_is_named_and_one_of_others_is_not(olu, capsys):
    run, helped = make_team("Early Years"), make_team("Admissions")
    for team, role in ((run, "organiser"), (helped, "partner")):
        Membership.objects.create(team=team, organiser=olu, role=role)
    for role in ("assistant", "partner", "check_in"):
        make_organiser(team=run, role=role)

    call_command("close_organiser", EMAIL)

    assert capsys.readouterr().out == CLOSED + (
        "Nobody else runs Early Years: use create_organiser.\n"
        "Nobody else runs Education Events: use create_organiser.\n"
    )


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("nobody@westshire.example", "No organiser has the email address nobody@westshire.example"),
        ("ann", "No organiser has the email address ann"),
        ("", "No organiser has the email address "),
        (EMAIL, f"The account of {EMAIL} is already closed"),
    ],
)
def test_nothing_is_closed_by_mistake(email, sentence, olu, ann):
    call_command("close_organiser", EMAIL)
    before = every_row()

    with pytest.raises(CommandError) as refused:
        call_command("close_organiser", email)

    assert str(refused.value) == sentence
    assert every_row() == before


@pytest.mark.django_db(transaction=True)
def test_it_waits_while_somebody_leaves_the_team(olu, ann):
    team = olu.teams.get()

    assert waits(
        lambda: call_command("close_organiser", EMAIL), while_held=Team.objects.filter(pk=team.pk)
    )
