"""The organisers' first page: the events of their teams, and how full they are."""

from datetime import timedelta

import pytest

from events.views import organiser
from tests.database import every_row
from tests.events.event_answers import NEW, answers
from tests.factories import NOON, cancel_event, make_event, make_organiser, make_team, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

HOME = "/organiser/"


def rows(response):
    return [
        (row.event.title, [tag["text"] for tag in row.tags], row.when, row.places, row.percentage)
        for row in response.context_data["rows"]
    ]


def test_it_lists_the_teams_events_newest_first(signed_in):
    first = make_event(plan(capacity=20), plan(starts_at=NOON + timedelta(days=35), capacity=20))
    first.sessions.update(places_taken=5)
    make_event(plan(capacity=None), title="Draft", published=False)
    make_event(plan(starts_at=NOON - timedelta(days=7), capacity=20), title="Over")
    cancel_event(make_event(title="Off"), reason="")

    response = signed_in.get(HOME)

    assert response.status_code == 200
    next_session = "Monday 30 November 2026, midday to 1:30pm"
    assert rows(response) == [
        ("Off", ["Cancelled"], "None to come", "0", 0),
        ("Over", [], "None to come", "0 of 20", 0),
        ("Draft", ["Draft"], next_session, "0", 0),
        ("Headteacher briefing", [], f"{next_session}, and 1 more", "10 of 40", 25),
    ]
    assert 'href="/organiser/events/new/"' in response.text


def test_without_events_it_says_so(signed_in):
    assert "Your team has no events yet." in signed_in.get(HOME).text


def test_another_teams_events_are_not_listed(signed_in):
    make_event(team=make_team("Early Years"), title="Not ours")

    assert rows(signed_in.get(HOME)) == []


@pytest.mark.parametrize("role", ["assistant", "partner", "check_in"])
def test_lesser_roles_see_the_list_but_create_nothing(client, settings, role):
    settings.REQUIRE_TOTP = False
    client.force_login(make_organiser(role=role))
    make_event()
    before = every_row()

    response = client.get(HOME)

    assert [title for title, *_ in rows(response)] == ["Headteacher briefing"]
    assert ">Create an event\n" not in response.text.partition("<main")[2]
    assert client.post(NEW, answers()).status_code == 403
    assert every_row() == before


def test_long_lists_have_pages(signed_in, monkeypatch):
    monkeypatch.setattr(organiser, "EVENTS_ON_A_PAGE", 2)
    for title in ("One", "Two", "Three"):
        make_event(title=title)

    response = signed_in.get(f"{HOME}?page=2")

    assert [title for title, *_ in rows(response)] == ["One"]
    assert "<title>Your events (page 2 of 2) - " in response.text


def test_who_has_not_signed_in_is_asked_to(client):
    response = client.get(HOME)

    assert (response.status_code, response["Location"]) == (
        302,
        "/accounts/login/?next=/organiser/",
    )


def test_who_has_no_second_factor_sets_it_up_first(client):
    client.force_login(make_organiser())

    assert client.get(HOME)["Location"] == "/accounts/2fa/totp/activate/"


def test_who_is_in_no_team_may_not(client, settings):
    settings.REQUIRE_TOTP = False
    somebody = make_organiser()
    somebody.memberships.all().delete()
    client.force_login(somebody)

    assert client.get(HOME).status_code == 403


def test_nothing_is_sent_to_it(signed_in):
    assert signed_in.post(HOME).status_code == 405


def test_it_is_neither_stored_nor_indexed(signed_in):
    response = signed_in.get(HOME)

    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_does_not_grow(signed_in, django_assert_num_queries, number):
    for _ in range(number):
        make_event(plan(), plan())

    with django_assert_num_queries(16):
        signed_in.get(HOME)
