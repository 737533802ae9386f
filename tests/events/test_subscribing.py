"""The links with which calendar programs subscribe."""

import pytest

from events.subscribing import Subscription

pytestmark = pytest.mark.django_db

NAMED = Subscription.at("/calendar/a-b.ics", "Heads & SENCOs: 10%, online")
HTTPS = "https%3A%2F%2Fplacecard.example.gov.uk%2Fcalendar%2Fa-b.ics"
OF_ALL = "%2Fcalendar%2Feducation-events-and-briefings.ics"


def test_each_program_has_its_own_address():
    assert NAMED.https == "https://placecard.example.gov.uk/calendar/a-b.ics"
    assert NAMED.path == "/calendar/a-b.ics"
    assert NAMED.webcal == "webcal://placecard.example.gov.uk/calendar/a-b.ics"
    assert NAMED.outlook == (
        f"https://outlook.office.com/calendar/0/addfromweb?url={HTTPS}"
        "&name=Heads%20%26%20SENCOs%3A%2010%25%2C%20online"
    )
    assert NAMED.google == (
        f"https://calendar.google.com/calendar/r?cid={HTTPS.replace('https', 'webcal')}"
    )


@pytest.mark.parametrize("page", ["/", "/calendar-help/"])
def test_pages_link_to_them_and_tell_them_no_referrer(client, page):
    text = client.get(page).text

    for address in (
        f"https://outlook.office.com/calendar/0/addfromweb?url=https%3A%2F%2F"
        f"placecard.example.gov.uk{OF_ALL}&amp;name=Education%20events%20and%20briefings",
        "https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2F"
        f"placecard.example.gov.uk{OF_ALL}",
    ):
        assert f'href="{address}" rel="noopener noreferrer"' in " ".join(text.split())
