"""Somebody sends or reads a byte a second, before nginx and without it; others get their pages."""

import os
import time
from http.client import HTTPConnection

import pytest

from deploy.bench.site import site
from deploy.bench.visitor import Visitor, WrongAnswer
from deploy.trials import proxy, slow_clients
from deploy.trials.organiser import NEW, Organiser, let_in
from tests import nginx

MEGABYTE = 1024 * 1024
BOOKINGS_PER_ADDRESS = 2
LONGEST = 5  # seconds for a page, on a machine that does much else
SECONDS_FOR_HEADERS = 10


@pytest.fixture(scope="module")
def running():
    few = {"WEB_WORKERS": "1", "WEB_THREADS": "2", "TRUSTED_PROXIES": "1", "REQUIRE_TOTP": "false"}
    limit = {"BOOKINGS_PER_ADDRESS_PER_HOUR": str(BOOKINGS_PER_ADDRESS)}
    with site(os.environ.get("DATABASE_URL", ""), **few, **limit) as running:
        yield running


@pytest.fixture(scope="module")
def behind(running, tmp_path_factory):
    nginx.find()
    with proxy.proxy(tmp_path_factory.mktemp("nginx"), site_port=running.port) as behind:
        yield behind


@pytest.fixture(params=["nginx", "no proxy"])
def port(request, running, behind):
    return {"nginx": behind.port, "no proxy": running.port}[request.param]


@pytest.fixture(scope="module")
def organiser(running, behind):
    return Organiser(behind.port, let_in(running))


@pytest.fixture(scope="module")
def document(organiser):
    """The address of one as large as is taken."""
    status, preview = organiser.create_event(b"%PDF-" + b"x" * (19 * MEGABYTE))
    assert status == 302
    return organiser.publish(preview)


def pages(port):
    """What others get meanwhile: the status of each page, and whether none took too long."""
    statuses, slowest = [], 0.0
    for _ in range(5):
        began = time.monotonic()
        statuses.append(get(port))
        slowest = max(slowest, time.monotonic() - began)
        time.sleep(0.25)
    return statuses, slowest < LONGEST


def get(port):
    connection = HTTPConnection("127.0.0.1", port, timeout=3 * LONGEST)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.parametrize(
    "first",
    [
        slow_clients.half_a_header(),
        slow_clients.half_a_form("/accounts/login/"),
        slow_clients.half_an_upload(NEW, 5 * MEGABYTE),
    ],
    ids=["headers", "sign-ins", "uploads"],
)
def test_senders_of_a_byte_a_second_keep_nobody_waiting(first, port):
    with slow_clients.slow_senders(port, 40, first):
        assert pages(port) == ([200] * 5, True)


def test_slow_uploads_from_the_device_of_an_organiser_keep_nobody_waiting(port, organiser):
    first = slow_clients.half_an_upload(NEW, 5 * MEGABYTE, organiser.cookies)
    with slow_clients.slow_senders(port, 40, first):
        assert pages(port) == ([200] * 5, True)


def test_slow_uploads_of_strangers_keep_no_organiser_from_uploading(running, organiser):
    first = slow_clients.half_an_upload(NEW, 5 * MEGABYTE)
    with slow_clients.slow_senders(running.port, 40, first) as strangers:
        status, _ = organiser.at(running.port).create_event(b"%PDF-" + b"x" * MEGABYTE)

        assert strangers.wait_until_cut_off(LONGEST)
    assert status == 302


def test_readers_of_a_byte_a_second_keep_nobody_waiting(port, document):
    with slow_clients.slow_readers(port, 12, slow_clients.ask_for(document)):
        assert pages(port) == ([200] * 5, True)


def test_who_falls_silent_in_a_header_is_cut_off_without_a_proxy(running):
    with slow_clients.silent(running.port, 10, slow_clients.half_a_header()) as silent:
        assert silent.wait_until_cut_off(SECONDS_FOR_HEADERS + LONGEST)


def test_a_document_of_usual_size_is_taken(organiser):
    status, preview = organiser.create_event(b"%PDF-" + b"x" * (5 * MEGABYTE))

    assert (status, preview.endswith("/preview/")) == (302, True)


def test_another_address_in_each_header_is_still_one_network(running, behind):
    for number in range(BOOKINGS_PER_ADDRESS):
        with Visitor(behind.port, running.sample, claim(number)) as visitor:
            visitor.book()

    with (
        Visitor(behind.port, running.sample, claim(BOOKINGS_PER_ADDRESS)) as visitor,
        pytest.raises(WrongAnswer),
    ):
        visitor.book()


def claim(number):
    return {"X-Forwarded-For": f"203.0.113.{number}", "X-Forwarded-Proto": "https"}
