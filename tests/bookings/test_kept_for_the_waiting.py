"""An extra session whose places go to the waiting list first, as everybody else reads of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.lifecycle import extra_sessions
from events import event_page
from tests.bookings.test_book_place_page import address, answers
from tests.bookings.waiting import join, make_full, sessions_of
from tests.bookings.waiting_pages import list_address
from tests.events.pages import page, words
from tests.factories import NOON, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

UNTIL = NOON + timedelta(days=1)
FIRST = (
    "First offered to those on the waiting list. "
    "Booking opens at midday on Tuesday 3 November 2026."
)


@pytest.fixture
def extra():
    """Two places, of which one is offered."""
    [full] = make_full()
    join(full)
    return extra_sessions.open_extra_session(
        full.event, plan(capacity=2, label="Extra"), waiting_first_until=UNTIL, at=NOON, by=None
    )


def test_the_page_says_when_booking_opens_and_changes_by_itself_then(client, extra, monkeypatch):
    before = client.get(page(extra.event))
    changes_at = event_page.changes_by_itself(extra.event, sessions_of(extra.event), NOON)
    monkeypatch.setattr(timezone, "now", lambda: UNTIL)

    after = client.get(page(extra.event))

    form = f'href="{address(extra.event, extra)}"'
    assert changes_at == UNTIL
    assert (FIRST in words(before), form in before.text) == (True, False)
    assert (FIRST in words(after), form in after.text) == (False, True)


def test_whoever_wants_to_book_it_before_is_told_when_to_come_back(client, extra):
    looked = client.get(address(extra.event, extra))
    sent = client.post(address(extra.event), answers(extra))

    for response in (looked, sent):
        assert response.status_code == 409
        assert "Booking has not opened yet" in words(response)
        assert FIRST in words(response)
    assert "Come back then to book a place." in words(looked)
    assert "We have kept your answers on this page." in words(sent)


def test_nobody_joins_the_list_of_what_is_about_to_open(client, extra):
    response = client.get(list_address(extra.event, extra))

    assert list_address(extra.event, extra) not in client.get(page(extra.event)).text
    assert response.status_code == 409
    assert FIRST in words(response)
