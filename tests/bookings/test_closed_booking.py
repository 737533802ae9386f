"""What says why booking is not open: a heading, a sentence and a next step of its own for each."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from bookings.models import Attendee
from events.models import Event
from tests.bookings.test_book_place_page import LATER, address, answers
from tests.database import COUNTS, every_row
from tests.events.pages import words
from tests.factories import NOON, attach_document, make_event, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

WEEK = timedelta(days=7)
WHEN = "Monday 30 November 2026, midday to 1:30pm, Online"
TO_BE_CONFIRMED = {"precision": "none", "mode": "to_be_confirmed", "join_link": ""}


def refused(response):
    """What stands between the title of the event and the way back to it."""
    assert (response.status_code, response.template_name) == (409, "bookings/not_open.html")
    return (
        words(response).rpartition("Headteacher briefing ")[2].partition(" Go back to the event")[0]
    )


def look(client, event, session=None):
    return refused(client.get(address(event, session)))


def send(client, event, **fields):
    """A form that was opened while booking was open."""
    return client.post(address(event), answers(event.sessions.first(), **fields))


@pytest.fixture
def clock(monkeypatch):
    """Set the clock to a moment."""
    return lambda at: monkeypatch.setattr(timezone, "now", lambda: at)


def test_booking_that_has_not_opened_says_when_to_come_back(client):
    event = make_event(opens_at=NOON + WEEK - timedelta(hours=3))

    assert look(client, event) == (
        f"Booking has not opened yet {WHEN} Booking opens at 9am on Monday 9 November 2026. Come "
        "back then to book a place."
    )


def test_what_was_sent_before_booking_opened_is_kept_and_books_once_it_has(client, clock):
    event = make_event(opens_at=NOON + WEEK)
    early = send(client, event, full_name="Ann Example")

    assert refused(early) == (
        f"Booking has not opened yet {WHEN} You do not have a place. Booking opens at midday on "
        "Monday 9 November 2026. We have kept your answers on this page. Leave it open, and try "
        "again once booking has opened. Try again"
    )
    kept = dict(early.context_data["form"].kept_answers)
    session = event.sessions.get().public_id
    assert f'name="sessions" value="{session}"' in early.text
    assert not Attendee.objects.exists()
    clock(NOON + WEEK)

    booked = client.post(address(event), kept | {"sessions": session})

    assert booked.status_code == 302
    assert Attendee.objects.get().full_name == "Ann Example"


def test_booking_that_has_closed_says_when_and_whom_to_ask_for_a_late_place(client):
    event = make_event(closes_working_days=30)
    before = every_row(but=COUNTS)

    looked, sent = look(client, event), send(client, event)

    why = (
        "Booking closed at 11:59pm on Monday 19 October 2026. If you still want to come, contact "
        "the organisers using the details below and ask for a late place."
    )
    assert looked == f"Booking has closed {WHEN} {why}"
    assert refused(sent) == f"Booking has closed {WHEN} You do not have a place. {why}"
    assert "If you need help Education Events team events@westshire.example" in words(sent)
    assert every_row(but=COUNTS) == before


@pytest.mark.parametrize("closes_working_days", [0, 3])
def test_a_session_that_has_begun_says_so(client, clock, closes_working_days):
    event = make_event(closes_working_days=closes_working_days)
    clock(NOON + 4 * WEEK)

    assert look(client, event) == (
        f"This session has started {WHEN} You can no longer book a place. If you still want to "
        "come, contact the organisers using the details below."
    )


def test_a_day_without_a_time_has_closed_before_anybody_knows_that_it_has_begun(client, clock):
    event = make_event(plan(precision="day", on_date=(NOON + 4 * WEEK).date()))
    clock(NOON + 4 * WEEK)

    assert look(client, event).startswith("Booking has closed")


@pytest.mark.parametrize(
    "fields", [{}, {"opens_at": NOON}, {"booking_by": "invitation"}, {"attendance": "all"}]
)
def test_what_has_taken_place_says_whom_to_ask_for_another(client, clock, fields):
    event = make_event(**fields)
    clock(NOON + 5 * WEEK)

    assert look(client, event) == (
        f"This session has taken place {WHEN} You can no longer book a place. Contact the "
        "organisers if you want to know when the event is held again."
    )


def test_what_has_taken_place_leads_to_its_documents_and_to_sessions_to_come(client, clock):
    event = make_event(plan(), plan(label="Next", starts_at=NOON + 8 * WEEK))
    attach_document(event)
    past, following = event.sessions.order_by("pk")
    clock(NOON + 5 * WEEK)

    told = look(client, event, past)
    sent = send(client, event, full_name="Ann Example")

    assert told.startswith(
        f"This session has taken place {WHEN} You can no longer book a place. You can open the "
        "documents on the event’s page. Book another session Which session will you attend? Next,"
    )
    assert "We have kept your answers." in refused(sent)
    assert sent.context_data["others"] == [following]


def test_a_date_to_be_confirmed_comes_into_the_calendar_that_one_subscribes_to(client):
    event = make_event(plan(**TO_BE_CONFIRMED))

    response = client.get(address(event))

    assert refused(response).startswith(
        "Date to be confirmed Date to be confirmed, Place to be confirmed Booking opens when the "
        "date is confirmed. Come back later, or subscribe to the event’s calendar. It will show "
        "the date once it is confirmed. Open in your calendar app"
    )
    assert f"/{event.feed_name}.ics</code>" in response.text


def test_other_sessions_that_have_a_date_can_be_booked_instead(client):
    event = make_event(plan(**TO_BE_CONFIRMED), plan(label="Dated", starts_at=LATER))

    told = look(client, event, event.sessions.get(precision="none"))

    assert told.startswith("Date to be confirmed")
    assert "Book another session Which session will you attend? Dated," in told


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (
            {"booking_by": "link", "booking_address": "https://book.example/heads"},
            "You book this event on another site {} Book on book.example",
        ),
        (
            {"booking_by": "email", "booking_address": "b@westshire.example"},
            "You book this event by email {} To book, email b@westshire.example with your full "
            "name, your school and the session you will attend.",
        ),
        (
            {"booking_by": "invitation"},
            "This event is by invitation {} If you expected an invitation and do not have one, "
            "contact Education Events team .",
        ),
    ],
)
def test_what_is_booked_elsewhere_says_how(client, fields, told):
    event = make_event(**fields)

    assert look(client, event) == told.format(WHEN)
    sent = refused(send(client, event))
    assert sent == told.format(f"{WHEN} You do not have a place.")
    assert not Attendee.objects.exists()


def test_an_event_that_is_booked_elsewhere_at_this_moment_says_how_it_is_booked_now(client):
    event = make_event()
    client.get(address(event))  # which keeps it as it is
    Event.objects.update(booking_by="email", booking_address="b@westshire.example")

    response = send(client, event)

    assert "To book, email b@westshire.example" in refused(response)


@pytest.mark.parametrize("number", [1, 3])
def test_why_it_is_not_open_is_said_with_as_many_queries_for_many_as_for_one(
    client, clock, django_assert_num_queries, number
):
    event = make_event(*(plan(starts_at=NOON + WEEK * week) for week in range(1, number + 1)))
    for _ in range(number):
        attach_document(event)
    clock(NOON + 5 * WEEK)
    client.get(address(event))

    with django_assert_num_queries(2):
        look(client, event)


@pytest.mark.parametrize(
    ("starts_at", "closes_at", "in_words"),
    [
        ((2027, 3, 29, 8), (2027, 3, 25, 23, 59), "Thursday 25 March 2027"),  # Easter, and clocks
        ((2027, 3, 30, 8), (2027, 3, 25, 23, 59), "Thursday 25 March 2027"),
        ((2027, 3, 31, 8), (2027, 3, 30, 22, 59), "Tuesday 30 March 2027"),
        ((2026, 10, 26, 9), (2026, 10, 23, 22, 59), "Friday 23 October 2026"),
        ((2026, 10, 27, 9), (2026, 10, 26, 23, 59), "Monday 26 October 2026"),
    ],
)
def test_booking_is_open_to_the_last_second_on_londons_clocks(
    starts_at, closes_at, in_words, client, clock
):
    starts_at, closes_at = (datetime(*moment, tzinfo=UTC) for moment in (starts_at, closes_at))
    at = datetime(2026, 9, 1, tzinfo=UTC)
    event = make_event(plan(starts_at=starts_at), closes_working_days=1, at=at)

    clock(closes_at - timedelta(seconds=1))
    booked = send(client, event, email="ann@school.example")
    clock(closes_at)
    late = send(client, event, email="bo@school.example")

    assert booked.status_code == 302
    assert f"Booking closed at 11:59pm on {in_words}." in refused(late)
    assert Attendee.objects.get().email == "ann@school.example"
