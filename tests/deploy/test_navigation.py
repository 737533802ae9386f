"""The bar under the header names pages that open to whoever reads it, and all that they need."""

import re

import pytest
from django.test import Client

from events.models import Organiser
from tests.factories import make_organiser, make_team
from tests.signing_in import let_in

pytestmark = pytest.mark.django_db

LINK = re.compile(
    r'<a class="govuk-service-navigation__link" href="([^"]+)"[^>]*>\s*(?:<strong[^>]*>)?([^<]+)<'
)
SIGN_IN_PAGES = ("/accounts/sign-in/", "/accounts/password/change/", "/accounts/logout/")
EVENTS = ["Your events", "Create an event", "Venues", "Audiences", "Teams"]
INSTALLATION = [
    *("Administration", "All teams", "All organisers", "All audiences"),
    *("Failed emails", "Audit trail"),
]
OWN = ["Your sign-in", "Sign out"]


@pytest.fixture(autouse=True)
def without_second_step(settings):
    settings.REQUIRE_TOTP = False


def somebody(*roles, is_administrator=False):
    """Who has each role in a team of its own, and a browser in which they are signed in."""
    organiser = make_organiser()
    organiser.memberships.all().delete()
    for role in roles:
        make_team(f"Team of {role}").memberships.create(organiser=organiser, role=role)
    Organiser.objects.filter(pk=organiser.pk).update(is_administrator=is_administrator)
    browser = Client()
    let_in(browser, organiser)
    return browser


def bar(browser, page):
    """The addresses and words of the links in the bar of a page."""
    found = LINK.findall(browser.get(page, follow=True).text)
    return {address: text.strip() for address, text in found}


@pytest.mark.parametrize(
    ("roles", "pages"),
    [
        (["organiser"], EVENTS),
        (["assistant"], ["Your events"]),
        (["partner"], ["Your sessions"]),
        (["check_in"], ["Your sessions"]),
        (["organiser", "partner"], [*EVENTS, "Your sessions"]),
        (["assistant", "check_in"], ["Your events", "Your sessions"]),
        ([], []),
    ],
)
def test_everybody_finds_the_pages_of_their_roles_on_all_pages_of_signing_in(roles, pages):
    browser = somebody(*roles)

    found = [bar(browser, page) for page in SIGN_IN_PAGES]

    assert [list(links.values()) for links in found] == [[*pages, *OWN]] * 3
    assert {browser.get(link).status_code for link in found[0]} == {200}


@pytest.mark.parametrize("roles", [["organiser", "partner"], ["check_in"]])
def test_the_bar_of_ones_first_page_is_the_same(roles):
    browser = somebody(*roles)

    assert bar(browser, "/organiser/") == bar(browser, "/accounts/sign-in/")


@pytest.mark.parametrize(
    ("roles", "first", "elsewhere"),
    [
        ([], [], ["Administration"]),
        (["partner"], ["Your sessions"], ["Your sessions", "Administration"]),
        (["organiser"], ["Your events"], [*EVENTS, "Administration"]),
    ],
)
def test_an_administrator_comes_from_the_installation_to_their_teams_and_back(
    roles, first, elsewhere
):
    browser = somebody(*roles, is_administrator=True)

    there = bar(browser, "/organiser/administration/")
    on_their_own = bar(browser, "/accounts/sign-in/")

    assert list(there.values()) == [*INSTALLATION, *first, *OWN]
    assert list(on_their_own.values()) == [*elsewhere, *OWN]
    assert {browser.get(link).status_code for link in there | on_their_own} == {200}


def test_public_pages_are_the_same_for_whoever_has_signed_in():
    browser = somebody("organiser")

    assert bar(browser, "/events/") == bar(Client(), "/events/")
    assert list(bar(browser, "/events/").values()) == ["Events", "Calendar help"]


def test_whoever_has_not_signed_in_is_shown_the_public_pages():
    assert list(bar(Client(), "/accounts/login/").values()) == ["Events", "Calendar help"]


@pytest.mark.parametrize(("roles", "pages"), [(["partner"], ["Your sessions"]), ([], [])])
def test_a_page_that_is_refused_has_the_bar_of_who_asked(roles, pages):
    refused = bar(somebody(*roles), "/organiser/events/new/")

    assert list(refused.values()) == [*pages, *OWN]
