"""An event's page: its sessions as cards, how to book, how to get there, whom to ask."""

import re
from datetime import date, timedelta

import pytest

from events.models import Update
from tests.database import every_row
from tests.events.pages import attach, page, words
from tests.factories import NOON, cancel_event, make_audience, make_event, make_venue, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

NOT_DATED = {"mode": "to_be_confirmed", "join_link": ""}


def test_the_page_tells_what_when_where_and_whom_to_ask(client):
    event = make_event(
        plan(speakers="Dr A Speaker\nB Other", label="Virtual session A"),
        summary="A briefing.",
        body="Bring *questions*.",
        audiences=[make_audience("Headteachers"), make_audience("SENCOs")],
        contact_telephone="01632 960 001",
    )

    response = client.get(page(event))

    assert response.status_code == 200
    assert "<title>Headteacher briefing - Education events and briefings</title>" in response.text
    text = words(response)
    for said in [
        "Headteachers, SENCOs Headteacher briefing A briefing. Bring questions .",
        "Monday 30 November 2026, midday to 1:30pm Virtual session A Online. We email you the link",
        "Speakers: Dr A Speaker, B Other 20 places left Booking closes at midday on Monday 30",
        "Contact Education Events team events@westshire.example Call 01632 960 001",
    ]:
        assert said in text
    assert "https://meet.example/join" not in response.text


def test_each_session_has_its_own_way_to_book(client):
    event = make_event(plan(), plan(starts_at=NOON + timedelta(days=30)))

    response = client.get(page(event))

    links = re.findall(r'class="govuk-button"\s+href="([^"]*)"', response.text)
    assert links == [f"{page(event)}book/?session={s.public_id}" for s in event.sessions.in_order()]
    assert "Choose one of these sessions." in response.text


@pytest.mark.parametrize(
    ("attendance", "sentence"),
    [
        ("any", "Choose one or more sessions."),
        ("all", "You book all of these sessions together."),
    ],
)
def test_how_many_sessions_one_attends_is_said(client, attendance, sentence):
    event = make_event(plan(), plan(starts_at=NOON + timedelta(days=30)), attendance=attendance)

    assert sentence in client.get(page(event)).text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"starts_at": NOON + timedelta(hours=-1), "hours": 2},
            "Booking closed at 11am on Monday 2",
        ),
        ({"starts_at": NOON - timedelta(days=2)}, "This session has taken place."),
        ({"precision": "none", **NOT_DATED}, "Booking opens when the date is confirmed."),
        (
            {"precision": "month", "on_date": date(2026, 12, 1), **NOT_DATED},
            "December 2026, date to be confirmed",
        ),
    ],
)
def test_a_session_that_cannot_be_booked_says_why(client, fields, sentence):
    response = client.get(page(make_event(plan(**fields))))

    assert sentence in words(response)
    assert "Book this session" not in response.text


def test_booking_that_has_not_opened_says_when(client):
    event = make_event(opens_at=NOON + timedelta(days=1))

    response = client.get(page(event))

    assert "Booking opens at midday on Tuesday 3 November 2026." in words(response)
    assert "Book this session" not in response.text


def test_a_full_session_says_so(client):
    event = make_event(plan(capacity=1))
    event.sessions.update(places_taken=1)

    response = client.get(page(event))

    assert "midday to 1:30pm Full Online All places are taken." in words(response)
    assert "Book this session" not in response.text


def test_one_place_left_is_one_place(client):
    event = make_event(plan(capacity=10))
    event.sessions.update(places_taken=9)

    assert "Few places left Online. We email" in words(client.get(page(event)))
    assert "1 place left" in words(client.get(page(event)))


def test_without_a_limit_no_number_of_places_is_shown(client):
    event = make_event(plan(capacity=None))

    response = client.get(page(event))

    assert "left" not in words(response)
    assert "Book this session" in response.text


def test_past_sessions_come_after_those_to_come(client):
    event = make_event(plan(starts_at=NOON - timedelta(days=7)), plan())

    context = client.get(page(event)).context_data

    assert [card.when for card in context["coming"]] == [
        "Monday 30 November 2026, midday to 1:30pm"
    ]
    assert [card.when for card in context["past"]] == ["Monday 26 October 2026, midday to 1:30pm"]


def test_when_all_is_over_the_page_says_so(client):
    event = make_event(plan(starts_at=NOON - timedelta(days=7)))

    assert "All sessions of this event have taken place." in words(client.get(page(event)))


