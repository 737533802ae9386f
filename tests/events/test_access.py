"""Who may call what: organisers by role, with a second factor where the installation asks."""

import pytest
from django.db import connection
from django.test import Client

from events.models import Event, Membership
from tests.factories import make_event, make_organiser, make_team, plan
from tests.signing_in import PASSWORD, set_up_codes, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def test_without_a_second_factor_an_organiser_is_led_to_set_one_up(client):
    client.force_login(make_organiser())

    response = client.get("/organiser/")

    assert (response.status_code, response["Location"]) == (302, "/accounts/2fa/totp/activate/")


def test_who_set_up_the_second_factor_gets_in(client):
    set_up_codes(client, make_organiser())

    assert client.get("/organiser/").status_code == 200


@pytest.mark.parametrize(
    "page",
    [
        "/organiser/",
        "/accounts/2fa/recovery-codes/",
        "/accounts/2fa/recovery-codes/generate/",
        "/accounts/2fa/recovery-codes/download/",
    ],
)
def test_a_session_that_a_password_alone_opened_is_asked_for_a_code(page):
    organiser = make_organiser()
    with_password, with_code = Client(), Client()
    sign_in(with_password, organiser)
    set_up_codes(with_code, organiser)
    with_password.post("/accounts/reauthenticate/", {"password": PASSWORD})

    response = with_password.get(page)

    assert (response.status_code, response["Location"]) == (
        302,
        f"/accounts/2fa/reauthenticate/?next={page}",
    )
    assert with_code.get(page).status_code == 200


def test_with_a_code_the_session_goes_on_to_the_page(client):
    organiser = make_organiser()
    sign_in(client, organiser)
    other = Client()
    set_up_codes(other, organiser)
    code = other.get("/accounts/2fa/recovery-codes/download/").text.split()[0]
    asked = client.get("/organiser/")["Location"]

    wrong = client.post(asked, {"code": "000000"})
    refused = client.get("/organiser/")
    right = client.post(asked, {"code": code})

    assert (wrong.status_code, refused.status_code) == (200, 302)
    assert (right.status_code, right["Location"]) == (302, "/organiser/")
    assert client.get("/organiser/").status_code == 200


def test_somebody_without_a_team_is_refused(client, settings):
    settings.REQUIRE_TOTP = False
    organiser = make_organiser()
    Membership.objects.all().delete()
    client.force_login(organiser)

    response = client.get("/organiser/")

    assert response.status_code == 403


def test_events_are_managed_by_the_roles_that_one_holds_in_their_team():
    team, other = make_team(), make_team("Another team")
    organiser = make_organiser(team=team, role="organiser")
    Membership.objects.create(team=other, organiser=organiser, role="check_in")
    own, foreign = make_event(team=team), make_event(team=other)

    assert list(Event.objects.managed_by(organiser, "organiser")) == [own]
    assert set(Event.objects.managed_by(organiser, "organiser", "check_in")) == {own, foreign}


def test_a_draft_that_is_discarded_while_somebody_adds_to_it_is_not_found(client, settings):
    settings.REQUIRE_TOTP = False
    client.force_login(make_organiser())
    draft = make_event(published=False, sessions=[plan(precision="none")])
    draft.sessions.all().delete()
    answers = {"title": "Slides", "kind": "slides", "stage": "after", "visible_to": "everybody"}

    def discard_before_it_is_locked(execute, sql, *rest):
        if 'WHERE "events_event"."id" = ' in sql and Event.objects.exists():
            Event.objects.all().delete()
        return execute(sql, *rest)

    with connection.execute_wrapper(discard_before_it_is_locked):
        response = client.post(
            f"/organiser/events/{draft.public_id}/documents/new/",
            answers | {"link": "https://slides.example/1"},
        )

    assert response.status_code == 404
