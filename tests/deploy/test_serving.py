"""What `manage.py serve` tells the person who started it."""

import socket

import pytest

from deploy import serving
from tests.postgres import free_port


@pytest.fixture
def listener(settings):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        settings.LISTEN_ON, settings.PORT = listener.getsockname()
        yield listener


def test_it_says_where_the_pages_the_sign_in_and_the_mails_are(settings):
    settings.SITE_ADDRESS = "http://localhost:8000"
    settings.SERVICE_NAME = "Education events and briefings"
    settings.MAIL, settings.MAIL_DIR = "files", "var/mails"

    assert serving.announcement().split("\n") == [
        "",
        "Education events and briefings: http://localhost:8000/",
        "Organisers sign in at: http://localhost:8000/accounts/login/",
        "Mails are written to: var/mails/",
        "Stop with Ctrl-C.",
        "",
    ]


def test_it_names_the_mail_server_without_its_password(settings):
    settings.MAIL = "smtp://placecard:secret@mail.westshire.example:587"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "mail.westshire.example", 587

    assert serving.where_mails_go() == "are sent by: mail.westshire.example:587"


def test_mail_kept_in_memory_goes_nowhere(settings):
    settings.MAIL = "memory"

    assert serving.where_mails_go() == "go nowhere: MAIL=memory"


def test_a_port_that_somebody_listens_on_is_not_free_and_answers(listener):
    assert (serving.port_is_free(), serving.answers()) == (False, True)


def test_a_port_that_nobody_listens_on_is_free_and_silent(settings):
    settings.LISTEN_ON, settings.PORT = "127.0.0.1", free_port()

    assert (serving.port_is_free(), serving.answers()) == (True, False)


def test_a_server_on_every_address_is_asked_on_this_one(listener, settings):
    settings.LISTEN_ON = "0.0.0.0"  # noqa: S104 (never bound, only asked)

    assert serving.answers()
