"""Who may call what: organisers by role, with a second factor where the installation asks."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from events.models import Event, Membership
from tests.factories import make_event, make_organiser, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def test_without_a_second_factor_an_organiser_is_led_to_set_one_up(client):
    client.force_login(make_organiser())

    response = client.get("/organiser/")

    assert (response.status_code, response["Location"]) == (302, "/accounts/2fa/totp/activate/")


def test_with_a_second_factor_an_organiser_gets_in(client):
    organiser = make_organiser()
    TOTP.activate(organiser, generate_totp_secret())
    client.force_login(organiser)

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
