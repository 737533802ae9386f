"""A form that was sent too late: said so, kept for another try, and by whoever typed it only."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bookings.models import Attendee
from events.models import Event
from tests.bookings.test_book_place_page import address as form_of
from tests.bookings.test_book_place_page import answers as booking_answers
from tests.database import every_row
from tests.events.event_answers import NEW, answers, session
from tests.factories import make_audience, make_organiser, make_session
from tests.signing_in import PASSWORD, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

OWN = {"HTTP_SEC_FETCH_SITE": "same-origin"}
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')
TRY_AGAIN = re.compile(
    r'<form method="post"\s+action="([^"]*)"\s+data-token-cookie="__Host-csrftoken"'
)


@pytest.fixture
def strict():
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def organiser(settings):
    settings.REQUIRE_TOTP = False
    make_audience("Headteachers")
    return make_organiser(password=PASSWORD)


def try_again(client, response, **also):
    """Press the button of the page that was shown."""
    form = response.text.partition("<main")[2]
    typed = {}
    for name, value in HIDDEN.findall(form):
        typed.setdefault(html.unescape(name), []).append(html.unescape(value))
    address = html.unescape(TRY_AGAIN.search(form)[1])
    return client.post(address, typed | also, **OWN)


@pytest.mark.parametrize(
    "from_own_page",
    [OWN, {"HTTP_ORIGIN": "http://testserver"}],
    ids=["fetch metadata", "origin"],
)
def test_a_form_without_its_token_is_sent_again_with_every_answer(strict, from_own_page):
    session_ = make_session()
    typed = booking_answers(session_, full_name='Ann "A" <Example>', role="Head & more")

    response = strict.post(form_of(session_.event), typed, **from_own_page)

    assert response.status_code == 403
    assert '<h1 class="govuk-heading-l">Send your answers again</h1>' in response.text
    assert "nothing has been changed or booked" in response.text
    assert not Attendee.objects.exists()
    assert try_again(strict, response).status_code == 302
    attendee = Attendee.objects.get()
    assert (attendee.full_name, attendee.role) == ('Ann "A" <Example>', "Head & more")


@pytest.mark.parametrize(
    "from_elsewhere",
    [
        {},
        {"HTTP_ORIGIN": "https://elsewhere.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": "https://testserver"},
        {"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "http://testserver"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_SEC_FETCH_SITE": "none"},
    ],
)
def test_what_another_site_may_have_written_is_not_kept(strict, from_elsewhere):
    session_ = make_session()
    before = every_row()

    response = strict.post(form_of(session_.event), booking_answers(session_), **from_elsewhere)

    assert response.status_code == 403
    assert "Go back to the form, reload the page and send it again." in response.text
    assert "Ann Example" not in response.text
    assert "Try again" not in response.text
    assert every_row() == before


def test_a_password_is_never_shown_again(strict, organiser):
    typed = {"login": organiser.email, "password": PASSWORD}

    response = strict.post("/accounts/login/", typed, **OWN)

    assert response.status_code == 403
    assert PASSWORD not in response.text
    assert "Try again" not in response.text


def test_who_signed_out_meanwhile_signs_in_and_tries_again(client, organiser):
    response = client.post(NEW, answers(session(0), session(1), attendance="any"), **OWN)

    assert response.status_code == 403
    assert '<h1 class="govuk-heading-l">You are signed out</h1>' in response.text
    assert response["Cache-Control"] == "no-store"
    assert 'href="/accounts/login/"' in response.text
    assert not Event.objects.exists()
    sign_in(client, organiser)
    assert try_again(client, response).status_code == 302
    assert Event.objects.get().sessions.count() == 2


def test_signing_in_changes_the_token_which_a_second_press_brings(strict, organiser):
    strict.get("/accounts/login/")
    token = {"csrfmiddlewaretoken": strict.cookies["__Host-csrftoken"].value}
    signed_out = strict.post(NEW, answers() | token, **OWN)
    assert "You are signed out" in signed_out.text
    strict.post("/accounts/login/", {"login": organiser.email, "password": PASSWORD} | token)

    first = try_again(strict, signed_out)
    fresh = {"csrfmiddlewaretoken": strict.cookies["__Host-csrftoken"].value}

    assert "Send your answers again" in first.text
    assert try_again(strict, signed_out, **fresh).status_code == 302
    assert Event.objects.count() == 1


def test_a_file_that_could_not_be_kept_is_chosen_again(client, organiser):
    agenda = SimpleUploadedFile("agenda.pdf", b"%PDF-1.7", "application/pdf")
    response = client.post(NEW, answers(title="Budget briefing", agenda=agenda), **OWN)
    assert "We could not keep the file you chose." in response.text
    sign_in(client, organiser)

    form = try_again(client, response, change="1")

    assert form.status_code == 200
    assert 'value="Budget briefing"' in form.text
    assert 'value="https://meet.example/join"' in form.text
    assert "There is a problem" not in form.text
    assert not Event.objects.exists()


def test_an_account_page_asks_to_sign_in_first(client):
    response = client.post("/accounts/reauthenticate/", {"password": PASSWORD}, **OWN)

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/?next=")


def test_a_page_that_is_opened_signed_out_leads_to_signing_in(client):
    assert client.get(NEW)["Location"] == f"/accounts/login/?next={NEW}"
