"""An administrator invites an organiser, who invites a partner, and leaves: with passkeys."""

import re

import pytest
from playwright.sync_api import expect

from events.models import Event, Organiser
from tests.browser.conftest import DESK
from tests.browser.test_organising import PASSWORD, announce, sign_in_for_the_first_time
from tests.browser.test_passkeys import give_authenticator, sign_out
from tests.browser.visiting import expect_page, mailed_link
from tests.factories import make_audience, make_booking, make_organiser

pytestmark = pytest.mark.django_db(transaction=True)

OLU, CIM = "olu@westshire.example", "cim@westshire.example"
PAT = "pat@partner.example"


@pytest.fixture(autouse=True)
def administrator(site, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.REQUIRE_TOTP = True
    make_audience("Headteachers")
    make_organiser(email=OLU, password=PASSWORD)
    Organiser.objects.update(is_administrator=True)


def join(page, name, email):
    """By the link of the newest mail: an account, its password, and a passkey as second step."""
    give_authenticator(page)
    page.goto(mailed_link("/join/team/", to=email))
    expect_page(page, "Join Early Years")
    page.get_by_label("Full name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create account and join").click()
    expect_page(page, "Sign in")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect_page(page, "Set up a second step for signing in")
    page.get_by_role("link", name="use a passkey").click()
    page.get_by_label("Name of the passkey").fill("My phone")
    page.get_by_role("button", name="Add passkey").click()
    expect_page(page, "Recovery codes")


def test_a_team_begins_with_an_invitation_and_its_events_outlast_who_made_them(
    desk, phone, new_page
):
    # Given a team that an administrator has made
    sign_in_for_the_first_time(desk)
    desk.goto("/organiser/administration/teams/")
    desk.get_by_role("button", name="New team").click()
    desk.get_by_label("Name of the team").fill("Early Years")
    desk.get_by_role("button", name="Save").click()

    # And an organiser whom they invite, who signs in with a passkey alone
    desk.get_by_role("link", name=re.compile("^Invite an organiser.*Early Years$")).click()
    desk.get_by_label("Email address").fill(CIM)
    desk.get_by_role("button", name="Send invitation").click()
    expect_page(desk, "All teams")
    cim = new_page(viewport=DESK)
    join(cim, "Cim Organiser", CIM)
    sign_out(cim)
    cim.get_by_role("button", name="Sign in with a passkey").click()
    expect_page(cim, "Your events")

    # When they announce an event, which a head books, and invite a partner to one session
    announce(cim)
    event = Event.objects.get(team__name="Early Years")
    first, second = event.sessions.select_related("event").order_by("pk")
    ann = make_booking(second, full_name="Ann Example", access_needs="A hearing loop")
    make_booking(first, full_name="Bo Hidden")
    cim.goto("/organiser/teams/")
    cim.get_by_role("link", name="Early Years", exact=True).click()
    cim.get_by_role("button", name="Invite someone").click()
    cim.get_by_label("Email address").fill(PAT)
    cim.get_by_role("radio", name="Partner").check()
    cim.get_by_role("checkbox", name="4pm").check()
    cim.get_by_role("button", name="Send invitation").click()
    expect_page(cim, "Early Years")

    # Then the partner sees who comes to that session, and nothing else of the event
    join(phone, "Pat Partner", PAT)
    phone.goto("/organiser/")
    expect_page(phone, "Your sessions")
    phone.get_by_role("link", name="Who is coming").click()
    expect_page(phone, "Who is coming")
    expect(phone.get_by_role("row", name="Ann Example")).to_contain_text("A hearing loop")
    assert not {ann.email, "Bo Hidden"} & set(phone.content().split())
    phone.goto(f"/organiser/events/{event.public_id}/bookings/")
    expect_page(phone, "You cannot open this page")

    # And when the organiser's account is closed, they are out, and the event stays
    desk.goto("/organiser/administration/organisers/")
    desk.get_by_role("link", name=re.compile("^Close.*account of Cim Organiser$")).click()
    expect(desk.get_by_text("After that nobody runs these teams:")).to_be_visible()
    desk.get_by_role("button", name="Close the account").click()
    expect_page(desk, "All organisers")
    cim.goto("/organiser/")
    expect_page(cim, "Sign in")
    cim.goto(f"/events/{event.public_id}/{event.slug}/")
    expect_page(cim, "Headteacher briefing")
