"""A place that is offered to somebody who waits is taken, but nobody has booked it."""

import pytest

from events.models import Session
from tests.bookings import test_print_session_page as printing
from tests.bookings.home import HOME
from tests.bookings.test_cancel_pages import page_of
from tests.bookings.test_edit_event_page import save
from tests.bookings.waiting import count, give_up, join, make_full
from tests.events.pages import words
from tests.factories import cancel_event, make_audience, make_event, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.fixture
def half_offered():
    """Two sessions with two places each: one booked and one offered, and one booked."""
    sessions = [plan(label=label, capacity=2) for label in ("First", "Second")]
    first, second = make_full(
        *sessions, booked=2, body="All about it.", audiences=[make_audience()]
    )
    join(first)
    give_up(first)
    give_up(second)
    assert [count(one) for one in (first, second)] == [(2, 2, 0), (2, 1, 0)]
    return first, second


def test_whoever_has_booked_a_cancelled_session_is_moved_where_there_is_room_for_them(
    signed_in, half_offered
):
    first, second = half_offered

    asked = words(signed_in.get(page_of(first)))
    signed_in.post(page_of(first), {"reason": "Snow", "people": second.public_id})

    assert "1 person has booked this session." in asked
    assert "Move them to Second" in asked
    assert count(second) == (2, 2, 0)


def test_a_session_that_is_only_offered_is_cancelled_for_the_reason_alone(signed_in, half_offered):
    first, _ = half_offered
    give_up(first)

    asked = words(signed_in.get(page_of(first)))
    signed_in.post(page_of(first), {"reason": "Snow"})

    assert "Nobody has booked this session." in asked
    assert "What happens to the people" not in asked
    assert Session.objects.get(pk=first.pk).state == "cancelled"


def test_what_is_only_offered_is_not_printed(signed_in, half_offered):
    first, second = half_offered
    shown = words(signed_in.get(printing.page(first.event)))
    give_up(first)

    badges = printing.send(signed_in, first, what="badges")

    assert shown.count("(1 person)") == 2
    assert printing.errors(badges) == {"session": ["Nobody has booked this session"]}
    sheet = printing.send(signed_in, second)
    assert sheet["Content-Type"] == "application/pdf"


def test_fewer_places_than_are_booked_and_offered_are_refused_as_such(signed_in, half_offered):
    first, _ = half_offered

    response = save(signed_in, first.event, session_0__capacity="1")

    assert "2 places are booked or offered. Enter 2 or more places" in response.text


@pytest.mark.parametrize("page", ["", "bookings/"])
def test_places_are_headed_booked_or_offered_where_somebody_waits(signed_in, half_offered, page):
    first, _ = half_offered
    address = f"/organiser/events/{first.event.public_id}/{page}"

    offered = words(signed_in.get(address))
    cancelled = signed_in.post(page_of(first), {"reason": "Snow", "people": "cancel"})
    closed = words(signed_in.get(address))

    assert cancelled.status_code == 302
    assert "Session Booked or offered" in offered
    assert "Session Booked" in closed
    assert "Booked or offered" not in closed


def test_the_first_page_heads_them_so_too(signed_in, half_offered):
    first, _ = half_offered

    offered = signed_in.get(HOME)
    cancel_event(first.event)
    make_event()
    closed = signed_in.get(HOME).text

    assert "Session Booked or offered" in words(offered)
    assert 'data-heading="Booked or offered"' in offered.text
    assert "Booked or offered" not in closed
