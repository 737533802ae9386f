"""How many people wait, on the organisers' first page and on the first page of an event."""

import pytest

from tests.bookings.home import HOME
from tests.bookings.waiting import join, join_all, make_full
from tests.bookings.waiting_tab import give_up, tab
from tests.factories import make_booking, make_event, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def overview(client, event):
    return client.get(f"/organiser/events/{event.public_id}/")


def test_the_first_page_counts_each_person_once_and_leads_to_the_list(signed_in):
    first, second = make_full(plan(capacity=1), plan(capacity=1))
    join(first, second)
    join(second)
    make_booking(make_event(title="Another").sessions.get())

    response = signed_in.get(HOME)

    lines = response.context_data["dashboard"].lines
    assert [(line.event.title, line.waiting) for line in lines] == [
        ("Headteacher briefing", 2),
        ("Another", 0),
    ]
    assert f'<a href="{tab(first.event)}">2 waiting<span' in response.text


def test_an_event_says_it_of_each_session(signed_in):
    first, second = make_full(plan(capacity=1, label="First"), plan(capacity=1, label="Second"))
    join_all(first, 2)
    give_up(first)

    response = overview(signed_in, first.event)

    rows = response.context_data["overview"].rows
    assert [(row.session, row.waiting) for row in rows] == [(first, 2), (second, 0)]
    assert f'<a href="{tab(first.event)}">2 waiting<span' in response.text
    assert "on the waiting list</a>" not in response.text


def test_a_course_says_it_as_a_whole(signed_in):
    first, _ = make_full(plan(capacity=1), plan(capacity=1), attendance="all")
    join(*first.event.sessions.with_place().order_by("pk"))

    response = overview(signed_in, first.event)

    assert response.context_data["overview"].waiting == 1
    assert f'<a href="{tab(first.event)}">1 person is on the waiting list</a>' in response.text
