"""From the page of a full session to the form, before anything has been typed."""

import re
from datetime import timedelta

import pytest

from tests.bookings.test_book_place_page import address
from tests.events.pages import words
from tests.factories import NOON, make_booking, make_event, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

FORM = re.compile(r'<form method="(\w+)"\s+action="([^"]+)"')


def full_and_free(attendance="one"):
    """Of an event whose first session is full: the attendee of it, and two of the sessions."""
    event = make_event(
        plan(label="Full", capacity=1),
        plan(label="Free", starts_at=NOON + timedelta(days=35)),
        plan(label="Free too", starts_at=NOON + timedelta(days=42)),
        attendance=attendance,
    )
    full, free, _ = event.sessions.with_place().order_by("pk")
    return make_booking(full, typed_school="Oakfield School"), full, free


def go_on(client, page, full, free):
    """To where "Continue" leads with the free session chosen."""
    refused = client.get(page, {"session": full.public_id})
    assert refused.template_name == "bookings/session_full.html"
    assert "Continue" in words(refused)
    assert FORM.search(refused.text).groups() == ("get", page)
    return client.get(page, {"session": free.public_id})


@pytest.mark.parametrize("attendance", ["one", "any"])
@pytest.mark.parametrize("form", ["book/", "book-for-colleagues/"])
def test_the_form_is_empty_finds_nothing_wrong_and_has_the_session_ticked(attendance, form, client):
    _, full, free = full_and_free(attendance)
    page = address(full.event).replace("book/", form)

    response = go_on(client, page, full, free)

    assert response.status_code == 200
    assert "There is a problem" not in words(response)
    [ticked] = re.findall(r'<input[^>]*value="(\w+)"[^>]*checked', response.text)
    assert ticked == free.public_id


def test_whoever_comes_from_a_booking_finds_their_school_filled_in(client):
    attendee, full, free = full_and_free("any")

    response = go_on(client, f"/b/{attendee.link_token}/colleagues/", full, free)

    assert 'value="Oakfield School"' in response.text
    assert "There is a problem" not in words(response)
