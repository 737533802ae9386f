"""An organiser's own page about signing in: the devices, and signing out on them."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.utils import timezone

from deploy.second_factor_keys import new_key
from events.models import AuditEntry
from tests.factories import NOON, make_organiser
from tests.signing_in import ACTIVATE, PASSWORD, set_up_codes, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

EMAIL = "olu@westshire.example"
PAGE = "/accounts/sign-in/"
EVERYWHERE = f"{PAGE}sign-out-everywhere/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def olu(settings):
    settings.REQUIRE_TOTP = False
    return make_organiser(email=EMAIL, password=PASSWORD)


@pytest.fixture
def office(olu):
    return signed_in(olu, FIREFOX)


@pytest.fixture
def on_the_move(olu, office):
    return signed_in(olu, SAFARI)


def signed_in(organiser, user_agent):
    client = Client(headers={"User-Agent": user_agent})
    assert sign_in(client, organiser)["Location"] == "/organiser/"
    return client


def at(monkeypatch, moment):
    monkeypatch.setattr(timezone, "now", lambda: moment)


def listed(client):
    """Each device, whether it is this one, when it came and was used."""
    sessions = client.get(PAGE).context_data["sessions"]
    return [(one.device, one.is_this, one.since, one.used) for one in sessions]


def address_of(client, device):
    sessions = client.get(PAGE).context_data["sessions"]
    [session_id] = [one.id for one in sessions if one.device == device]
    return f"{PAGE}devices/{session_id}/sign-out/"


def is_signed_in(client):
    return SESSION_KEY in client.session


def actions():
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def test_the_page_says_with_what_and_where_one_is_signed_in(office, on_the_move):
    page = office.get(PAGE)

    assert f'<a class="govuk-service-navigation__link" href="{PAGE}"' in page.text
    assert EMAIL in page.text
    assert 'href="/accounts/password/change/"' in page.text
    assert f'href="{ACTIVATE}"' in page.text
    assert "You get these when you set up a second step" in page.text
    headings = re.findall(r'app-card__title">\s*(.+?)\s*</h3>', page.text, re.DOTALL)
    assert [re.sub(r"\s*<[^>]+>\s*", " ", heading).strip() for heading in headings] == [
        "Firefox on Windows This device",
        "Safari on an iPhone",
    ]
    assert "Last used at midday on Monday 2 November 2026" in page.text


def test_the_times_are_when_one_signed_in_and_was_there_last(office, on_the_move, monkeypatch):
    later = NOON + timedelta(minutes=10)
    at(monkeypatch, later - timedelta(seconds=1))
    on_the_move.get("/organiser/")
    assert listed(office)[1] == ("Safari on an iPhone", False, NOON, NOON)

    at(monkeypatch, later)
    on_the_move.get("/organiser/")

    assert listed(office)[1] == ("Safari on an iPhone", False, NOON, later)


def test_the_device_used_last_comes_first_after_this_one(office, on_the_move, olu, monkeypatch):
    at(monkeypatch, NOON + timedelta(hours=1))
    signed_in(olu, "a program of one's own")

    assert [device for device, *_ in listed(office)] == [
        "Firefox on Windows",
        "A browser on another device",
        "Safari on an iPhone",
    ]


def test_a_session_from_before_devices_were_kept_is_listed_without_times(office, olu):
    Client().force_login(olu)

    assert listed(office)[1] == ("A device we have no details of", False, None, None)


def test_only_the_name_of_the_browser_is_kept(office):
    assert "10.0; Win64" not in str(dict(office.session))
    assert "127.0.0.1" not in str(dict(office.session))


def test_signing_out_on_one_device_leaves_the_others(office, on_the_move, olu):
    third = signed_in(olu, SAFARI.replace("iPhone", "iPad"))

    response = office.post(address_of(office, "Safari on an iPhone"), follow=True)

    assert response.redirect_chain == [(f"{PAGE}?signed-out=1", 302)]
    assert "You have been signed out of that device." in response.text
    assert [is_signed_in(one) for one in (office, on_the_move, third)] == [True, False, True]
    assert actions()[-1] == "signed_out"


def test_a_device_that_is_signed_out_already_is_no_mistake(office, on_the_move):
    address = address_of(office, "Safari on an iPhone")
    office.post(address)
    before = actions()

    assert office.post(address).status_code == 302
    assert is_signed_in(office)
    assert actions() == before


def test_the_device_in_use_is_not_signed_out_by_the_way(office):
    assert office.post(address_of(office, "Firefox on Windows")).status_code == 302
    assert is_signed_in(office)


def test_signing_out_everywhere_is_here_too(office, on_the_move):
    response = office.post(EVERYWHERE, follow=True)

    assert response.redirect_chain == [("/accounts/login/", 302)]
    assert "You have been signed out of all devices" in response.text
    assert [is_signed_in(one) for one in (office, on_the_move)] == [False, False]
    assert on_the_move.get(PAGE)["Location"] == f"/accounts/login/?next={PAGE}"
    assert actions()[-2:] == ["signed_out_everywhere", "signed_out"]


def test_nobody_elses_session_is_shown_or_ended(office, on_the_move):
    ann = signed_in(make_organiser(email="ann@westshire.example", password=PASSWORD), SAFARI)
    address = address_of(office, "Safari on an iPhone")

    assert [device for device, *_ in listed(ann)] == ["Safari on an iPhone"]
    assert ann.post(address).status_code == 302
    assert ann.post(EVERYWHERE).status_code == 302

    assert [is_signed_in(one) for one in (office, on_the_move, ann)] == [True, True, False]


@pytest.mark.parametrize("address", [EVERYWHERE, f"{PAGE}devices/abc/sign-out/"])
def test_looking_signs_nobody_out(address, office, on_the_move):
    assert office.get(address).status_code == 405
    assert [is_signed_in(one) for one in (office, on_the_move)] == [True, True]


@pytest.mark.parametrize("devices", [1, 3])
def test_the_number_of_queries_stays_the_same(devices, office, olu, django_assert_num_queries):
    for _ in range(devices - 1):
        signed_in(olu, SAFARI)
    office.get(PAGE)

    with django_assert_num_queries(6):
        office.get(PAGE)


def test_a_session_key_is_on_no_page(office, on_the_move):
    page = office.get(PAGE).text

    assert office.session.session_key not in page
    assert on_the_move.session.session_key not in page


def test_with_a_second_step_the_page_says_how_many_codes_are_left(client, olu, settings):
    settings.REQUIRE_TOTP = True
    set_up_codes(client, olu)

    page = client.get(PAGE)

    assert page.context_data["steps"].has_app
    assert "10 codes left" in page.text
    assert 'href="/accounts/2fa/recovery-codes/"' in page.text
    assert f'href="{ACTIVATE}"' not in page.text


def test_codes_that_no_key_reads_hide_no_device(client, olu, settings):
    set_up_codes(client, olu)
    settings.SECOND_FACTOR_KEYS = [new_key()]

    page = client.get(PAGE)

    assert "We cannot read them" in page.text
    assert len(page.context_data["sessions"]) == 1


def test_a_password_alone_is_not_enough_where_a_code_is_asked_for(office, olu, settings):
    settings.REQUIRE_TOTP = True
    assert office.get(PAGE)["Location"] == ACTIVATE
    Authenticator.objects.create(user=olu, type="totp", data={"secret": "x"})

    for response in (office.get(PAGE), office.post(EVERYWHERE)):
        assert response["Location"].startswith("/accounts/2fa/reauthenticate/?next=")
    assert is_signed_in(office)
