"""A database server that was restarted: the connections that were open before are of no use."""

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from tests.factories import make_event

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
