"""Ann's booking, whose confirmation has gone out, and what has become of it."""

from datetime import timedelta

from bookings.models import Message
from tests.factories import NOON, amend_event, as_sent, make_booking

ANN = "ann@school.example"


def booked(session, *others, **person):
    attendee = make_booking(session, *others, email=ANN, **person)
    as_sent()
    return attendee.bookings.order_by("session__sort_at").first()


def told():
    """What has been queued since everything was sent."""
    return sorted(Message.objects.filter(state="queued").values_list("kind", "to"))


def put_off(booking):
    """Two days later, which SEQUENCE 1 asks about."""
    starts_at = NOON + timedelta(days=30)
    times = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1)}
    amend_event(booking.session.event, sessions=[times])


def state_of(booking):
    booking.refresh_from_db()
    booking.session.refresh_from_db()
    return booking.state, booking.partstat, booking.session.places_taken
