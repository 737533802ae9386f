"""Further sessions for somebody who has booked, by the secret link."""

from datetime import timedelta

import pytest

from bookings.models import Message
from tests.bookings.test_your_booking_page import page
from tests.database import every_row
from tests.factories import NOON, make_booking, make_event, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def test_another_session_is_booked_where_any_may_be_attended(client):
    event = make_event(plan(), plan(starts_at=NOON + timedelta(days=35)), attendance="any")
    first, second = event.sessions.select_related("event").in_order()
    attendee = make_booking(first)
    Message.objects.all().delete()

    offered = client.get(page(attendee, "sessions/")).context_data["form"]
    asked = client.post(page(attendee, "sessions/"), {"csrfmiddlewaretoken": "x"})
    for _ in range(2):
        client.post(page(attendee, "sessions/"), {"sessions": [second.public_id]})

    assert [item["value"] for item in offered.items] == [second.public_id]
    assert asked.context_data["form"].errors == {
        "sessions": ["Select the sessions you will attend"]
    }
    assert attendee.bookings.holding_a_place().count() == 2
    assert list(Message.objects.values_list("kind", "booking__session")) == [
        ("place_booked", second.pk)
    ]


def test_a_full_or_closed_session_is_not_added(client):
    event = make_event(
        plan(), plan(starts_at=NOON + timedelta(days=35), capacity=0), attendance="any"
    )
    first, full = event.sessions.select_related("event").in_order()
    attendee = make_booking(first)
    before = every_row()

    response = client.post(page(attendee, "sessions/"), {"sessions": [full.public_id]})

    assert (response.status_code, response.template_name) == (409, "bookings/nothing_added.html")
    assert every_row() == before


def test_no_other_session_is_added_where_one_is_attended(client):
    event = make_event(plan(), plan(starts_at=NOON + timedelta(days=35)))
    first, second = event.sessions.select_related("event").in_order()
    attendee = make_booking(first)

    response = client.post(page(attendee, "sessions/"), {"sessions": [second.public_id]})

    assert response.status_code == 409
    assert attendee.bookings.get().session == first
