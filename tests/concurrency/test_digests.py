"""Two workers come by on the same morning."""

from datetime import UTC, datetime, timedelta

import pytest

from bookings import digests
from bookings.models import DigestChoice, Message
from tests.concurrency.test_reminders import at_the_same_moment
from tests.factories import make_booking, make_event, make_organiser, plan

pytestmark = pytest.mark.django_db(transaction=True)

MONDAY = datetime(2026, 11, 2, 7, tzinfo=UTC)
BEFORE = MONDAY - timedelta(days=2)


def test_two_workers_queue_each_summary_once():
    event = make_event(plan(starts_at=MONDAY + timedelta(days=90)), at=BEFORE)
    make_booking(event.sessions.select_related("event").get(), at=BEFORE)
    told = []
    for _ in range(5):
        organiser = make_organiser()
        digests.choose_digest(organiser, wanted=True, at=BEFORE)
        told.append(organiser.email)

    at_the_same_moment(*[lambda: digests.queue_digests(MONDAY)] * 2)

    queued = Message.objects.filter(kind="digest").order_by("pk")
    assert sorted(message.to for message in queued) == sorted(told)
    assert {choice.told_until for choice in DigestChoice.objects.all()} == {MONDAY}
