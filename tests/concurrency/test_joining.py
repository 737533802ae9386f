"""Somebody joins twice at once, or while the place or the session is cancelled: real threads."""

from collections import Counter

import pytest

from bookings.lifecycle import commands, event_changes, joining
from bookings.lifecycle.refusals import CannotJoin
from bookings.models import Booking
from events.models import AuditEntry
from tests.bookings.joining import OPENS, START, booked
from tests.concurrency.test_locks import waits
from tests.concurrency.test_places import in_threads
from tests.factories import make_session

pytestmark = pytest.mark.django_db(transaction=True)


def test_joining_many_times_at_once_records_one_joining():
    booking = booked()

    joined = in_threads(lambda at: joining.record_joining(booking, at=at), [OPENS, START] * 10)

    [kept] = set(Booking.objects.values_list("joined_at", flat=True))
    assert {one.joined_at for one in joined} == {kept}
    assert kept in {OPENS, START}
    assert AuditEntry.objects.filter(action="session_joined").count() == 1


@pytest.mark.parametrize(
    "cancel",
    [
        lambda booking: commands.cancel_bookings(booking.attendee, at=OPENS),
        lambda booking: event_changes.cancel_session(
            booking.session, reason="Snow", at=OPENS, by=None
        ),
    ],
    ids=["the place", "the session"],
)
def test_a_place_that_is_cancelled_at_once_is_joined_before_or_not_at_all(cancel):
    def join(booking):
        try:
            return joining.record_joining(booking, at=OPENS).joined_at
        except CannotJoin:
            return None

    for _ in range(5):
        booking = booked(make_session())
        joined, _ = in_threads(lambda act, one=booking: act(one), [join, cancel])

        booking.refresh_from_db()
        assert (booking.state, booking.joined_at) == ("cancelled", joined)
    told = AuditEntry.objects.filter(action="session_joined").values_list("object_id", flat=True)
    assert set(Counter(told).values()) <= {1}


def test_joining_waits_while_the_event_is_held():
    booking = booked()
    events = type(booking.session.event).objects.filter(pk=booking.session.event_id)

    assert waits(lambda: joining.record_joining(booking, at=START), while_held=events)
