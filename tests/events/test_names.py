"""What each row calls itself in a log or a shell."""

from datetime import UTC, date, datetime

import pytest

from events.models import (
    AuditEntry,
    CacheEntry,
    Count,
    FeedEntry,
    FeedVersion,
    JobLease,
    Membership,
    Update,
)
from tests.events.pages import attach
from tests.factories import NOON, make_event, make_organiser, make_venue, plan

pytestmark = pytest.mark.django_db


def test_every_row_says_what_it_is():
    event = make_event(plan(label="Morning"))
    document = attach(event)
    organiser = make_organiser()
    entry = AuditEntry(at=NOON, action="event_created", object_type="event", object_id="abcd2345")
    hour = datetime(2026, 11, 2, 12, tzinfo=UTC)

    assert [
        str(event.team),
        str(event),
        str(event.sessions.get()),
        str(document),
        str(document.versions.get()),
        str(organiser),
        str(Membership.objects.get()),
        str(make_venue()),
        str(Update(title="Weekly update", published_on=date(2026, 10, 30))),
        str(entry),
        str(Count(number=3, window_starts_at=hour)),
        str(CacheEntry(expires=hour)),
        str(JobLease(name="tidy_up", next_at=hour)),
        str(FeedEntry(revision=3)),
        str(FeedVersion(scope="all", number=12)),
    ] == [
        "Education Events",
        "Headteacher briefing",
        "Headteacher briefing Morning",
        "Agenda",
        "Agenda, version 1",
        "Olu Organiser",
        "Olu Organiser: Organiser of Education Events",
        "Ashby Hall",
        "Weekly update",
        "2026-11-02 12:00 event_created event abcd2345",
        "3 since 2026-11-02 12:00:00+00:00",
        "until 2026-11-02 12:00:00+00:00",
        "tidy_up",
        "revision 3",
        "all 12",
    ]
