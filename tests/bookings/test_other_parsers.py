"""Every feed and invitation, read by two programs that are not the one that wrote it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bookings.mail import invitations
from bookings.mail.facts import BookingFacts
from bookings.models import Booking
from events.models import Session
from events.plans import SessionPlan
from tests.bookings.answered import ANN
from tests.bookings.own_calendar import calendar_of, feed
from tests.events.test_feeds import fetch
from tests.factories import NOON, cancel_session, make_audience, make_booking, make_event, plan
from tests.parsers import READERS, Seen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

LAST_DAY_OF_WINTER = datetime(2027, 3, 27, 10, tzinfo=UTC)
CLOCK_CHANGES = [
    LAST_DAY_OF_WINTER,
    datetime(2027, 3, 28, 0, 30, tzinfo=UTC),  # ends after the hour that there is not
    datetime(2027, 3, 29, 8, 30, tzinfo=UTC),
    datetime(2027, 10, 30, 9, tzinfo=UTC),
    datetime(2027, 10, 30, 23, 30, tzinfo=UTC),  # ends in the second of two hours that are alike
    datetime(2027, 10, 31, 2, 30, tzinfo=UTC),
    datetime(2027, 11, 1, 9, 30, tzinfo=UTC),
]
A_DAY = date(2027, 3, 28)


@pytest.fixture
def event():
    """Sessions on both sides of each clock change, one of a day without a time."""
    times = [plan(label=f"{at:%d %B %H:%M}", starts_at=at, hours=1.5) for at in CLOCK_CHANGES]
    day = SessionPlan(label="Day", precision="day", on_date=A_DAY)
    return make_event(*times, day, attendance="any", audiences=[make_audience("Heads")])


def expected(session: Session, uid: str, sequence: int, status: str = "") -> Seen:
    status = status or ("CONFIRMED" if session.starts_at else "TENTATIVE")
    begins = session.starts_at or session.on_date
    ends = session.ends_at or A_DAY + timedelta(days=1)
    return Seen(uid, status, sequence, begins, ends)


def all_of(event):
    return sorted(expected(one, one.uid, one.feed_sequence) for one in event.sessions.all())


@pytest.mark.parametrize("read", READERS)
def test_public_calendars_say_when_sessions_are(client, event, read):
    everything = "/calendar/education-events-and-briefings.ics"
    for_heads = "/calendar/audience/heads/online/education-events-and-briefings-heads-online.ics"

    found = [
        read(fetch(client, path).content.decode())
        for path in (everything, f"/calendar/{event.feed_name}.ics")
    ]

    assert found == [all_of(event)] * 2
    online = [one for one in all_of(event) if isinstance(one.begins, datetime)]
    assert read(fetch(client, for_heads).content.decode()) == online


@pytest.mark.parametrize("read", READERS)
def test_a_cancelled_session_is_read_as_cancelled(client, event, read):
    session = event.sessions.get(starts_at=LAST_DAY_OF_WINTER)
    cancel_session(session)

    found = read(fetch(client, f"/calendar/{event.feed_name}.ics").content.decode())

    assert [one.uid for one in found if one.status == "CANCELLED"] == [session.uid]


@pytest.mark.parametrize("read", READERS)
def test_the_calendar_of_ones_bookings_says_the_same(client, event, read):
    attendee = make_booking(*event.sessions.order_by("pk"), email=ANN)

    found = read(client.get(feed(calendar_of(attendee))).content.decode())

    bookings = Booking.objects.with_session()
    assert found == sorted(expected(one.session, one.uid, one.sequence) for one in bookings)


@pytest.mark.parametrize("read", READERS)
def test_invitations_cancellations_and_downloads_say_the_same(event, read):
    attendee = make_booking(*event.sessions.order_by("pk"), email=ANN)
    facts = BookingFacts.of(attendee, attendee.bookings.with_session(), at=NOON)

    for booking, place in zip(attendee.bookings.with_session(), facts.places, strict=True):
        asked = expected(booking.session, booking.uid, booking.sequence)
        ended = expected(booking.session, booking.uid, booking.sequence, "CANCELLED")
        assert read(invitations.request(facts, place, to=ANN).decode()) == [asked]
        assert read(invitations.download(facts, place).decode()) == [asked]
        for news in (invitations.cancel, invitations.postpone):
            assert read(news(facts, place, news="Cancelled.", to=ANN).decode()) == [ended]
