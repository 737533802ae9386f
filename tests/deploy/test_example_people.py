"""The people of the examples, who let organisers try the list out."""

import pytest

from bookings.models import Attendee, Booking, Message
from deploy.examples.load import load_examples
from tests.database import every_row
from tests.factories import NOON

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_events_have_been_booked_and_nobody_was_mailed(noon):
    load_examples(at=NOON)

    events = Booking.objects.holding_a_place().values_list("session__event__title", flat=True)
    assert {title: list(events).count(title) for title in events} == {
        "Westshire headteacher briefing": 18,
        "SEND workshops with the Oakway Partnership": 18,
    }
    assert set(
        Attendee.objects.exclude(access_needs="").values_list("event__title", flat=True)
    ) == {"SEND workshops with the Oakway Partnership"}
    assert all(attendee.email.endswith(".westshire.example") for attendee in Attendee.objects.all())
    assert not Message.objects.exists()


def test_loading_again_books_nobody(noon):
    load_examples(at=NOON)
    before = every_row()

    load_examples(at=NOON)

    assert every_row() == before
