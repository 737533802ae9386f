"""Making organisers: who can sign in afterwards, and who is refused with which sentence."""

import re
import sys

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from events.models import AuditEntry, Membership, Organiser, Team
from events.organisers import NotCreated, create_organiser, new_password
from tests.database import every_row
from tests.factories import NOON, make_organiser

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "correct horse battery"


def create(**answers) -> Organiser:
    return create_organiser(
        **{
            "email": "olu@westshire.example",
            "full_name": "Olu Organiser",
            "team": "Education Events",
            "role": "organiser",
            "password": PASSWORD,
            "at": NOON,
        }
        | answers
    )


def refusal(**answers) -> str:
    before = Organiser.objects.count()
    with pytest.raises(NotCreated) as refused:
        create(**answers)
    assert Organiser.objects.count() == before
    return str(refused.value)


def test_an_organiser_can_sign_in_and_belongs_to_the_team(rf):
    organiser = create(email=" Olu@Westshire.example ", full_name=" Olu Organiser ")

    assert (organiser.email, organiser.full_name) == ("olu@westshire.example", "Olu Organiser")
    assert authenticate(rf.get("/"), email=organiser.email, password=PASSWORD) == organiser
    membership = Membership.objects.get()
    assert (membership.organiser, membership.team.name, membership.role) == (
        organiser,
        "Education Events",
        "organiser",
    )
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.object_id) == ("organiser_created", organiser.public_id)
    assert (entry.at, entry.changed) == (NOON, [])


def test_a_team_of_that_name_is_joined():
    create()
    create(email="ola@westshire.example", role="check_in")

    assert Team.objects.count() == 1
    roles = Membership.objects.order_by("pk").values_list("role", flat=True)
    assert list(roles) == ["organiser", "check_in"]


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"email": "olu at westshire"}, "'olu at westshire' is not an email address"),
        ({"full_name": " "}, "Give their full name, in 200 characters or fewer"),
        ({"full_name": "x" * 201}, "Give their full name, in 200 characters or fewer"),
        ({"full_name": "O\nO"}, "Remove the hidden characters and line breaks"),
        ({"team": ""}, "Give the name of their team, in 200 characters or fewer"),
        (
            {"role": "boss"},
            "'boss' is no role: use organiser, assistant, partner, check_in",
        ),
        ({"password": ""}, "Give a password"),
        (
            {"password": "short"},
            "Password must be 12 characters or more",
        ),
        (
            {"password": "olu@westshire.example"},
            "Password must not be like your name or email address",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(answers, sentence):
    assert refusal(**answers) == sentence


def test_an_address_is_an_organiser_once_however_it_is_written():
    make_organiser(email="olu@westshire.example")

    assert refusal(email="OLU@westshire.example") == "olu@westshire.example is an organiser already"


def test_a_refused_organiser_leaves_nothing_behind():
    before = every_row()

    refusal(password="short")

    assert every_row() == before


def test_a_made_up_password_is_long_random_and_accepted():
    passwords = {new_password() for _ in range(100)}

    assert len(passwords) == 100
    assert all(re.fullmatch(r"([2-9a-hjkmnp-z]{4}-){3}[2-9a-hjkmnp-z]{4}", p) for p in passwords)
    assert create(password=passwords.pop()).pk


def run(*options: str) -> None:
    call_command("create_organiser", *options, "--name", "Olu Organiser", "--team", "Events")


@pytest.fixture
def terminal(monkeypatch):
    """Somebody at the keyboard, who types these lines."""
    lines: list[str] = []
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", lambda prompt: lines.pop(0))
    return lines


def test_without_a_terminal_a_password_is_made_up_and_shown_once(capsys, rf):
    run("olu@westshire.example")

    said, password = capsys.readouterr().out.splitlines()
    assert said == "olu@westshire.example can sign in now, as organiser of Events."
    sentence, password = password.split(": ")
    assert sentence == "Their password, shown only this once"
    assert authenticate(rf.get("/"), email="olu@westshire.example", password=password)


def test_on_a_terminal_the_password_is_asked_for_and_not_shown(terminal, capsys, rf):
    terminal += [PASSWORD, PASSWORD]

    run("olu@westshire.example", "--role", "assistant")

    assert capsys.readouterr().out.splitlines() == [
        "olu@westshire.example can sign in now, as assistant of Events."
    ]
    assert authenticate(rf.get("/"), email="olu@westshire.example", password=PASSWORD)


def test_on_a_terminal_an_empty_line_has_a_password_made_up(terminal, capsys):
    terminal += [""]

    run("olu@westshire.example")

    assert "shown only this once" in capsys.readouterr().out


def test_two_different_passwords_are_refused(terminal):
    terminal += [PASSWORD, PASSWORD + "!"]

    with pytest.raises(CommandError, match="The two passwords are not the same"):
        run("olu@westshire.example")

    assert not Organiser.objects.exists()


def test_the_command_passes_the_refusal_on():
    with pytest.raises(CommandError, match="'olu' is not an email address"):
        run("olu")
