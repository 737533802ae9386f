"""The page of a venue, for whoever goes there, and the organisers' list of all."""

from datetime import timedelta

import pytest

from tests.factories import NOON, cancel_session, make_event, make_organiser, make_venue, plan
from tests.signing_in import let_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def at(venue, **fields):
    return plan(mode="in_person", join_link="", venue=venue, **fields)


def page(venue):
    return f"/venues/{venue.public_id}/ashby-hall/"


def test_it_says_how_to_get_there_and_what_is_held(client):
    venue = make_venue(hearing_loop="In the main hall", map_link="https://maps.example/1")
    event = make_event(at(venue, label="Morning"))
    make_event(at(venue), title="Unlisted", is_listed=False)
    make_event(at(venue), title="A draft", published=False)
    cancel_session(make_event(at(venue), title="Gone").sessions.get())

    response = client.get(page(venue))

    assert "<strong>Hearing loop:</strong> In the main hall" in response.text
    assert 'href="https://maps.example/1"' in response.text
    assert [card.title for card in response.context_data["cards"]] == [
        "Headteacher briefing: Morning"
    ]
    assert f'href="/events/{event.public_id}/headteacher-briefing/"' in response.text


def test_it_says_so_when_nothing_is_planned(client):
    venue = make_venue()
    make_event(at(venue, starts_at=NOON - timedelta(days=3)))

    assert "No event is planned here." in client.get(page(venue)).text


def test_another_name_in_the_address_leads_to_the_right_one(client):
    venue = make_venue()
    make_event(at(venue))

    response = client.get(f"/venues/{venue.public_id}/old-name/")

    assert (response.status_code, response.headers["Location"]) == (301, page(venue))


def test_a_venue_of_drafts_alone_is_not_found(client):
    venue = make_venue()
    make_event(at(venue), published=False)

    assert client.get(page(venue)).status_code == 404


def test_the_events_page_leads_to_it(client):
    venue = make_venue()
    event = make_event(at(venue))

    response = client.get(f"/events/{event.public_id}/{event.slug}/")

    assert f'<a href="{page(venue)}">Ashby Hall</a>' in response.text


def test_organisers_see_all_with_what_is_to_come(signed_in, django_assert_num_queries):
    town, hall = make_venue(name="Town Hall"), make_venue()
    for _ in range(2):
        make_event(at(hall))
    make_event(at(hall, starts_at=NOON - timedelta(days=3)))

    with django_assert_num_queries(4):
        response = signed_in.get("/organiser/venues/")

    shown = [(one.name, one.coming_sessions) for one in response.context_data["venues"]]
    assert shown == [("Ashby Hall", 2), ("Town Hall", 0)]
    assert f'href="/organiser/venues/{town.public_id}/"' in response.text


def test_without_a_venue_it_says_how_there_will_be_one(signed_in):
    assert "There are no venues yet." in signed_in.get("/organiser/venues/").text


def test_only_organisers_have_the_list(client, settings):
    settings.REQUIRE_TOTP = False
    let_in(client, make_organiser(role="assistant"))

    assert client.get("/organiser/venues/").status_code == 403
