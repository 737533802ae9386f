"""Where the database is kept, whatever the path is called, and who may read it."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.exceptions import ImproperlyConfigured

from deploy import database_address
from tests.architecture import ROOT

NAMES = [
    *["a#b", "a?b", "a+b", "a%b", "a%41b", "a%2Fb", "a;b", "a&b", "a b", "Bücher é"],
    *["file:a", "mode=memory", ":memory:", "a@b:c", "$a", "a'b\"c", " a ", "a\\b"],
]
ALL_AT_ONCE = ["a#b?c", "a+b%41%2F;&", " Bücher é ", "file:a@b:c", "mode=memory", "$a'b\"c\\"]
SQLITE, POSTGRESQL = "deploy.private_sqlite3", "deploy.pooled_postgresql"
WHILE_IT_WRITES = """
import os, django
django.setup()
from django.conf import settings
from django.db import connection
connection.cursor().execute("CREATE TABLE written (number int)")
for file in sorted(settings.DATA_DIR.iterdir()):
    print(oct(file.stat().st_mode & 0o777), file.name)
"""
ALONE = [
    "0o600 placecard.sqlite3",
    "0o600 placecard.sqlite3-shm",
    "0o600 placecard.sqlite3-wal",
]


def run(*arguments, **environment):
    passed_on = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=passed_on | {"DJANGO_SETTINGS_MODULE": "deploy.settings"} | environment,
        capture_output=True,
        text=True,
        umask=0,
    )


def migrate(**environment):
    return run("manage.py", "migrate", "contenttypes", "--verbosity=0", **environment)


def modes(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): oct(file.stat().st_mode & 0o777)
        for file in folder.rglob("*")
        if file.is_file()
    }


@pytest.mark.parametrize("name", ALL_AT_ONCE)
def test_the_database_is_in_the_folder_whatever_that_is_called(tmp_path, name):
    ended = migrate(DATA_DIR=str(tmp_path / name))

    assert (ended.returncode, ended.stderr) == (0, "")
    assert modes(tmp_path) == private(f"{name}/placecard.sqlite3")


def private(database):
    """The database and the files of its writers' turns, all of them this account's alone."""
    return {f"{database}{ending}": "0o600" for ending in ("", "-next", "-turn")}


@pytest.mark.parametrize("name", NAMES)
def test_an_address_of_a_file_may_be_percent_encoded(tmp_path, name):
    (tmp_path / name).mkdir()
    address = f"sqlite:///{quote(str(tmp_path / name))}/{quote(name)}.sqlite3"

    found = database_address.database(address, beside=ROOT)

    assert found == {"ENGINE": SQLITE, "NAME": tmp_path / name / f"{name}.sqlite3"}


@pytest.mark.parametrize(
    "name", sorted(set(NAMES) - {"a#b", "a?b", "a%b", "a%41b", "a%2Fb", ":memory:"})
)
def test_an_address_of_a_file_may_be_plain(tmp_path, name):
    (tmp_path / name).mkdir()

    found = database_address.database(f"sqlite:///{tmp_path / name}/x", beside=ROOT)

    assert found == {"ENGINE": SQLITE, "NAME": tmp_path / name / "x"}


def test_a_file_that_is_named_by_its_address_is_made_for_this_account_alone(tmp_path):
    elsewhere = tmp_path / "a+b é"
    elsewhere.mkdir()

    ended = migrate(DATA_DIR=str(tmp_path / "data"), DATABASE_URL=f"sqlite:///{elsewhere}/x.db")

    assert (ended.returncode, ended.stderr) == (0, "")
    assert modes(tmp_path) == private("a+b é/x.db")


def test_a_relative_file_is_beside_the_program_wherever_it_is_started(tmp_path):
    found = database_address.database("sqlite:///placecard.sqlite3", beside=tmp_path)

    assert found == {"ENGINE": SQLITE, "NAME": tmp_path / "placecard.sqlite3"}


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("sqlite:///{}/a#b", "DATABASE_URL has a # in the path of the file. Write it as %23."),
        ("sqlite:///{}/a?b", "DATABASE_URL has a ? in the path of the file. Write it as %3F."),
        ("sqlite:///{}/x?timeout=3", "DATABASE_URL has a ? in the path of the file. Write it as"),
        ("sqlite:///{}/a%b", "There is a % in the path of DATABASE_URL that encodes nothing."),
        ("sqlite:///{}/a%41b", "There is a % in the path of DATABASE_URL that encodes nothing."),
        ("sqlite:///{}/a%C3b", "There is a % in the path of DATABASE_URL that encodes nothing."),
        ("sqlite:///no/such/x", f"DATABASE_URL names {ROOT}/no/such/x, but there is no such"),
        ("sqlite:///{}/none/x", "DATABASE_URL names {}/none/x, but there is no such folder."),
        ("sqlite:///{}", "DATABASE_URL names {}, a folder. Name a file in it."),
        ("sqlite://srv/x", "DATABASE_URL names no file. Write the file's path after sqlite:///"),
        ("sqlite:", "DATABASE_URL names no file. Write the file's path after sqlite:///"),
        ("sqlite://:memory:", "DATABASE_URL names no file. Write the file's path after"),
        ("sqlite:///:memory:", "DATABASE_URL names no file. Write the file's path after"),
        ("mysql://me:hush@db/x", "DATABASE_URL starts with neither postgresql:// nor sqlite:///."),
        ("{}/x", "DATABASE_URL starts with neither postgresql:// nor sqlite:///."),
        ("postgresql://me:hu/sh", "DATABASE_URL cannot be read. Write it as postgresql://user:"),
        ("postgresql://me:hush@[::1/x", "DATABASE_URL cannot be read. Write it as"),
        ("postgresql://me:hu%sh@db/x", "There is a % in the user name or password of"),
    ],
)
def test_an_address_that_cannot_be_read_is_refused_without_its_password(
    tmp_path, address, sentence
):
    with pytest.raises(ImproperlyConfigured) as refused:
        database_address.database(address.format(tmp_path), beside=ROOT)

    assert str(refused.value).startswith(sentence.format(tmp_path))
    assert "hu" not in str(refused.value)


def test_a_refusal_at_the_start_is_its_sentence_alone():
    ended = migrate(DATABASE_URL="postgresql://placecard:hu/sh")

    assert (ended.returncode, ended.stdout, ended.stderr) == (
        1,
        "",
        "DATABASE_URL cannot be read. Write it as postgresql://user:password@host:5432/name.\n",
    )


@pytest.mark.parametrize("password", ["p/a#s?s:w@r+d", "p%25a s", "é&;=", "a%2Fb%40c", ""])
@pytest.mark.parametrize("encode", [str, lambda text: quote(text, safe="")])
def test_a_servers_password_may_hold_any_character(password, encode):
    plain = password.replace("%25", "%").replace("%2F", "/").replace("%40", "@")
    written = encode(plain) if encode is not str else password

    found = database_address.database(
        f"PostgreSQL://placecard:{written}@[::1]:5433/events?sslmode=require", beside=ROOT
    )

    assert found == {
        "ENGINE": POSTGRESQL,
        "NAME": "events",
        "USER": "placecard",
        "PASSWORD": plain,
        "HOST": "::1",
        "PORT": 5433,
        "OPTIONS": {"sslmode": "require"},
    }


def test_what_the_address_of_a_server_asks_for_is_kept():
    shown = run(
        "-c",
        "from django.conf import settings; options = settings.DATABASES['default']['OPTIONS'];"
        " print(options['sslmode'], options['connect_timeout'], options['tcp_user_timeout'])",
        DATABASE_URL="postgresql://u:pw@db.example/name?sslmode=verify-full&connect_timeout=9",
    )

    assert (shown.returncode, shown.stdout) == (
        0,
        "verify-full 9 5000\n",
    )


def test_files_beside_the_database_are_this_accounts_alone_too(tmp_path):
    tmp_path.chmod(0o755)

    ended = run("-c", WHILE_IT_WRITES, DATA_DIR=str(tmp_path))

    assert ended.stderr == ""
    assert ended.stdout.splitlines() == ALONE
    assert tmp_path.stat().st_mode & 0o777 == 0o755


def test_files_that_others_could_read_are_closed_to_them(tmp_path):
    for name in ["placecard.sqlite3", "placecard.sqlite3-wal"]:
        (tmp_path / name).touch()
        (tmp_path / name).chmod(0o644)

    ended = run("-c", WHILE_IT_WRITES, DATA_DIR=str(tmp_path))

    assert ended.stderr == ""
    assert ended.stdout.splitlines() == ALONE
