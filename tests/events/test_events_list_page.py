"""The list of what is on: months, filters, what has no date yet."""

from datetime import date, timedelta

import pytest

from events import listing
from tests.factories import NOON, cancel_event, make_audience, make_event, make_venue, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

NOT_DATED = {"mode": "to_be_confirmed", "join_link": ""}


def shown(response):
    """The months with the titles under them, and at last what is to be confirmed."""
    context = response.context_data
    months = [(month, [card.title for card in cards]) for month, cards in context["months"]]
    undated = [card.title for card in context["to_be_confirmed"]]
    return months + ([("Date to be confirmed", undated)] if undated else [])


def test_sessions_are_listed_by_month(client):
    make_event(plan(starts_at=NOON + timedelta(days=40)), title="Governors")
    make_event(
        plan(label="A"), plan(label="B", starts_at=NOON + timedelta(days=1)), title="Briefing"
    )

    response = client.get("/")

    assert response.status_code == 200
    assert shown(response) == [
        ("November 2026", ["Briefing: B", "Briefing: A"]),
        ("December 2026", ["Governors"]),
    ]
    assert "<title>Events - Education events and briefings</title>" in response.text


def test_a_session_late_on_the_last_day_belongs_to_londons_month(client):
    make_event(plan(starts_at=NOON.replace(year=2027, month=5, day=31, hour=23, minute=30)))

    assert [month for month, _ in shown(client.get("/"))] == ["June 2027"]


def test_what_has_no_date_comes_last(client):
    make_event(plan(precision="none", **NOT_DATED), title="Lunch and Learn")
    make_event(plan(precision="month", on_date=date(2026, 11, 1), **NOT_DATED), title="Launch")
    make_event(plan(starts_at=NOON + timedelta(days=60)), title="Later")

    assert shown(client.get("/")) == [
        ("January 2027", ["Later"]),
        ("Date to be confirmed", ["Launch", "Lunch and Learn"]),
    ]


def test_drafts_and_unlisted_events_are_left_out(client):
    make_event(title="Secret draft", published=False)
    make_event(title="By link only", is_listed=False)

    response = client.get("/")

    assert shown(response) == []
    assert "There are no events to show" in response.text


def test_what_is_over_is_listed_as_past_newest_first(client):
    make_event(plan(starts_at=NOON - timedelta(days=10)), title="Last month")
    make_event(plan(starts_at=NOON - timedelta(days=1)), title="Yesterday")
    make_event(title="Coming")

    assert shown(client.get("/")) == [("November 2026", ["Coming"])]
    response = client.get("/?when=past")
    assert shown(response) == [("November 2026", ["Yesterday"]), ("October 2026", ["Last month"])]
    assert "<title>Past events - " in response.text


def test_filters_by_audience(client):
    make_event(title="For heads", audiences=[make_audience("Headteachers")])
    make_event(title="For SENCOs", audiences=[make_audience("SENCOs")])

    response = client.get("/?audience=sencos")

    assert shown(response) == [("November 2026", ["For SENCOs"])]
    assert '<option value="sencos" selected>SENCOs</option>' in response.text


def test_filters_by_online_or_in_person(client):
    make_event(title="Online one")
    make_event(plan(mode="in_person", join_link="", venue=make_venue()), title="At a venue")

    assert shown(client.get("/?where=online")) == [("November 2026", ["Online one"])]
    assert shown(client.get("/?where=in_person")) == [("November 2026", ["At a venue"])]


@pytest.mark.parametrize("query", ["audience=nobody", "where=moon", "when=never", "page=99", "x=1"])
def test_an_answer_that_is_no_choice_filters_nothing(client, query):
    make_event(title="Briefing")

    response = client.get(f"/?{query}")

    assert (response.status_code, shown(response)) == (200, [("November 2026", ["Briefing"])])


def test_long_lists_have_pages_that_keep_the_filter(client, monkeypatch):
    monkeypatch.setattr(listing, "SESSIONS_ON_A_PAGE", 2)
    make_event(*[plan(starts_at=NOON + timedelta(days=n), label=str(n)) for n in (1, 2, 3)])
    make_event(plan(precision="none", **NOT_DATED), title="Undated")

    first = client.get("/?where=")
    second = client.get("/?where=&page=2")

    assert shown(first) == [
        ("November 2026", ["Headteacher briefing: 1", "Headteacher briefing: 2"])
    ]
    assert shown(second) == [
        ("November 2026", ["Headteacher briefing: 3"]),
        ("Date to be confirmed", ["Undated"]),
    ]
    assert "<title>Events (page 2 of 2) - " in second.text
    assert 'href="?where=&amp;page=2"' in first.text


def test_a_session_is_marked_by_what_matters(client):
    make_event(plan(capacity=10), title="Plenty")
    full = make_event(plan(capacity=1), title="Full one").sessions.get()
    full.places_taken = 1
    full.save(update_fields=["places_taken"])
    few = make_event(plan(capacity=20), title="Few").sessions.get()
    few.places_taken = 19
    few.save(update_fields=["places_taken"])
    cancel_event(make_event(title="Off"), reason="")
    make_event(
        plan(capacity=1), title="Elsewhere", booking_by="email", booking_address="a@b.example"
    )

    [(_, cards)] = client.get("/").context_data["months"]

    assert {card.title: [tag["text"] for tag in card.tags] for card in cards} == {
        "Plenty": [],
        "Full one": ["Full"],
        "Few": ["Few places left"],
        "Off": ["Cancelled"],
        "Elsewhere": [],
    }


def test_the_calendar_can_be_subscribed_to(client):
    response = client.get("/")

    assert (
        "https://placecard.example.gov.uk/calendar/education-events-and-briefings.ics</code>"
        in response.text
    )
    assert (
        'href="webcal://placecard.example.gov.uk/calendar/education-events-and-briefings.ics"'
        in response.text
    )


def test_what_an_organiser_typed_is_text(client):
    make_event(title="<script>alert(1)</script>", audiences=[make_audience("<b>Heads</b>")])

    text = client.get("/").text

    assert "<script>alert" not in text
    assert "<b>Heads" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_nothing_is_sent_to_it(client):
    assert client.post("/").status_code == 405


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries, number):
    for _ in range(number):
        make_event(plan(), plan(mode="in_person", join_link="", venue=make_venue()))
        make_event(plan(precision="none", **NOT_DATED), audiences=[make_audience()])

    with django_assert_num_queries(8):
        client.get("/")
    with django_assert_num_queries(2):
        client.get("/")
