"""Somebody who has booked and is reminded: the worker's turns, and what became of the reminders."""

from datetime import UTC, datetime, timedelta

from bookings.mail import delivery, reminders
from bookings.models import Message
from tests.factories import NOON, make_booking, make_event, plan

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
START = NOON + 28 * DAY  # Monday 30 November 2026
WEEK_BEFORE = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY_BEFORE = datetime(2026, 11, 27, 9, tzinfo=UTC)  # the Friday before
KINDS = ["reminder_week", "reminder_day"]


def booked(*, event=None, **fields):
    """The event of a session at START at which Ann has a place; `event` is what differs of it."""
    event = make_event(plan(**fields), **event or {})
    make_booking(event.sessions.with_place().get(), email="ann@school.example")
    return event


def moved_to(starts_at):
    return {"starts_at": starts_at, "ends_at": starts_at + HOUR}


def queue(*moments):
    """As the worker does, at each of these moments."""
    for at in moments:
        while reminders.queue_reminders(at):
            pass


def queued():
    """(to, kind) of each reminder, the oldest first."""
    found = Message.objects.of_kinds(KINDS).order_by("pk")
    return list(found.values_list("to", "kind"))


def send(at):
    """Send the reminders alone; (kind, state) of each."""
    Message.objects.exclude(kind__in=KINDS).delete()
    while delivery.deliver_due(worker="worker", clock=lambda: at):
        pass
    return list(Message.objects.order_by("pk").values_list("kind", "state"))
