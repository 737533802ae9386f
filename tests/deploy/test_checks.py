"""What the system checks say, and that they say nothing about good settings."""

import os
import sqlite3
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from deploy import checks
from tests.architecture import ROOT
from tests.environment import ENV_EXAMPLE
from tests.postgres import free_port

ADDRESS = "replies@westshire.example"


def ids(messages):
    return [message.id for message in messages]


@pytest.mark.django_db
def test_the_tests_own_settings_are_fine():
    assert call_command("check", databases=["default"], fail_level="WARNING") is None


def test_a_sender_that_is_no_address_is_an_error(settings):
    settings.MAIL_FROM = "Westshire County Council"

    assert ids(checks.mail_sender()) == ["placecard.E001"]


ELSEWHERE = "somewhere.else@westshire.example"


@pytest.mark.parametrize(
    ("reply_mailbox", "mail_from", "organiser", "said"),
    [
        ("", ADDRESS, ELSEWHERE, []),
        (ADDRESS, ADDRESS, ADDRESS, []),
        (ADDRESS, ELSEWHERE, ADDRESS, ["placecard.W014"]),
        (ADDRESS, ADDRESS, ELSEWHERE, ["placecard.W014"]),
    ],
)
def test_a_mailbox_of_replies_where_answers_do_not_arrive_is_warned_of(
    settings, reply_mailbox, mail_from, organiser, said
):
    settings.REPLY_MAILBOX = reply_mailbox
    settings.MAIL_FROM, settings.CALENDAR_ORGANISER = mail_from, organiser

    assert ids(checks.answers_arrive()) == said


def test_a_mail_that_may_outlast_its_lease_is_an_error(settings):
    settings.EMAIL_TIMEOUT = 10
    settings.MESSAGE_LEASE = timedelta(seconds=100)

    assert ids(checks.lease_outlasts_a_mail()) == ["placecard.E002"]


def test_more_threads_than_connections_are_an_error(settings, monkeypatch):
    settings.WEB_THREADS = 5
    monkeypatch.setitem(settings.DATABASES["default"], "OPTIONS", {"pool": {"max_size": 4}})

    assert ids(checks.pool_holds_every_thread()) == ["placecard.E003"]


def test_as_many_threads_as_connections_are_fine(settings, monkeypatch):
    settings.WEB_THREADS = 4
    monkeypatch.setitem(settings.DATABASES["default"], "OPTIONS", {"pool": {"max_size": 4}})

    assert checks.pool_holds_every_thread() == []


@pytest.mark.django_db
def test_more_connections_than_the_server_allows_are_a_warning(settings):
    settings.WEB_WORKERS, settings.WEB_THREADS = 100, 100

    expected = ["placecard.W004"] if connection.vendor == "postgresql" else []
    assert ids(checks.server_holds_every_pool()) == expected


@pytest.mark.parametrize(
    "command", [["check"], ["check", "--database", "default"], ["check", "--deploy"], ["serve"]]
)
def test_a_database_that_nobody_answers_for_is_told_in_a_sentence(command):
    url = f"postgresql://placecard:hush@127.0.0.1:{free_port()}/placecard"

    ended = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url},
        capture_output=True,
        text=True,
    )

    assert ended.returncode == 1
    assert "(placecard.E010) The database cannot be reached: connection failed" in ended.stderr
    assert "HINT: Start it, or correct DATABASE_URL." in ended.stderr
    assert "hush" not in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("version", "engine", "expected"),
    [
        ((3, 51, 2), "sqlite3", ["placecard.I005"]),
        ((3, 51, 3), "sqlite3", []),
        ((3, 40, 1), "postgresql", []),
    ],
)
def test_an_sqlite_that_may_damage_its_file_is_told(
    settings, monkeypatch, version, engine, expected
):
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", f"django.db.backends.{engine}")

    assert ids(checks.sqlite_version()) == expected


@pytest.mark.parametrize(
    ("redirect", "proxies", "expected"),
    [(True, 0, ["placecard.E009"]), (True, 1, []), (False, 0, [])],
)
def test_a_redirect_to_https_that_never_ends_is_an_error(settings, redirect, proxies, expected):
    settings.SECURE_SSL_REDIRECT, settings.TRUSTED_PROXIES = redirect, proxies

    assert ids(checks.https_redirect_needs_a_proxy()) == expected


@pytest.mark.parametrize(
    ("debug", "is_https", "expected"),
    [(False, False, ["placecard.W006"]), (True, False, []), (False, True, [])],
)
def test_links_to_bookings_want_https(settings, debug, is_https, expected):
    settings.DEBUG, settings.IS_HTTPS = debug, is_https

    assert ids(checks.site_address_is_https()) == expected


def test_the_secret_of_the_example_is_a_warning(settings):
    [line] = [
        line for line in ENV_EXAMPLE.read_text().splitlines() if line.startswith("SECRET_KEY=")
    ]
    settings.SECRET_KEY = line.removeprefix("SECRET_KEY=")

    assert ids(checks.secret_is_ones_own()) == ["placecard.W007"]


def test_a_secret_of_ones_own_is_fine():
    assert checks.secret_is_ones_own() == []


def test_the_second_factor_key_of_the_example_is_a_warning_first_or_later(settings):
    [line] = [
        line for line in ENV_EXAMPLE.read_text().splitlines() if line.startswith("SECOND_FACTOR")
    ]
    settings.SECOND_FACTOR_KEYS = [
        *settings.SECOND_FACTOR_KEYS,
        line.removeprefix("SECOND_FACTOR_KEYS="),
    ]

    assert ids(checks.second_factor_keys_are_ones_own()) == ["placecard.W013"]


def test_a_second_factor_key_of_ones_own_is_fine():
    assert checks.second_factor_keys_are_ones_own() == []


@pytest.mark.parametrize(
    ("mail", "expected"),
    [
        ("files", ["placecard.W008"]),
        ("memory", ["placecard.W008"]),
        ("smtp://mail.westshire.example:25", []),
    ],
)
def test_mail_that_reaches_nobody_is_a_warning(settings, mail, expected):
    settings.MAIL = mail

    assert ids(checks.mail_is_sent()) == expected
