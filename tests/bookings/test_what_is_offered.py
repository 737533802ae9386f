"""What an attendee's pages offer: nothing that would be refused at that moment."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.models import Message
from tests.bookings.test_report_absence_page import START, of_three_weeks
from tests.events.pages import words
from tests.factories import NOON, as_sent, make_booking, make_event, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def page(attendee, rest=""):
    return f"/b/{attendee.link_token}/{rest}"


@pytest.mark.parametrize(("working_days", "is_offered"), [(0, True), (1, False)])
def test_no_page_offers_to_send_a_colleague_once_that_has_closed(working_days, is_offered, client):
    event = make_event(
        plan(starts_at=NOON + timedelta(hours=1)), substitution_working_days=working_days
    )
    attendee = make_booking(event.sessions.with_place().get(), at=NOON - timedelta(days=2))
    as_sent()
    other_address = {
        "full_name": attendee.full_name,
        "email": "another@school.example",
        "school_not_listed": "on",
        "typed_school": "Oakfield Primary School",
    }

    pages = [
        client.get(page(attendee)),
        client.get(page(attendee, "cancel/")),
        client.post(page(attendee, "details/"), other_address),
    ]

    assert pages[2].template_name == "bookings/address_is_settled.html"
    offers = ["/send-colleague/" in shown.text for shown in pages]
    assert offers == [is_offered] * 3


@pytest.mark.parametrize(
    ("at", "is_undelivered", "is_offered"),
    [
        (NOON + timedelta(hours=24), False, True),
        (NOON + timedelta(hours=25), False, False),
        (NOON + timedelta(hours=25), True, True),
        (START + timedelta(days=8), True, False),
    ],
    ids=["in time", "a day later", "not delivered", "not delivered, a session has begun"],
)
def test_the_address_is_offered_to_be_corrected_where_that_is_accepted(
    at, is_undelivered, is_offered, client, monkeypatch
):
    attendee = of_three_weeks("all")
    as_sent()
    if is_undelivered:
        Message.objects.update(state="dead", sent_at=None)
    monkeypatch.setattr(timezone, "now", lambda: at)
    corrected = {
        "full_name": attendee.full_name,
        "email": "right@school.example",
        "school_not_listed": "on",
        "typed_school": "Oakfield Primary School",
    }

    shown = words(client.get(page(attendee)))
    answer = client.post(page(attendee, "details/"), corrected)

    offered = "Wrong address?" in shown or "Correct the email address" in shown
    assert (offered, answer.status_code) == (is_offered, 302 if is_offered else 409)


def test_the_page_says_until_when_a_colleague_can_be_sent(client):
    until = "Send a colleague instead until 11:59pm on Wednesday 25 November 2026"
    closing, at_the_start = (
        make_booking(make_event(substitution_working_days=days).sessions.with_place().get())
        for days in (3, 0)
    )

    shown = [words(client.get(f"/b/{who.link_token}/")) for who in (closing, at_the_start)]

    assert [until in text for text in shown] == [True, False]
    assert "Send a colleague instead until" not in shown[1]
