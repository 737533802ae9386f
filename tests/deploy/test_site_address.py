"""SITE_ADDRESS and EXTRA_HOSTS: what links begin with, and whom the service answers to."""

import os
import re
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from bookings.mail import delivery
from deploy import checks, site_address
from deploy.site_address import Site
from tests.architecture import ROOT
from tests.factories import make_booking

USABLE = [
    ("https://events.example", "https://events.example", "events.example"),
    ("https://events.example/", "https://events.example", "events.example"),
    (" HTTPS://Events.Example:443// ", "https://events.example", "events.example"),
    ("https://events.example.", "https://events.example", "events.example"),
    ("https://events.example:8443/", "https://events.example:8443", "events.example"),
    ("http://localhost:8000", "http://localhost:8000", "localhost"),
    ("http://localhost:080", "http://localhost", "localhost"),
    ("https://192.0.2.7", "https://192.0.2.7", "192.0.2.7"),
    ("https://[2001:DB8:0::1]", "https://[2001:db8::1]", "[2001:db8::1]"),
    ("http://[::1]:8000/", "http://[::1]:8000", "[::1]"),
    ("https://café.example", "https://xn--caf-dma.example", "xn--caf-dma.example"),
    ("https://Faß.example:1", "https://xn--fa-hia.example:1", "xn--fa-hia.example"),
    ("https://xn--caf-dma.example", "https://xn--caf-dma.example", "xn--caf-dma.example"),
]
NO_SCHEME = "SITE_ADDRESS does not start with https:// or http://."
GOES_ON = "SITE_ADDRESS goes on after the host, and Placecard answers only at the top of one."
NO_HOST = "SITE_ADDRESS has no host and port that browsers can ask for."
USER = "SITE_ADDRESS has a user name, which would be in every link."
PORT = "SITE_ADDRESS has a port that is not between 1 and 65535."
EXAMPLE = "https://events.westshire.example"
UNUSABLE = [
    ("https://council.example/events", GOES_ON, "https://council.example"),
    ("http://café.example:81/events/", GOES_ON, "http://xn--caf-dma.example:81"),
    ("https://council.example?events", GOES_ON, "https://council.example"),
    ("https://council.example/#events", GOES_ON, "https://council.example"),
    ("https://council.example\\events", GOES_ON, "https://council.example"),
    ("https:///council.example", GOES_ON, "https://council.example"),
    ("council.example", NO_SCHEME, "https://council.example"),
    ("council.example:8443/events", NO_SCHEME, "https://council.example:8443"),
    ("//council.example", NO_SCHEME, "https://council.example"),
    ("https:/council.example", NO_SCHEME, "https://council.example"),
    ("https//council.example", NO_SCHEME, "https://council.example"),
    ("ftp://council.example", NO_SCHEME, "https://council.example"),
    ("", NO_SCHEME, EXAMPLE),
    ("https://", NO_HOST, EXAMPLE),
    ("https://:8443", NO_HOST, EXAMPLE),
    ("https://::1", NO_HOST, "https://[::1]"),
    ("http://2001:db8::1/", NO_HOST, "http://[2001:db8::1]"),
    ("https://[::1", NO_HOST, EXAMPLE),
    ("https://[fe80::1%eth0]", NO_HOST, EXAMPLE),
    ("https://council.example:port", NO_HOST, "https://council.example"),
    ("https://council_events.example", NO_HOST, EXAMPLE),
    ("https://council events.example", NO_HOST, EXAMPLE),
    ("https://*", NO_HOST, EXAMPLE),
    ("https://.council.example", NO_HOST, EXAMPLE),
    ("https://council..example", NO_HOST, EXAMPLE),
    ("https://300.1.1.1", NO_HOST, EXAMPLE),
    ("https://☃.example", NO_HOST, EXAMPLE),
    (f"https://{'a' * 64}.example", NO_HOST, EXAMPLE),
    (f"https://{'a.' * 127}aa", NO_HOST, EXAMPLE),
    ("https://council.example:0", PORT, "https://council.example"),
    ("https://council.example:65536", PORT, "https://council.example"),
    ("https://me:hush@council.example", USER, "https://council.example"),
]


@pytest.mark.parametrize(("text", "address", "host"), USABLE)
def test_an_address_is_read_as_browsers_write_it(text, address, host):
    assert site_address.usable(text) == Site(address, host)
    assert site_address.read(address) == Site(address, host)


@pytest.mark.parametrize(("text", "sentence", "instead"), UNUSABLE)
def test_an_address_that_no_link_can_begin_with_is_an_error(settings, text, sentence, instead):
    settings.SITE_ADDRESS = site_address.read(text).address

    [error] = checks.links_can_be_opened()

    assert (error.id, error.msg, error.hint) == (
        "placecard.E011",
        sentence,
        f"Write SITE_ADDRESS={instead}",
    )
    assert site_address.usable(instead).address == instead
    assert site_address.read(text).host == ""


@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("https://council.example", "council.example"),
        ("council.example:8443", "council.example"),
        ("council.example/events", "council.example"),
        (" council.example", "council.example"),
        ("Council.example.", "council.example"),
        ("café.example", "xn--caf-dma.example"),
        (".café.example", ".xn--caf-dma.example"),
        ("::1", "[::1]"),
        ("[0:0::1]", "[::1]"),
        ("council_events", "events.westshire.example"),
    ],
)
def test_an_extra_host_that_no_browser_asks_for_is_an_error(settings, name, instead):
    settings.EXTRA_HOSTS = ["alias.example", name]

    [error] = checks.extra_hosts_can_be_asked_for()

    assert (error.id, error.msg, error.hint) == (
        "placecard.E012",
        f"EXTRA_HOSTS names {name!r}, which no browser sends as a host.",
        f"Write {instead} instead.",
    )


def test_extra_hosts_that_browsers_ask_for_are_fine(settings):
    settings.EXTRA_HOSTS = ["alias.example", ".council.example", "192.0.2.7", "[::1]", "*"]

    assert checks.extra_hosts_can_be_asked_for() == []


def manage(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("command", ["check", "migrate", "serve"])
@pytest.mark.parametrize("address", ["https://council.example/events", "https://[council.example"])
def test_it_does_not_start_with_such_an_address(command, address):
    ended = manage(command, SITE_ADDRESS=address)

    assert ended.returncode == 1
    assert "(placecard.E011) SITE_ADDRESS " in ended.stderr
    assert "HINT: Write SITE_ADDRESS=https://" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    "address", ["https://café.example", "http://[0:0::1]:8443/", "https://events.example:8443//"]
)
def test_its_host_is_answered_and_its_links_are_whole(address):
    shown = manage(
        *["shell", "--no-imports", "-c"],
        "from django.conf import settings as s; print(s.SITE_ADDRESS, s.ALLOWED_HOSTS[0])",
        SITE_ADDRESS=address,
    )

    read = site_address.usable(address)
    assert (shown.stdout, shown.stderr) == (f"{read.address} {read.host}\n", "")


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "address", "host"), USABLE)
def test_the_link_in_a_mail_is_answered(client, settings, mailbox, noon, text, address, host):
    site = site_address.read(text)
    settings.SITE_ADDRESS, settings.ALLOWED_HOSTS = site.address, [site.host]
    make_booking()
    delivery.deliver_due(worker="worker", clock=lambda: noon)
    [link] = set(re.findall(r"https?://\S+/b/\S+", mailbox[0].body))
    parts = urlsplit(link)

    page = client.get(parts.path, headers={"host": parts.netloc})

    assert (f"{parts.scheme}://{parts.netloc}", page.status_code) == (address, 200)
