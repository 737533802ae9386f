"""A database server that was restarted: the connections that were open before are of no use."""

from contextlib import suppress

import psycopg
import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import OperationalError, connection

from deploy.pooled_postgresql import base
from events.command import command
from events.models import Event
from events.stored_files import store
from tests.factories import NOON, make_event, make_team

pytestmark = pytest.mark.django_db(transaction=True)

CUT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def cut_every_connection():
    """As a restart does; SQLite has none that could be cut."""
    if connection.vendor == "sqlite":
        return
    place = {name: settings.DATABASES["default"][name] for name in ("HOST", "PORT", "USER")}
    with psycopg.connect(
        host=place["HOST"],
        port=place["PORT"],
        user=place["USER"],
        password=settings.DATABASES["default"]["PASSWORD"],
        dbname=connection.settings_dict["NAME"],
    ) as other:
        other.execute(CUT)


def test_it_costs_nobody_a_page(client):
    make_event()
    client.get("/")
    connection.close()  # as the end of every request does: back into the pool
    cut_every_connection()

    assert "Headteacher briefing" in client.get("/").text


def test_broken_connections_are_put_away_for_so_long_and_no_longer(client, monkeypatch):
    monkeypatch.setattr(base, "LONGEST_WAIT", 0)
    make_event()
    connection.close()
    cut_every_connection()

    status = client.get("/").status_code

    assert status == {"sqlite": 200, "postgresql": 503}[connection.vendor]


def test_a_command_that_has_done_nothing_yet_begins_again():
    make_event()
    tries = []

    @command
    def count_events():
        tries.append(1)
        if len(tries) == 1:
            cut_every_connection()
        return Event.objects.count()

    assert count_events() == 1
    assert len(tries) == {"sqlite": 1, "postgresql": 2}[connection.vendor]


def test_what_it_did_before_is_not_done_twice():
    tries = []

    @command
    def create_event():
        tries.append(1)
        Event.objects.create(team=make_team(), title="Once", created_at=NOON)
        if len(tries) == 1:
            cut_every_connection()
        return Event.objects.count()

    assert create_event() == 1
    assert Event.objects.count() == 1


def test_a_file_stays_where_it_is_not_known_whether_the_server_committed(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    @command
    def store_a_file():
        names.append(store(b"%PDF-1.7", "pdf"))
        Event.objects.count()
        cut_every_connection()

    names = []
    with suppress(OperationalError):
        store_a_file()

    assert [default_storage.exists(name) for name in names] == [True]
