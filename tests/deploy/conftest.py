"""Fixtures of the tests of how the service is doing."""

import pytest
from django.db import connections

from tests.deploy.health_answers import worker_at
from tests.factories import NOON, make_organiser
from tests.postgres import free_port


@pytest.fixture
def busy_worker():
    """One that has just come by."""
    worker_at(NOON)


@pytest.fixture
def away(monkeypatch, tmp_path):
    """The database is not where it was."""
    database = connections["default"].settings_dict
    elsewhere = {
        "deploy.private_sqlite3": ("NAME", tmp_path / "gone" / "placecard.sqlite3"),
        "deploy.pooled_postgresql": ("PORT", free_port()),
    }
    monkeypatch.setitem(database, *elsewhere[database["ENGINE"]])


@pytest.fixture
def sentences(client, settings):
    settings.REQUIRE_TOTP = False
    client.force_login(make_organiser())
    return lambda: client.get("/organiser/").context_data["troubles"]
