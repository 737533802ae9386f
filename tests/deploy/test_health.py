"""What /healthz and /readyz say to whatever watches over the service, and to the log."""

import logging
import time
from datetime import timedelta

import pytest

from bookings.models import Message
from deploy import health
from tests.deploy.health_answers import WELL, lines, worker_at
from tests.factories import NOON, make_booking

SOON = 5  # seconds, on a machine that does much else; the pool would wait for ten
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.fixture
def log(monkeypatch, caplog):
    """The lines of what is wrong, in a process that has not been asked yet."""
    monkeypatch.setattr(health, "_last_wrong", {})
    caplog.set_level(logging.INFO)
    return lambda: [(r.name, r.levelname, r.getMessage()) for r in caplog.records]


@pytest.mark.usefixtures("busy_worker")
def test_it_is_ready_and_says_why(client, sentences):
    response = client.get("/readyz")

    assert response.status_code == 200
    assert lines(response) == ("ready", WELL)
    assert (response["Content-Type"], response["Cache-Control"]) == ("text/plain", "no-store")
    assert (response.text[-1], client.get("/healthz").text) == ("\n", "ok\n")
    assert "Retry-After" not in response
    assert sentences() == []
    assert "There is a problem" not in client.get("/organiser/").text


@pytest.mark.usefixtures("away")
def test_a_database_that_is_away_is_told_at_once_and_in_plain_text(client):
    began = time.monotonic()
    healthy, ready = client.get("/healthz"), client.get("/readyz")
    seconds = time.monotonic() - began

    for response in (healthy, ready):
        assert (response.status_code, response["Retry-After"]) == (503, "30")
        assert (response["Content-Type"], response["Cache-Control"]) == ("text/plain", "no-store")
    assert healthy.text == "database: not ok, no answer\n"
    away = {"database": "not ok, no answer", "disk": "ok"}
    assert lines(ready) == ("not ready: database", away)
    assert seconds < SOON


def test_strangers_read_numbers_only(client):
    make_booking(email="head@school.example")

    text = client.get("/readyz").text

    shown = {line.partition(":")[0] for line in text.splitlines()}
    assert shown == {"not ready", *WELL}
    for secret in ["head@", "Headteacher", "/", "localhost", "127.0.0.1", "worker 1"]:
        assert secret not in text


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_it_is_only_read(client, address):
    assert client.post(address).status_code == 405
    assert client.head(address).content == b""


def test_what_is_wrong_is_logged_once_and_so_is_that_it_is_not_any_more(client, log):
    for _ in range(3):
        client.get("/readyz")
    make_booking(at=NOON - timedelta(minutes=25))
    for _ in range(3):
        client.get("/readyz")
    Message.objects.update(state="skipped")
    worker_at(NOON)
    for _ in range(3):
        client.get("/readyz")

    assert log() == [
        ("deploy.health", "WARNING", "readyz: not ok: worker"),
        ("deploy.health", "WARNING", "readyz: not ok: worker, mails_due"),
        ("deploy.health", "INFO", "readyz: ok again"),
    ]


@pytest.mark.usefixtures("away")
def test_a_database_that_is_away_is_logged_once_for_each_who_asks(client, log):
    for _ in range(3):
        client.get("/healthz")
    client.get("/readyz")

    assert log() == [
        ("deploy.health", "WARNING", "healthz: not ok: database"),
        ("deploy.health", "WARNING", "readyz: not ok: database"),
    ]
