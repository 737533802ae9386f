"""The pages about the service itself, and the error pages, in its words and with a contact."""

import pytest
from django.template import engines

from tests.factories import make_organiser
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

PAGES = {
    "/accessibility/": "Accessibility statement",
    "/privacy/": "Privacy notice",
    "/cookies/": "Cookies",
    "/calendar-help/": "Calendar help",
}


@pytest.mark.parametrize(("address", "title"), PAGES.items())
def test_the_page_opens_without_a_query_or_a_cookie(
    client, django_assert_num_queries, address, title
):
    with django_assert_num_queries(0):
        response = client.get(address)

    assert response.status_code == 200
    assert f"<title>{title} - Education events and briefings</title>" in response.text
    assert response.cookies == {}
    assert "education.events@westshire.example" in response.text


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_sent_to_it(client, address):
    assert client.post(address).status_code == 405


def test_the_accessibility_statement_is_in_the_model_form(client):
    text = client.get("/accessibility/").text

    for heading in [
        "How accessible this website is",
        "Feedback and contact information",
        "Enforcement procedure",
        "Compliance status",
        "Non-accessible content",
        "Preparation of this accessibility statement",
    ]:
        assert f"{heading}</h" in text
    assert "https://www.w3.org/TR/WCAG22/" in text


def test_the_cookies_page_names_the_cookies_that_are_set(client, settings):
    settings.REQUIRE_TOTP = False
    client.get("/accounts/login/")
    sign_in(client, make_organiser())

    text = client.get("/cookies/").text

    assert set(client.cookies) == {
        "__Host-csrftoken",
        "__Host-sessionid",
        "__Host-known_device",
    }
    shown = text.replace("<wbr>", "")
    assert all(f">{name}</th>" in shown for name in [*client.cookies, "__Host-messages"])


def test_calendar_help_shows_the_address_of_all_events(client):
    text = client.get("/calendar-help/").text

    assert (
        "https://placecard.example.gov.uk/calendar/education-events-and-briefings.ics</code>"
        in text
    )


def test_a_page_that_does_not_exist_says_what_to_do(client):
    response = client.get("/nowhere/")

    assert response.status_code == 404
    assert '<h1 class="govuk-heading-l">Page not found</h1>' in response.text
    assert "01632 960 123" in response.text


def test_a_missing_role_says_whom_to_ask(client, settings):
    settings.REQUIRE_TOTP = False
    client.force_login(make_organiser(role="check_in"))

    response = client.get("/organiser/events/new/")

    assert response.status_code == 403
    assert "You cannot open this page" in response.text


def test_the_error_page_needs_neither_request_nor_static_files():
    text = engines["jinja2"].get_template("500.html").render()

    assert '<h1 class="govuk-heading-l">Sorry, there is a problem with the service</h1>' in text
    assert '<link rel="stylesheet" href="/static/app.css">' in text
    assert "education.events@westshire.example" in text


def test_the_page_for_too_many_requests_says_when_to_come_back(rf):
    text = engines["jinja2"].get_template("429.html").render({}, rf.get("/"))

    assert "Wait an hour, then try again." in text


def test_every_page_has_one_heading_a_skip_link_first_and_its_language(client):
    for address in ["/", *PAGES, "/nowhere/"]:
        text = client.get(address).text
        body = text.partition("<body")[2]
        assert text.count("<h1") == 1
        assert '<html lang="en-GB"' in text
        assert body.index("#main-content") < body.index("<header")
