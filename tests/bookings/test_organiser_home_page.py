"""The organisers' first page: their events, how full they are, and to whom it shows what."""

from datetime import date, timedelta

import pytest

from bookings.dashboard import listing
from bookings.models import Message
from events.models import Membership
from tests.bookings.home import HOME, SOON, rows, take, titles, urgent
from tests.database import every_row
from tests.events.event_answers import NEW, answers
from tests.events.pages import words
from tests.factories import (
    NOON,
    amend_event,
    attach_document,
    cancel_event,
    cancel_session,
    make_booking,
    make_event,
    make_organiser,
    make_team,
    plan,
)
from tests.signing_in import let_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

NEXT_SESSION = "Monday 30 November 2026, midday to 1:30pm"
QUERIES = {"coming": 23, "attention": 20, "past": 21, "drafts": 20, "cancelled": 20}


def in_role(client, settings, role):
    settings.REQUIRE_TOTP = False
    let_in(client, make_organiser(role=role))
    return client


def test_what_is_to_come_stands_there_soonest_first_and_drafts_last(signed_in):
    later = make_event(plan(capacity=20), plan(starts_at=NOON + timedelta(days=35), capacity=20))
    take(later, 5)
    make_event(plan(starts_at=SOON, capacity=20), title="Soon")
    make_event(plan(precision="none"), title="Undated")
    make_event(title="Draft", published=False)
    make_event(plan(starts_at=NOON - timedelta(days=7)), title="Old draft", published=False)
    make_event(plan(starts_at=NOON - timedelta(days=7), capacity=20), title="Over")
    cancel_event(make_event(title="Off"), reason="")

    response = signed_in.get(HOME)

    assert response.status_code == 200
    assert rows(response) == [
        ("Soon", [], "Saturday 7 November 2026, midday to 1:30pm", "0 of 20", 0),
        ("Headteacher briefing", [], f"{NEXT_SESSION}, and 1 more", "10 of 40", 25),
        ("Draft", ["Draft"], NEXT_SESSION, "0 of 20", 0),
        ("Undated", [], "Date to be confirmed", "0 of 20", 0),
        ("Old draft", ["Draft"], "Monday 26 October 2026, midday to 1:30pm", "0 of 20", 0),
    ]
    assert 'href="/organiser/events/new/"' in response.text


def test_a_running_event_is_to_come_until_its_last_session_is_over(signed_in):
    make_event(plan(starts_at=NOON - timedelta(hours=1)), title="Running")
    make_event(plan(starts_at=NOON - timedelta(hours=1, minutes=30)), title="Just over")
    off = make_event(plan(), title="Nothing left")
    cancel_session(off.sessions.get())

    assert titles(signed_in.get(HOME)) == ["Running"]
    assert titles(signed_in.get(HOME, {"show": "past"})) == ["Nothing left", "Just over"]


@pytest.mark.parametrize(
    ("show", "found"),
    [
        ("", ["Coming", "Draft"]),
        ("coming", ["Coming", "Draft"]),
        ("past", [("Past", "Monday 26 October 2026, midday to 1:30pm"), ("Older", None)]),
        ("drafts", ["Draft"]),
        ("cancelled", [("Off", "None to come")]),
        ("attention", []),
    ],
)
def test_each_filter_shows_its_own(signed_in, show, found):
    make_event(plan(starts_at=NOON - timedelta(days=9)), title="Older")
    make_event(plan(starts_at=NOON - timedelta(days=7)), title="Past")
    make_event(title="Coming")
    make_event(title="Draft", published=False)
    cancel_event(make_event(title="Off"))

    response = signed_in.get(HOME, {"show": show})

    named = [one if isinstance(one, tuple) else (one, None) for one in found]
    shown = [(title, when) for title, _, when, *_ in rows(response)]
    assert [title for title, _ in shown] == [title for title, _ in named]
    assert all(when in (None, has) for (_, has), (_, when) in zip(shown, named, strict=True))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ecole", ["École “élève” 100%_sure"]),
        ("ÉLÈVE sure", ["École “élève” 100%_sure"]),
        ("%_", ["École “élève” 100%_sure"]),
        ("%", ["École “élève” 100%_sure"]),
        ("_", ["École “élève” 100%_sure"]),
        ("st mary's", ["St Mary’s: straße"]),
        ("STRASSE", ["St Mary’s: straße"]),
        ('"', []),
        ("'; drop table", []),
        ("\\", []),
        ("   ", ["École “élève” 100%_sure", "St Mary’s: straße"]),
    ],
)
def test_titles_are_searched_whatever_capitals_and_accents_they_have(signed_in, typed, found):
    make_event(title="École “élève” 100%_sure")
    make_event(title="St Mary’s: straße")

    assert titles(signed_in.get(HOME, {"q": typed})) == found


def test_a_title_that_was_changed_is_found_by_the_new_one(signed_in):
    amend_event(make_event(), title="Réunion")

    assert titles(signed_in.get(HOME, {"q": "reunion"})) == ["Réunion"]
    assert titles(signed_in.get(HOME, {"q": "briefing"})) == []


