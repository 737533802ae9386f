"""Another site of the council, below the same domain, plants cookies of its own here."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as own_settings
from django.test import Client

from bookings.models import Attendee
from events.models import Organiser
from tests.bookings.test_book_place_page import address, answers
from tests.factories import make_organiser, make_session
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

PLANTED = "p" * 32
NAMES = """
from deploy import settings
print(settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME,
      settings.KNOWN_DEVICE_COOKIE_NAME, settings.MESSAGES_COOKIE_NAME)
"""


@pytest.mark.usefixtures("noon")
@pytest.mark.parametrize(("name", "status"), [("csrftoken", 403), ("__Host-csrftoken", 302)])
def test_a_planted_token_sends_no_form(name, status):
    """The one that is taken is out of the neighbour's reach: browsers refuse it from there."""
    session, victim = make_session(), Client(enforce_csrf_checks=True)
    victim.cookies[name] = PLANTED
    form = answers(session) | {"csrfmiddlewaretoken": PLANTED}

    sent = victim.post(address(session.event), form)

    assert sent.status_code == status
    assert Attendee.objects.count() == (status == 302)


def test_a_planted_session_signs_nobody_in(client, settings):
    settings.REQUIRE_TOTP = False
    attacker, victim = client, Client()
    sign_in(attacker, make_organiser())
    victim.cookies["sessionid"] = attacker.cookies["__Host-sessionid"].value

    assert attacker.get("/organiser/").status_code == 200
    assert victim.get("/organiser/").status_code == 302


def test_every_cookie_is_one_that_only_this_host_can_set(client, settings):
    settings.REQUIRE_TOTP = False
    client.get("/accounts/login/")
    organiser = make_organiser()
    sign_in(client, organiser)
    client.post("/accounts/logout/")
    Organiser.objects.update(is_active=False)
    sign_in(client, organiser)  # which a message on the next page refuses

    assert len(client.cookies) == 4
    for name, cookie in client.cookies.items():
        assert name.startswith("__Host-")
        assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")


@pytest.mark.parametrize(
    ("site", "prefix"),
    [("https://events.westshire.example", "__Host-"), ("http://events.westshire.example", "")],
)
def test_without_https_browsers_would_take_none_of_those(site, prefix):
    named = subprocess.run(
        [sys.executable, "-c", NAMES],
        env=os.environ | {"SITE_ADDRESS": site},
        cwd=own_settings.BASE_DIR,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()

    names = ["sessionid", "csrftoken", "known_device", "messages"]
    assert named == [f"{prefix}{name}" for name in names]
