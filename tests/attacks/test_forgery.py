"""Another site has a visitor's browser send a form, or somebody claims another host or network."""

import pytest
from django.conf import settings as configured
from django.test import Client

from bookings.models import Message
from tests.attacks.addresses import every_address
from tests.bookings.test_book_place_page import address, answers
from tests.database import every_row
from tests.events.event_answers import NEW
from tests.events.event_answers import answers as event_answers
from tests.factories import make_booking, make_event, make_organiser, make_session
from tests.signing_in import LOGIN, PASSWORD, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

ELSEWHERE = "https://evil.example"
# Calendars send no form, and there is nothing to change.
ONLY_READ = {"feed", "all_events_feed", "part_feed"}
OF_ONE_PERSON = {"personal_feed"}  # likewise, and at this address there is nobody's
SIGNED = {"incoming_mail"}  # by the provider, not by a browser; there is no such page without a key


def test_no_form_is_taken_without_its_token_on_any_page():
    browser = Client(enforce_csrf_checks=True)
    before = every_row()

    statuses = {page.name: browser.post(page.path).status_code for page in every_address()}

    assert len(statuses) > 30
    assert {name for name, status in statuses.items() if status != 403} == (
        ONLY_READ | OF_ONE_PERSON | SIGNED
    )
    assert {statuses[name] for name in ONLY_READ} == {405}
    assert {statuses[name] for name in OF_ONE_PERSON | SIGNED} == {404}
    assert every_row() == before


@pytest.mark.parametrize("page", ["cancel/", "details/", "send-again/", "absent/", "my-calendar/"])
def test_another_site_cannot_cancel_change_or_mail_for_a_visitor(page):
    attendee = make_booking()
    browser = Client(enforce_csrf_checks=True)
    path = f"/b/{attendee.link_token}/{page}"
    browser.get(f"/b/{attendee.link_token}/cancel/")
    before = every_row()

    answer = browser.post(path, {"csrfmiddlewaretoken": "a" * 64}, headers={"Origin": ELSEWHERE})

    assert answer.status_code == 403
    assert every_row() == before


def test_another_site_cannot_sign_a_visitor_in_or_out(settings):
    settings.REQUIRE_TOTP = False
    organiser = make_organiser()
    browser = Client(enforce_csrf_checks=True)
    typed = {"login": organiser.email, "password": PASSWORD}

    answer = browser.post(LOGIN, typed, headers={"Origin": ELSEWHERE})
    browser.force_login(organiser)
    browser.post("/accounts/logout/", headers={"Origin": ELSEWHERE})

    assert (answer.status_code, "_auth_user_id" in browser.session) == (403, True)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": ELSEWHERE},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_what_another_site_typed_is_not_offered_to_be_sent_again(headers):
    browser = Client(enforce_csrf_checks=True)
    session = make_session()
    typed = answers(session, full_name="Not typed here")

    booking = browser.post(address(session.event), typed, headers=headers)
    draft = browser.post(NEW, event_answers(title="Not typed here"), headers=headers)

    assert (booking.status_code, draft.status_code) == (403, 403)
    assert "Not typed here" not in booking.text + draft.text


@pytest.mark.parametrize(
    "target",
    [
        ELSEWHERE,
        "//evil.example/",
        "https:evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "http://testserver@evil.example/",
        "javascript:alert(1)",
        " https://evil.example",
        "/\t/evil.example",
    ],
)
def test_signing_in_leads_to_no_other_site(target, client, settings):
    settings.REQUIRE_TOTP = False
    typed = {"login": make_organiser().email, "password": PASSWORD, "next": target}

    assert client.post(LOGIN, typed)["Location"] == "/organiser/"


def test_a_session_that_was_planted_is_not_the_one_that_is_signed_in(client, settings):
    settings.REQUIRE_TOTP = False
    organiser = make_organiser()
    client.force_login(make_organiser())
    planted = client.session.session_key
    victim = Client()
    victim.cookies[settings.SESSION_COOKIE_NAME] = planted
    victim.post("/accounts/logout/")
    victim.cookies[settings.SESSION_COOKIE_NAME] = planted

    sign_in(victim, organiser)

    assert victim.session.session_key != planted
    assert not client.session.get("_auth_user_id")


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver@evil", ""])
@pytest.mark.parametrize("path", ["/", "/accounts/password/reset/", "/static/favicon.svg"])
def test_a_host_that_is_not_ours_gets_no_page(path, host, client):
    assert client.get(path, headers={"host": host}).status_code == 400


def test_links_in_mails_lead_to_our_host_whatever_was_asked_for(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    organiser = make_organiser()
    session = make_session()
    from_elsewhere = {"host": "evil.example", "X-Forwarded-Host": "evil.example"}

    client.post("/accounts/password/reset/", {"email": organiser.email}, headers=from_elsewhere)
    client.post(address(session.event), answers(session), headers=from_elsewhere)

    facts = [str(message.facts) for message in Message.objects.order_by("pk")]
    assert len(facts) == 2
    assert configured.SITE_ADDRESS in facts[0]
    assert not any("evil.example" in told for told in facts)


def test_another_claimed_address_each_time_is_still_one_network(client, settings):
    settings.MOST_BOOKINGS_PER_ADDRESS_PER_HOUR = 2

    for trusted in (0, 1):
        settings.TRUSTED_PROXIES = trusted
        session = make_session()
        statuses = [
            client.post(
                address(session.event),
                answers(session, email=f"x{number}@school.example", confirmed="on"),
                headers={"X-Forwarded-For": f"203.0.113.{number}, 198.51.100.{trusted}"},
                REMOTE_ADDR=f"192.0.2.{trusted}",
            ).status_code
            for number in range(4)
        ]
        assert statuses == [302, 302, 429, 429]


def test_nobody_but_a_trusted_proxy_says_that_a_request_was_encrypted(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    answer = client.get("/", headers={"X-Forwarded-Proto": "https"})

    assert (answer.status_code, answer["Location"]) == (301, "https://testserver/")


def test_every_answer_forbids_foreign_scripts_frames_and_targets(client):
    event = make_event()

    for path in ("/", f"/events/{event.public_id}/{event.slug}/", LOGIN, "/nowhere/"):
        answer = client.get(path)
        policy = dict(
            part.strip().partition(" ")[::2]
            for part in answer["Content-Security-Policy"].split(";")
        )
        assert policy == {
            "default-src": "'none'",
            "script-src": "'self'",
            "style-src": "'self'",
            "img-src": "'self' data:",
            "font-src": "'self'",
            "connect-src": "'self'",
            "form-action": "'self'",
            "frame-ancestors": "'none'",
            "base-uri": "'none'",
        }
