"""A team invites a partner, who sees the session they are given; and the installation's pages."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from events.models import Organiser, Session
from tests.bookings.given import member_with
from tests.bookings.given import page as page_of
from tests.browser.visiting import expect_page, mailed_link
from tests.factories import make_audience, make_booking, make_event, make_organiser, plan
from tests.signing_in import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

OLU, PAT = "olu@westshire.example", "pat@partner.example"
TABLE = ".app-table-scroll"
SHOWS_ALL = "frame => frame.scrollWidth <= frame.clientWidth"
NEW_PASSWORD = "correct horse battery"
ADMINISTRATION = {
    "": "Administration",
    "teams/": "All teams",
    "teams/new/": "New team",
    "organisers/": "All organisers",
    "audiences/": "All audiences",
    "audiences/new/": "New audience",
    "failed-mails/": "Failed emails",
    "audit/": "Audit trail",
}


@pytest.fixture(autouse=True)
def without_second_step(settings):
    settings.REQUIRE_TOTP = False


@pytest.fixture
def session(site):
    event = make_event(plan(starts_at=timezone.now() + timedelta(hours=1), label="Morning"))
    session = event.sessions.select_related("event").get()
    make_booking(session, full_name="Ann Example", access_needs="A ramp")
    return session


def sign_in(page, address, email, password=PASSWORD):
    page.goto(address)
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_a_partner_is_invited_and_sees_the_session_they_are_given(visitor, session):
    # Given an organiser on the page of the team
    make_organiser(email=OLU)
    sign_in(visitor, "/organiser/teams/", OLU)
    expect_page(visitor, "Teams")
    visitor.get_by_role("link", name="Education Events", exact=True).click()
    expect_page(visitor, "Education Events")

    # When a partner is invited, with a session
    visitor.get_by_role("button", name="Invite someone").click()
    expect_page(visitor, "Invite someone")
    visitor.get_by_label("Email address").fill(PAT)
    visitor.get_by_role("radio", name="Partner").check()
    visitor.get_by_role("checkbox", name="Headteacher briefing").check()
    visitor.get_by_role("button", name="Send invitation").click()
    expect_page(visitor, "Education Events")
    expect(visitor.get_by_text("We are emailing them the invitation.")).to_be_visible()
    visitor.context.clear_cookies()

    # Then they make their account by the link, and see who is coming
    visitor.goto(mailed_link("/join/team/"))
    expect_page(visitor, "Join Education Events")
    visitor.get_by_label("Full name").fill("Pat Partner")
    visitor.get_by_label("Password").fill(NEW_PASSWORD)
    visitor.get_by_role("button", name="Create account and join").click()
    expect_page(visitor, "Sign in")
    sign_in(visitor, "/accounts/login/", PAT, NEW_PASSWORD)
    expect_page(visitor, "Your sessions")
    visitor.get_by_role("link", name="Who is coming").click()
    expect_page(visitor, "Who is coming")
    expect(visitor.get_by_role("row", name="Ann Example")).to_contain_text("A ramp")
    assert visitor.locator(TABLE).evaluate(SHOWS_ALL)
    visitor.get_by_role("link", name="Download the list").click()
    expect_page(visitor, "Download the list")


def test_the_pages_of_a_member_read_well(phone, session):
    make_organiser(email=OLU)
    member_with(session, name="Pat Partner")

    sign_in(phone, "/organiser/teams/", OLU)
    phone.get_by_role("link", name="Education Events", exact=True).click()

    for what, heading in {
        "Change role": "Change the role of Pat Partner",
        "Choose sessions": "Sessions for Pat Partner",
        "Remove": "Remove Pat Partner from the team?",
    }.items():
        phone.get_by_role("link", name=re.compile(f"^{what}.*: Pat Partner$")).click()
        expect_page(phone, heading)
        phone.go_back()


def test_who_checks_people_in_sees_the_list_on_its_day(visitor, session):
    now = timezone.now()
    Session.objects.filter(pk=session.pk).update(starts_at=now, ends_at=now + timedelta(hours=1))
    member_with(session, role="check_in", email=PAT, password=PASSWORD)

    sign_in(visitor, page_of(session, "check-in/"), PAT)

    expect_page(visitor, "List for the day")
    expect(visitor.get_by_role("row")).to_have_count(2)
    assert visitor.locator(TABLE).evaluate(SHOWS_ALL)


def test_the_pages_of_the_installation_read_well(phone, session):
    olu = make_organiser(email=OLU)
    Organiser.objects.filter(pk=olu.pk).update(is_administrator=True)
    make_audience()

    sign_in(phone, "/organiser/administration/", OLU)

    for rest, heading in ADMINISTRATION.items():
        expect(phone.get_by_role("heading", level=1)).to_be_visible()
        phone.goto(f"/organiser/administration/{rest}")
        expect_page(phone, heading)
        assert all(table.evaluate(SHOWS_ALL) for table in phone.locator(TABLE).all())
