"""The pages on which an organiser cancels a session or an event: asked, told, refused."""

from datetime import timedelta

import pytest
from django.db import connection

from bookings.models import Booking, Message
from events.models import Event, Session
from tests.factories import (
    NOON,
    cancel_session,
    make_booking,
    make_event,
    make_organiser,
    make_team,
    plan,
)
from tests.signing_in import let_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

WEEK = timedelta(days=7)


def page_of_event(event):
    return f"/organiser/events/{event.public_id}/cancel/"


def page_of(session):
    return f"/organiser/events/{session.event.public_id}/sessions/{session.public_id}/cancel/"


def two_sessions(**second):
    event = make_event(
        plan(label="First"), plan(label="Second", starts_at=NOON + 5 * WEEK, **second)
    )
    return event.sessions.with_place().order_by("pk")


def test_it_says_who_is_told_what_before_a_session_is_cancelled(signed_in):
    first, _ = two_sessions(capacity=1)
    attendee = make_booking(first, full_name="Ann Example", typed_school="Oakfield")
    make_booking(first, full_name="Ben Example", typed_school="Oakfield")

    response = signed_in.get(page_of(first))

    assert "2 people have booked this session. We will tell them." in response.text
    assert "<li>Ann Example, Oakfield</li>" in response.text
    assert "Cancel session and tell 2 people" in response.text
    assert "This session will not take place, so your place is cancelled." in response.text
    assert (
        "There is not enough room to move them to Second, Monday 7 December 2026, midday to"
        " 1:30pm, Online: 1 place is left." in response.text
    )
    assert "Move them to" not in response.text
    assert attendee.link_token not in response.text
    assert Session.objects.get(pk=first.pk).state == "scheduled"


def test_places_are_cancelled_if_the_organiser_chooses_so(signed_in):
    first, _ = two_sessions()
    make_booking(first)

    response = signed_in.post(page_of(first), {"reason": "Snow", "people": "cancel"})

    assert response.headers["Location"] == f"/organiser/events/{first.event.public_id}/"
    assert Session.objects.get(pk=first.pk).cancel_reason == "Snow"
    assert not Booking.objects.holding_a_place().exists()
    assert Message.objects.filter(kind="session_cancelled").count() == 1


def test_people_are_moved_if_the_organiser_chooses_so(signed_in):
    first, second = two_sessions()
    make_booking(first)
    asked = signed_in.get(page_of(first)).text

    signed_in.post(page_of(first), {"reason": "Snow", "people": second.public_id})

    assert "Move them to Second, Monday 7 December 2026, midday to 1:30pm, Online" in asked
    assert "The email if we move them" in asked
    assert Booking.objects.holding_a_place().get().session == second


def test_a_session_that_nobody_booked_asks_for_the_reason_alone(signed_in):
    first, _ = two_sessions()

    response = signed_in.get(page_of(first))
    signed_in.post(page_of(first), {"reason": "Snow"})

    assert "Nobody has booked this session." in response.text
    assert "What happens to the people" not in response.text
    assert Session.objects.get(pk=first.pk).state == "cancelled"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"reason": "", "people": "cancel"}, "Enter why it is cancelled"),
        ({"reason": "Snow"}, "Select what happens to the people who have booked"),
        ({"reason": "Snow", "people": "elsewhere"}, "Select one of these sessions"),
    ],
)
def test_what_is_missing_is_told_beside_the_field(signed_in, typed, sentence):
    first, _ = two_sessions()
    make_booking(first)

    response = signed_in.post(page_of(first), typed)

    assert sentence in response.text
    assert Session.objects.get(pk=first.pk).state == "scheduled"


def test_room_that_the_form_still_saw_and_is_gone_is_said_and_nothing_is_cancelled(signed_in):
    first, second = two_sessions(capacity=2)
    make_booking(first)
    make_booking(first)

    too_late = [second]

    def book_before_it_is_cancelled(execute, sql, *rest):
        if sql.startswith("SAVEPOINT") and too_late:
            make_booking(too_late.pop())
        return execute(sql, *rest)

    with connection.execute_wrapper(book_before_it_is_cancelled):
        response = signed_in.post(page_of(first), {"reason": "Snow", "people": second.public_id})

    assert response.status_code == 409
    assert "There is not enough room" in response.text
    assert "2 people have booked, and they do not all fit into Second, " in response.text
    assert Session.objects.get(pk=first.pk).state == "scheduled"


def test_a_session_is_cancelled_once(signed_in):
    first, _ = two_sessions()
    make_booking(first)
    cancel_session(first)

    shown = signed_in.get(page_of(first))
    again = signed_in.post(page_of(first), {"reason": "Snow again"})

    assert "This session is already cancelled." in shown.text
    assert again.status_code == 302
    assert Session.objects.get(pk=first.pk).cancel_reason == "Snow"
    assert Message.objects.filter(kind="session_cancelled").count() == 1


def test_an_event_is_cancelled_with_everybody_told(signed_in):
    first, second = two_sessions()
    make_booking(first)
    make_booking(second)

    asked = signed_in.get(page_of_event(first.event))
    done = signed_in.post(page_of_event(first.event), {"reason": "Snow"})

    assert "2 people have booked. We will tell them and cancel their places." in asked.text
    assert "<li>First, Monday 30 November 2026, midday to 1:30pm, Online</li>" in asked.text
    assert done.headers["Location"] == f"/organiser/events/{first.event.public_id}/"
    assert Event.objects.get().state == "cancelled"
    assert Message.objects.filter(kind="session_cancelled").count() == 2


def test_an_event_that_nobody_booked_says_so_and_asks_why(signed_in):
    event = make_event()

    asked = signed_in.get(page_of_event(event))
    wrong = signed_in.post(page_of_event(event), {"reason": " "})

    assert "Nobody has booked." in asked.text
    assert "Enter why it is cancelled" in wrong.text
    assert Event.objects.get().state == "published"


def test_a_cancelled_event_is_not_cancelled_again(signed_in):
    event = make_event()
    signed_in.post(page_of_event(event), {"reason": "Snow"})

    assert "This event is already cancelled." in signed_in.get(page_of_event(event)).text


@pytest.mark.parametrize("page", [page_of_event, lambda event: page_of(event.sessions.get())])
def test_drafts_other_teams_and_other_roles_cancel_nothing(client, settings, page):
    settings.REQUIRE_TOTP = False
    event, draft = make_event(), make_event(published=False)
    let_in(client, make_organiser())
    of_draft = client.post(page(draft), {"reason": "Snow"}).status_code
    let_in(client, make_organiser(team=make_team("Others")))
    others = client.post(page(event), {"reason": "Snow"}).status_code
    let_in(client, make_organiser(role="assistant"))
    assistant = client.post(page(event), {"reason": "Snow"}).status_code

    assert (of_draft, others, assistant) == (404, 404, 403)
    assert not Event.objects.filter(state="cancelled").exists()


@pytest.mark.parametrize(("sessions", "people"), [(2, 1), (30, 30)])
def test_the_number_of_queries_stays_the_same(
    signed_in, django_assert_num_queries, sessions, people
):
    event = make_event(*(plan(label=str(number), capacity=40) for number in range(sessions)))
    first = event.sessions.with_place().order_by("pk").first()
    for _ in range(people):
        make_booking(first)

    with django_assert_num_queries(14):
        signed_in.get(page_of(first))
    with django_assert_num_queries(10):
        signed_in.get(page_of_event(event))
