"""What a page says of itself to search engines, in one line."""

import re
from datetime import date, timedelta
from html import unescape

import pytest

from events.models import Event, Update
from tests.events.pages import page
from tests.factories import NOON, make_event, make_session, make_venue, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

DESCRIPTION = re.compile(r'<meta name="description"\s+content="([^"]*)">')


def description(response):
    [found] = DESCRIPTION.findall(response.text)
    return unescape(found)


def test_an_event_is_described_by_its_summary(client):
    event = make_event(summary='What "good" looks like <after> 16 & who pays.')

    assert description(client.get(page(event))) == event.summary


def test_without_a_summary_it_is_when_and_where_it_is_still_held(client):
    event = make_event(
        plan(starts_at=NOON + timedelta(days=28)),
        plan(
            starts_at=NOON + timedelta(days=29),
            label="Afternoon",
            mode="in_person",
            join_link="",
            venue=make_venue(name="Ashby Hall"),
        ),
    )

    assert description(client.get(page(event))) == (
        "Monday 30 November 2026, midday to 1:30pm, Online;"
        " Afternoon, Tuesday 1 December 2026, midday to 1:30pm, Ashby Hall"
    )


def test_an_event_that_is_over_is_when_it_was(client):
    event = make_event(plan(starts_at=NOON - timedelta(days=7)))

    assert description(client.get(page(event))).startswith("Monday 26 October 2026,")


def test_an_update_is_described_by_what_it_announced(client):
    update = Update.objects.create(title="Weekly update", published_on=date(2026, 10, 30))
    make_event()
    Event.objects.update(update=update)

    described = description(client.get(f"/updates/{update.public_id}/{update.slug}/"))

    assert described == "Events announced in Weekly update, 30 October 2026"


@pytest.mark.parametrize("address", ["/", "/calendar-help/", "/nowhere/"])
def test_any_other_page_by_what_the_service_is_for(client, address):
    make_session()

    assert description(client.get(address)) == (
        "Education events and briefings for schools, from Westshire County Council"
    )
