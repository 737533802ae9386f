"""`manage.py import_schools`: what it says on the way out."""

import pytest
from django.core.management import CommandError, call_command

from bookings.models import School
from tests.bookings.edubase import WESTSHIRE, edubase, numbered, school
from tests.events.office_packages import zipped

pytestmark = pytest.mark.django_db(transaction=True)


def run(tmp_path, content, *options, la=WESTSHIRE):
    file = tmp_path / "edubase.csv"
    file.write_bytes(content)
    call_command("import_schools", str(file), "--la", la, *options)


def test_the_command_says_what_it_did(tmp_path, capsys):
    run(tmp_path, edubase(*numbered(3)))
    run(tmp_path, edubase(*numbered(2)))

    assert capsys.readouterr().out.splitlines() == [
        "Read as UTF-8",
        "3 created, 0 changed, 0 closed, 0 unchanged",
        "Read as UTF-8",
        "0 created, 0 changed, 0 closed, 2 unchanged",
        "1 not in the file and not changed:",
        "  100003 Oakfield Primary School, Ashby",
    ]


def test_the_command_says_what_stops_it_and_how_to_go_on(tmp_path):
    run(tmp_path, edubase(*numbered(3)))
    moved = edubase(*(row | {"Town": "Barton"} for row in numbered(3)))

    with pytest.raises(CommandError) as refused:
        run(tmp_path, moved)

    assert str(refused.value) == (
        "3 of 3 known schools would change or close, more than 5%. If that is right, use --force."
    )
    run(tmp_path, moved, "--force")
    assert School.objects.filter(town="Barton").count() == 3


def test_the_command_says_what_is_wrong_with_the_file(tmp_path):
    with pytest.raises(CommandError) as refused:
        run(tmp_path, edubase(school()), la="886")

    assert str(refused.value).splitlines() == [
        "No school of local authority 886 is in the file. It has:",
        "  875 Westshire",
    ]


@pytest.mark.parametrize("la", ["0875", " 875 "])
def test_the_command_takes_a_zip_file_and_says_how_it_was_read(tmp_path, capsys, la):
    named = school(EstablishmentName="École Oakfield")
    content = zipped({"edubasealldata20261101.csv": edubase(named, encoding="cp1252")})

    run(tmp_path, content, la=la)

    assert capsys.readouterr().out.splitlines() == [
        "Read as Windows-1252",
        "1 created, 0 changed, 0 closed, 0 unchanged",
    ]
    assert School.objects.get().name == "École Oakfield"


def test_the_command_says_that_there_is_no_file(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_schools", str(tmp_path / "none.csv"), "--la", "886")
