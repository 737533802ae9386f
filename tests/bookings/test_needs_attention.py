"""What organisers read first: of which of their events something needs attention, and where."""

import itertools
import uuid
from datetime import date, timedelta

import pytest

from bookings.dashboard import needs
from bookings.lifecycle import colleagues, commands
from bookings.models import Message
from events import attention
from events.models import Event
from tests.bookings.home import HOME, SOON, rows, take, titles, urgent
from tests.events.pages import words
from tests.factories import (
    NOON,
    attach_document,
    make_booking,
    make_event,
    make_person,
    plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.mark.parametrize(
    ("taken", "places", "tags", "sentences"),
    [
        (40, 40, ["Full"], ["Full: Morning"]),
        (38, 40, ["Few places left"], ["Nearly full: 38 of 40, Morning"]),
        (35, 40, ["Few places left"], ["Nearly full: 35 of 40, Morning"]),
        (34, 40, [], []),
        (900, 1000, ["Few places left"], ["Nearly full: 900 of 1,000, Morning"]),
        (899, 1000, [], []),
        (1, 4, [], []),
        (2, 4, ["Few places left"], ["Nearly full: 2 of 4, Morning"]),
        (0, 5, [], []),
    ],
)
def test_how_full_a_session_is_needs_attention_in_time(signed_in, taken, places, tags, sentences):
    event = make_event(plan(label="Morning", capacity=places))
    take(event, taken)

    response = signed_in.get(HOME)

    overview = f"/organiser/events/{event.public_id}/"
    assert rows(response)[0][1] == tags
    assert urgent(response).get("Headteacher briefing", []) == [
        (sentence, overview) for sentence in sentences
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"booking_by": "email", "booking_address": "a@b.example"},
        {"published": False},
    ],
)
def test_places_that_are_not_booked_here_yet_are_no_matter(signed_in, fields):
    take(make_event(plan(capacity=40), **fields), 40)

    assert urgent(signed_in.get(HOME)) == {}


@pytest.mark.parametrize(
    ("starts_at", "said"),
    [
        (NOON + timedelta(hours=1), "No agenda, and it is today"),
        (NOON + timedelta(hours=12), "No agenda, and it is tomorrow"),
        (NOON + timedelta(days=7, hours=11), "No agenda, and it is in 7 days"),
        (NOON + timedelta(days=7, hours=12), None),
    ],
)
def test_without_an_agenda_it_says_so_from_a_week_before(signed_in, starts_at, said):
    event = make_event(plan(starts_at=starts_at))

    sentences = urgent(signed_in.get(HOME)).get("Headteacher briefing", [])

    documents = f"/organiser/events/{event.public_id}/documents/"
    assert sentences == ([(said, documents)] if said else [])


@pytest.mark.parametrize(
    ("document", "is_enough"),
    [
        ({}, True),
        ({"kind": "information", "stage": "before"}, True),
        ({"kind": "agenda", "stage": "after"}, True),
        ({"visible_to": "booked"}, True),
        ({"visible_to": "attended"}, False),
        ({"kind": "slides", "stage": "after"}, False),
    ],
)
def test_whatever_tells_those_who_come_beforehand_is_an_agenda(signed_in, document, is_enough):
    event = make_event(plan(starts_at=SOON))
    attach_document(event, **document)

    assert (urgent(signed_in.get(HOME)) == {}) is is_enough


def test_an_agenda_that_was_withdrawn_is_none(signed_in):
    document = attach_document(make_event(plan(starts_at=SOON)))
    document.withdrawn_at = NOON
    document.save(update_fields=["withdrawn_at"])

    assert [text for text, _ in urgent(signed_in.get(HOME))["Headteacher briefing"]] == [
        "No agenda, and it is in 5 days"
    ]


