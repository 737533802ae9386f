"""Whoever was told of a place is told of its end, even where its invitation never went out."""

from datetime import timedelta

import pytest

from bookings.lifecycle import commands, event_changes, moving, substitution
from bookings.mail import delivery
from bookings.models import Message
from tests.factories import NOON, as_sent, make_booking, make_event, make_person, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

LATER = NOON + timedelta(hours=1)
ANN = "ann@school.example"


def two_sessions(attendance="one"):
    later = plan(label="Two", starts_at=NOON + timedelta(days=35))
    event = make_event(plan(label="One"), later, attendance=attendance)
    return list(event.sessions.with_place().order_by("pk"))


def deliver(at=LATER):
    while delivery.deliver_due(worker="worker", clock=lambda: at):
        pass


def news(mailbox, to=ANN):
    """Their subjects, without the event."""
    return [mail.subject.partition(":")[0] for mail in mailbox if mail.to == [to]]


def moved(attendee, to):
    moving.move_booking(attendee, booking=attendee.bookings.get().public_id, to=to, at=NOON)
    return attendee


def told_and_moved():
    one, two = two_sessions()
    attendee = make_booking(one, email=ANN)
    as_sent()
    return moved(attendee, two)


def moved_by_organisers():
    one, two = two_sessions()
    attendee = make_booking(one, email=ANN)
    as_sent()
    event_changes.cancel_session(one, reason="Snow", at=NOON, by=None, move_to=two)
    return attendee


GONE = "Removed from your calendar, 30 November"


@pytest.mark.parametrize("before", [told_and_moved, moved_by_organisers])
@pytest.mark.parametrize(
    ("end", "told"),
    [
        (
            lambda who: commands.cancel_bookings(who, at=NOON),
            "Your place on 7 December is cancelled",
        ),
        (
            lambda who: substitution.substitute_attendee(who, "Bo", "bo@school.example", at=NOON),
            "A colleague is attending instead of you on 7 December",
        ),
        (
            lambda who: commands.replace_attendee(who, make_person(), at=NOON),
            "Booking for 7 December moved to a different email address",
        ),
    ],
)
def test_a_place_that_ends_before_its_move_was_told_is_told_with_it(before, end, told, mailbox):
    end(before())

    deliver()

    assert news(mailbox) == [GONE, told]


def test_a_place_that_a_mail_of_several_told_of_is_told_when_it_ends(mailbox):
    attendee = make_booking(*two_sessions("any"), email=ANN)
    Message.objects.filter(kind="invitation").update(not_before=NOON + timedelta(hours=3))
    deliver()
    commands.cancel_bookings(attendee, at=NOON + timedelta(hours=2))

    deliver(NOON + timedelta(hours=4))

    assert news(mailbox) == [
        "Booked for 30 November and 7 December",
        "Your place on 30 November is cancelled",
        "Your place on 7 December is cancelled",
    ]


def test_a_place_in_between_that_nobody_was_told_of_ends_without_a_word(mailbox):
    one, two = two_sessions()
    attendee = make_booking(one, email=ANN)
    moved(attendee, two)
    commands.cancel_bookings(attendee, at=NOON)

    deliver()

    assert news(mailbox) == []
