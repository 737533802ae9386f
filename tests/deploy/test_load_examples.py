"""`manage.py load_examples`: when it loads, and how it says to sign in."""

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from deploy.examples import westshire
from events.models import Event, Organiser, Team
from tests.factories import make_event

pytestmark = pytest.mark.django_db(transaction=True)

SIGN_IN = (
    "Organiser of the examples: organiser@westshire.example, password westshire-example-password\n"
)


def run(*options) -> None:
    call_command("load_examples", *options)


def test_on_a_developers_machine_the_command_says_how_to_sign_in(settings, capsys, noon, rf):
    settings.DEBUG = True

    run("--if-empty")
    run("--if-empty")

    assert capsys.readouterr().out == SIGN_IN * 2
    organiser = Organiser.objects.get()
    assert (
        authenticate(rf.get("/"), email=organiser.email, password="westshire-example-password")
        == organiser
    )
    assert list(organiser.teams.all()) == [Team.objects.get(name=westshire.TEAM)]


def test_a_password_that_was_changed_is_not_told(settings, capsys, noon):
    settings.DEBUG = True
    run()
    organiser = Organiser.objects.get()
    organiser.set_password("one of her own")
    organiser.save()
    capsys.readouterr()

    run("--if-empty")

    assert capsys.readouterr().out == (
        "Organiser of the examples: organiser@westshire.example; set a password with:"
        " python manage.py changepassword organiser@westshire.example\n"
    )


def test_where_there_are_events_already_none_are_added_if_only_an_empty_one_is_to_be_filled(
    settings, capsys
):
    settings.DEBUG = True
    event = make_event()

    run("--if-empty")

    assert list(Event.objects.all()) == [event]
    assert capsys.readouterr().out == ""


def test_without_debug_the_command_has_to_be_forced_and_nobody_knows_the_password(noon, rf):
    with pytest.raises(CommandError, match="DEBUG is off"):
        run()

    run("--force", "--if-empty")

    assert Event.objects.count() == 11
    email, known = "organiser@westshire.example", "westshire-example-password"
    assert authenticate(rf.get("/"), email=email, password=known) is None
