"""The page on which organisers book for somebody who calls."""

import pytest

from bookings.models import Attendee, AudienceRule, Message
from tests.bookings.acting import ANN, two_sessions
from tests.bookings.test_attendee_page import page
from tests.database import every_row
from tests.events.pages import words
from tests.factories import (
    amend_event,
    cancel_event,
    make_audience,
    make_booking,
    make_event,
    make_organiser,
    make_session,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

TYPED = ANN | {"typed_school": "Oak School", "school_not_listed": "on"}


def book_page(event):
    return f"/organiser/events/{event.public_id}/bookings/book/"


def errors(response):
    return {name: list(told) for name, told in response.context_data["form"].errors.items()}


def test_a_place_is_booked_by_phone(signed_in):
    first, second = two_sessions()

    empty = signed_in.get(book_page(first.event))
    response = signed_in.post(
        book_page(first.event), TYPED | {"sessions": second.public_id, "role": "Head"}
    )

    attendee = Attendee.objects.get()
    attendee.event = first.event
    assert "Which session will they attend?" in words(empty)
    assert "Do not email them about this" in words(empty)
    assert response["Location"] == page(attendee, "?done=booked")
    assert (attendee.full_name, attendee.role, attendee.bookings.get().session) == (
        *("Ann Example", "Head", second),
    )
    shown = words(signed_in.get(response["Location"]))
    assert "The place is booked. We are emailing them." in shown


def test_whoever_is_not_told_is_not_told_and_the_page_says_so(signed_in):
    session = make_session()

    response = signed_in.post(
        book_page(session.event), TYPED | {"sessions": session.public_id, "quietly": "on"}
    )

    assert not Message.objects.exists()
    assert "We have not emailed them." in words(signed_in.get(response["Location"]))


def test_somebody_who_books_for_a_colleague_gets_a_copy(signed_in):
    session = make_session()
    form = TYPED | {"sessions": session.public_id, "booking_for_other": "on"}

    wrong = signed_in.post(book_page(session.event), form)
    signed_in.post(
        book_page(session.event),
        form | {"booked_by_name": "Olive", "booked_by_email": "olive@school.example"},
    )

    assert errors(wrong) == {
        "booked_by_name": ["Enter the full name of whoever is booking"],
        "booked_by_email": ["Enter the email address of whoever is booking"],
    }
    assert list(Message.objects.values_list("to", flat=True).order_by("pk")) == [
        "ann@school.example",
        "olive@school.example",
    ]


def test_what_is_missing_is_told_beside_its_field(signed_in):
    first, _ = two_sessions()

    response = signed_in.post(book_page(first.event), {"role": "Head"})

    assert errors(response) == {
        "sessions": ["Select the session they will attend"],
        "full_name": ["Enter their full name"],
        "email": ["Enter their work email address"],
        "school": ["Select the school, or tick that it is not listed"],
    }
    assert "<title>Error: Book for someone" in response.text


def test_a_full_session_asks_first_and_then_adds_a_place(signed_in):
    session = make_session(capacity=1, label="Morning")
    make_booking(session)
    before = every_row()
    form = TYPED | {"sessions": session.public_id, "access_needs": "A ramp"}

    refused = signed_in.post(book_page(session.event), form)

    assert (refused.status_code, every_row()) == (409, before)
    shown = words(refused)
    assert "Full: Morning, Monday 30 November 2026, midday to 1:30pm, Online" in shown
    assert "You can add a place. The session will then have 2 places. Add a place" in shown
    assert '<input type="hidden" name="full_name" value="Ann Example">' in refused.text
    assert '<input type="hidden" name="knowing" value="full">' in refused.text
    signed_in.post(book_page(session.event), form | {"knowing": "full"})
    session.refresh_from_db()
    assert (session.capacity, session.places_taken) == (2, 2)


def test_an_assistant_adds_no_place(client, settings):
    settings.REQUIRE_TOTP = False
    client.force_login(make_organiser(role="assistant"))
    session = make_session(capacity=1)
    make_booking(session)

    refused = client.post(
        book_page(session.event), TYPED | {"sessions": session.public_id, "knowing": "full"}
    )

    assert refused.status_code == 409
    assert "Ask an organiser in your team to add places." in words(refused)
    assert "Add a place" not in words(refused)
    session.refresh_from_db()
    assert (session.capacity, session.places_taken) == (1, 1)


def test_a_limit_that_is_met_after_another_keeps_what_is_known(signed_in):
    session = make_session(capacity=1)
    amend_event(session.event, places_per_school=1)
    make_booking(session, typed_school="Oak School")
    form = TYPED | {"sessions": session.public_id}

    limit = signed_in.post(book_page(session.event), form)
    full = signed_in.post(book_page(session.event), form | {"knowing": "limit"})
    booked = signed_in.post(book_page(session.event), form | {"knowing": ["limit", "full"]})

    assert "1 person from one school can come to this event." in words(limit)
    assert "Continue" in words(limit)
    assert '<input type="hidden" name="knowing" value="limit">' in full.text
    assert '<input type="hidden" name="knowing" value="full">' in full.text
    assert booked.status_code == 302


def test_somebody_who_has_a_place_is_led_to(signed_in):
    attendee = make_booking(**ANN)
    session = attendee.bookings.get().session

    response = signed_in.post(book_page(session.event), TYPED | {"sessions": session.public_id})

    assert response.status_code == 409
    assert f'<a href="{page(attendee)}">Go to Ann Example’s booking</a>' in response.text


@pytest.mark.parametrize("odd", ["x", "Full", "\0"])
def test_what_nobody_can_know_is_told_and_books_nothing(signed_in, odd):
    session = make_session()

    response = signed_in.post(
        book_page(session.event), TYPED | {"sessions": session.public_id, "knowing": odd}
    )

    assert response.status_code == 200
    assert not Attendee.objects.exists()


def test_a_draft_and_a_cancelled_event_are_not_booked(signed_in):
    draft, cancelled = make_event(published=False), make_event()
    cancel_event(cancelled)

    assert signed_in.get(book_page(draft)).status_code == 404
    assert "There is no session to come." in words(signed_in.get(book_page(cancelled)))


def test_the_list_leads_to_each_attendee_and_to_booking_for_someone(signed_in):
    attendee = make_booking(**ANN)

    shown = signed_in.get(f"/organiser/events/{attendee.event.public_id}/bookings/").text

    assert f'<a href="{page(attendee)}">Ann Example</a>' in shown
    assert f'href="{book_page(attendee.event)}"' in shown


def test_a_school_that_the_event_is_not_for_is_let_in_knowingly(signed_in):
    audience = make_audience()
    AudienceRule.objects.create(audience=audience, phases=["Primary"])
    event = make_event(audiences=[audience], outside_audience="refuse")
    form = TYPED | {"sessions": event.sessions.get().public_id}

    refused = signed_in.post(book_page(event), form)
    booked = signed_in.post(book_page(event), form | {"knowing": "outside"})

    assert "This event is not for this school" in words(refused)
    assert '<input type="hidden" name="knowing" value="outside">' in refused.text
    assert booked.status_code == 302


def test_each_of_several_full_sessions_is_named(signed_in):
    first, second = two_sessions(attendance="any", capacity=1)
    amend_event(first.event, sessions=[{"capacity": 1}, {}])
    make_booking(first, second)

    refused = signed_in.post(
        book_page(first.event), TYPED | {"sessions": [first.public_id, second.public_id]}
    )

    assert "Full: First, Monday 30 November" in words(refused)
    assert "; Second, Monday 7 December" in words(refused)
    assert "You can add one place to each." in words(refused)