@pytest.mark.parametrize(
    ("session", "is_missed"),
    [
        ({"precision": "day", "on_date": date(2026, 11, 16)}, True),
        ({"precision": "half_day", "on_date": date(2026, 11, 16), "half": "pm"}, True),
        ({"precision": "day", "on_date": date(2026, 11, 17)}, False),
        ({"precision": "month", "on_date": date(2026, 11, 1)}, False),
        ({"precision": "none"}, False),
    ],
)
def test_a_date_without_a_time_is_missed_two_weeks_before(signed_in, session, is_missed):
    event = make_event(plan(label="Morning session", **session))
    attach_document(event)

    sentences = urgent(signed_in.get(HOME)).get("Headteacher briefing", [])

    edit = f"/organiser/events/{event.public_id}/edit/"
    assert sentences == ([("Morning session has a date but no time", edit)] if is_missed else [])


def session_at(day, number):
    """With a time, with only a date, with only a month, or undated."""
    if day is None:
        return {"precision": "none"}
    if number % 2:
        return {"starts_at": NOON + timedelta(days=day)}
    precision = "month" if number % 4 == 0 else "day"
    return {"precision": precision, "on_date": NOON.date() + timedelta(days=day)}


def test_what_the_database_finds_is_what_is_said_of_each():
    places = [(None, 0), (1, 0), (3, 1), (4, 2), (10, 9), (50, 44), (50, 45), (70, 62), (70, 63)]
    days = [None, -1, 0, 1, 6, 7, 8, 13, 14, 15, 30]
    for number, ((capacity, taken), day) in enumerate(itertools.product(places, days)):
        event = make_event(plan(capacity=capacity, **session_at(day, number)), title=str(number))
        take(event, taken)
        if number % 3 == 0:
            attach_document(event)

    found = needs.keys_of_events(Event.objects.all(), NOON)

    loaded = Event.objects.with_sessions_and_documents()
    assert found == {event.pk for event in loaded if attention.of_event(event, NOON)}
    assert 30 < len(found) < 70


def test_mail_that_reached_nobody_leads_to_those_people(signed_in):
    event = make_event(plan(label="First"), plan(label="Second"), attendance="any")
    sessions = event.sessions.select_related("event").in_order()
    make_booking(*sessions)
    make_booking(sessions[0])
    Message.objects.update(state="dead")
    make_booking(sessions[0])

    response = signed_in.get(HOME)

    address = f"/organiser/events/{event.public_id}/bookings/?only=undelivered"
    assert urgent(response) == {
        "Headteacher briefing": [("An email to 2 people could not be delivered", address)]
    }
    assert signed_in.get(address).context_data["listed"].page.paginator.count == 3


def test_mail_to_whoever_booked_for_several_counts_too_and_leads_to_them(signed_in):
    event = make_event()
    colleagues.book_for_colleagues(
        event=event,
        sessions=list(event.sessions.select_related("event")),
        people=[make_person(), make_person()],
        by=colleagues.BookedBy("The Office", "office@school.example"),
        form_uuid=uuid.uuid4(),
        at=NOON,
    )
    Message.objects.filter(kind="colleagues_booked").update(state="dead")

    [[(said, address)]] = urgent(signed_in.get(HOME)).values()

    assert said == "An email to 1 person could not be delivered"
    assert signed_in.get(address).context_data["listed"].page.paginator.count == 2


def test_mail_about_places_that_are_given_up_or_over_is_no_matter(signed_in):
    attendee = make_booking()
    commands.cancel_bookings(attendee, at=NOON)
    over = make_event(plan(starts_at=NOON + timedelta(hours=1)))
    make_booking(over.sessions.select_related("event").get())
    over.sessions.update(starts_at=NOON - timedelta(hours=9), over_at=NOON, sort_at=NOON)
    Message.objects.update(state="dead")

    assert urgent(signed_in.get(HOME)) == {}


def test_ten_that_need_attention_stand_on_top_and_the_rest_behind_a_link(signed_in):
    for number in range(12):
        make_event(plan(starts_at=SOON + timedelta(minutes=number)), title=f"Event {number}")

    response = signed_in.get(HOME)
    rest = signed_in.get(HOME, {"show": "attention"})

    assert list(urgent(response)) == [f"Event {number}" for number in range(10)]
    assert '<a href="?show=attention">and 2 more events that need attention</a>' in response.text
    assert titles(rest) == [f"Event {number}" for number in range(12)]
    assert urgent(rest) == {}
    assert words(rest).count("No agenda, and it is in 5 days") == 12