@pytest.mark.parametrize(
    ("asked", "field", "said"),
    [
        ({"show": "everything"}, "show", "Select an answer from the list"),
        ({"show": "x" * 10_000}, "show", "Select an answer from the list"),
        ({"q": "x" * 10_000}, "q", "What you search for must be 100 characters or fewer"),
        ({"q": "a\0b"}, "q", "Remove the hidden characters and line breaks"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_all_is_shown(signed_in, asked, field, said):
    make_event()

    response = signed_in.get(HOME, asked)

    assert response.status_code == 200
    assert response.context_data["form"].errors == {field: [said]}
    assert "<title>Error: Your events - " in response.text
    assert f'href="#id_{field}"' in response.text
    assert titles(response) == ["Headteacher briefing"]


def test_what_was_typed_is_escaped(signed_in):
    response = signed_in.get(HOME, {"q": '"><script>alert(1)</script>'})

    assert "<script>alert(1)" not in response.text
    assert "No events match what you are looking for." in response.text


def test_without_events_it_says_so(signed_in):
    assert "Your team has no events coming up." in signed_in.get(HOME).text


def test_another_teams_events_are_neither_listed_nor_urgent(signed_in):
    others = make_event(plan(starts_at=SOON), team=make_team("Early Years"), title="Not ours")
    make_booking(others.sessions.select_related("event").get())
    Message.objects.update(state="dead")

    response = signed_in.get(HOME)

    assert (rows(response), urgent(response)) == ([], {})
    assert "Not ours" not in response.text


def test_assistants_are_led_to_what_they_may_open(client, settings):
    event = make_event(plan(precision="day", on_date=date(2026, 11, 16)))
    attach_document(event)

    response = in_role(client, settings, "assistant").get(HOME)

    overview = f"/organiser/events/{event.public_id}/"
    [[(_, address)]] = urgent(response).values()
    assert address == overview
    assert client.get(address).status_code == 200
    assert f'href="{overview}bookings/"' in response.text


@pytest.mark.parametrize("role", ["partner", "check_in"])
def test_lesser_roles_are_led_to_their_sessions(client, settings, role):
    make_event(plan(starts_at=SOON))

    response = in_role(client, settings, role).get(HOME)

    assert (response.status_code, response["Location"]) == (302, "/organiser/sessions/")


def test_whoever_has_two_roles_sees_the_events_of_the_team_that_shows_them(client, settings):
    settings.REQUIRE_TOTP = False
    organiser = make_organiser()
    other = make_team("Early Years")
    Membership.objects.create(team=other, organiser=organiser, role="partner")
    make_event(plan(starts_at=SOON), title="Own")
    make_event(plan(starts_at=SOON), title="Theirs", team=other)
    let_in(client, organiser)

    response = client.get(HOME)

    assert titles(response) == ["Own"]
    assert "Theirs" not in response.text


@pytest.mark.parametrize("role", ["assistant", "partner", "check_in"])
def test_lesser_roles_create_nothing(client, settings, role):
    make_event()
    in_role(client, settings, role)
    before = every_row()

    response = client.get(HOME, follow=True)

    assert ">Create an event\n" not in response.text.partition("<main")[2]
    assert client.post(NEW, answers()).status_code == 403
    assert every_row() == before


def test_long_lists_have_pages(signed_in, monkeypatch):
    monkeypatch.setattr(listing, "EVENTS_ON_A_PAGE", 2)
    for number, title in enumerate(("One", "Two", "Three")):
        make_event(plan(starts_at=SOON + timedelta(days=number)), title=title)

    response = signed_in.get(HOME, {"page": "2", "show": "coming"})

    assert titles(response) == ["Three"]
    assert urgent(response) == {}
    assert "<title>Your events (page 2 of 2) - " in response.text
    assert "3 events. This page shows 3." in words(response)
    assert "This page shows 1 to 2." in words(signed_in.get(HOME))


@pytest.mark.parametrize("odd", ["0", "-1", "99", "x", "1" * 5000])
def test_an_odd_page_is_some_page(signed_in, odd):
    make_event()

    assert signed_in.get(HOME, {"page": odd}).status_code == 200


def test_who_has_not_signed_in_is_asked_to(client):
    response = client.get(HOME)

    assert response["Location"] == "/accounts/login/?next=/organiser/"


def test_who_has_no_second_factor_sets_it_up_first(client):
    client.force_login(make_organiser())

    assert client.get(HOME)["Location"] == "/accounts/2fa/totp/activate/"


def test_who_is_in_no_team_may_not(client, settings):
    settings.REQUIRE_TOTP = False
    somebody = make_organiser()
    somebody.memberships.all().delete()
    client.force_login(somebody)

    assert client.get(HOME).status_code == 403


def test_nothing_is_sent_to_it_and_looking_changes_nothing(signed_in):
    make_booking()
    before = every_row()

    assert signed_in.post(HOME).status_code == 405
    assert signed_in.get(HOME).status_code == 200
    assert every_row() == before


def test_it_is_neither_stored_nor_indexed(signed_in):
    headers = signed_in.get(HOME).headers

    assert (headers["Cache-Control"], headers["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")


@pytest.mark.parametrize("number", [1, 3, 26])
@pytest.mark.parametrize("show", ["coming", "attention", "past", "drafts", "cancelled"])
def test_the_number_of_queries_does_not_grow(signed_in, django_assert_num_queries, number, show):
    for _ in range(number):
        event = make_event(plan(starts_at=SOON), plan())
        attach_document(event, kind="slides", stage="after")
        cancel_event(make_event(plan()))
        make_event(published=False)
        make_event(plan(starts_at=NOON - timedelta(days=3)))
        make_booking(event.sessions.select_related("event").in_order()[0])

    with django_assert_num_queries(QUERIES[show]):
        signed_in.get(HOME, {"show": show})
