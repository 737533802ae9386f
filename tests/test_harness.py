"""The harness itself: what a test may lean on is there."""

import smtplib
import socket

import pytest
from django.db import connection

from tests.conftest import NetworkUsed


def test_the_network_is_shut():
    with pytest.raises(NetworkUsed):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_names_are_not_looked_up():
    with pytest.raises(NetworkUsed):
        socket.create_connection(("example.com", 80), timeout=1)


def test_this_machine_may_be_reached():
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        socket.create_connection(listener.getsockname(), timeout=1) as caller,
    ):
        assert caller.getpeername() == listener.getsockname()


@pytest.mark.django_db
def test_the_database_is_the_one_asked_for(pytestconfig):
    assert connection.vendor == pytestconfig.getoption("database")


def test_the_sqlite_database_is_a_file(settings, pytestconfig):
    database = settings.DATABASES["default"]

    assert pytestconfig.getoption("database") != "sqlite" or database["TEST"]["NAME"]


def test_mail_reaches_the_smtp_server(smtp_server):
    smtp_server.refuse("away@example.com", "450 Try later")

    with smtplib.SMTP("127.0.0.1", smtp_server.port) as client:
        refused = client.sendmail(
            "a@example.com", ["head@example.com", "away@example.com"], "Subject: Booked\n\nHello"
        )

    assert refused == {"away@example.com": (450, b"Try later")}
    assert smtp_server.recipients == ["head@example.com"]
    assert [message["Subject"] for message in smtp_server.messages] == ["Booked"]