def test_a_cancelled_event_stays_to_say_so(client):
    event = make_event()
    cancel_event(event, reason="The venue has flooded.")

    text = words(client.get(page(event)))

    assert "Headteacher briefing Cancelled This event is cancelled. You can no longer" in text
    assert "Cancelled Online The venue has flooded." in text
    assert "Book this session" not in text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"booking_by": "link", "booking_address": "https://tickets.example/e/1"},
            "You book this event on another site: book on tickets.example .",
        ),
        (
            {"booking_by": "link", "booking_address": "javascript:alert(1)"},
            "You book this event on another site.",
        ),
        (
            {"booking_by": "email", "booking_address": "book@westshire.example"},
            "To book, email book@westshire.example with your full name, your school",
        ),
        (
            {"booking_by": "invitation"},
            "If you expected an invitation and do not have one, contact Education",
        ),
        (
            {"booking_by": "invitation", "contact_email": "", "contact_telephone": "01632 960 001"},
            "do not have one, contact Education Events team, 01632 960 001",
        ),
    ],
)
def test_what_is_booked_elsewhere_says_where_instead_of_a_button(client, fields, sentence):
    response = client.get(page(make_event(**fields)))

    assert sentence in words(response)
    assert "Book this session" not in response.text
    assert "javascript:" not in response.text


def test_a_venue_is_described_once(client):
    venue = make_venue(
        travel="Parking for 80.",
        step_free_access="By the main door.",
        hearing_loop="In the hall.",
        telephone="01632 960 002",
        map_link="https://maps.example/1",
    )
    at_venue = {"mode": "in_person", "join_link": "", "venue": venue}
    starts_at = NOON + timedelta(days=28)
    event = make_event(
        plan(**at_venue, arrive_at=starts_at - timedelta(minutes=30)),
        plan(**at_venue, starts_at=NOON + timedelta(days=30)),
    )

    text = words(client.get(page(event)))

    assert "midday to 1:30pm Ashby Hall, WS1 2AB Arrive from 11:30am" in text
    assert text.count("1 High Street Ashby WS1 2AB Map of Ashby Hall Travel and parking:") == 1
    assert "Step-free access: By the main door. Hearing loop: In the hall. Phone: 01632" in text


def test_the_update_that_announced_it_is_linked(client):
    update = Update.objects.create(
        published_on=date(2026, 10, 30), title="30 October weekly update"
    )
    event = make_event(update=update)

    response = client.get(page(event))

    assert f'href="/updates/{update.public_id}/30-october-weekly-update/"' in response.text


def test_the_event_alone_can_be_subscribed_to(client):
    event = make_event()

    assert f"webcal://placecard.example.gov.uk/calendar/{event.feed_name}.ics" in (
        client.get(page(event)).text
    )


@pytest.mark.parametrize("slug", ["", "another-title/"])
def test_a_missing_or_wrong_slug_leads_to_the_right_one(client, slug):
    event = make_event()

    response = client.get(f"/events/{event.public_id}/{slug}")

    assert (response.status_code, response["Location"]) == (301, page(event))


def test_a_draft_is_not_found(client):
    assert client.get(page(make_event(published=False))).status_code == 404


def test_an_unknown_event_is_not_found_in_the_services_words(client):
    response = client.get("/events/abcd2345/x/")

    assert response.status_code == 404
    assert "<title>Page not found - Education events and briefings</title>" in response.text
    assert "education.events@westshire.example" in response.text


def test_an_unlisted_event_opens_by_its_address(client):
    assert client.get(page(make_event(is_listed=False))).status_code == 200


def test_nothing_is_sent_to_it(client):
    assert client.post(page(make_event())).status_code == 405


def test_looking_changes_nothing(client):
    event = make_event()
    before = every_row()

    client.get(page(event))

    assert every_row() == before


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries, number):
    venue = {"mode": "in_person", "join_link": "", "venue": make_venue()}
    plans = [plan(starts_at=NOON + timedelta(days=n), **venue) for n in range(1, number + 1)]
    event = make_event(*plans, audiences=[make_audience(str(n)) for n in range(number)])
    for n in range(number):
        attach(event, title=f"Paper {n}")

    with django_assert_num_queries(8):
        client.get(page(event))
    with django_assert_num_queries(2):
        client.get(page(event))
