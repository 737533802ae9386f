"""A session is cancelled and its people are moved to another: all of them or none."""

from datetime import timedelta

import icalendar
import pytest

from bookings.lifecycle import event_changes
from bookings.lifecycle.refusals import NoRoom
from bookings.mail import messages
from bookings.models import Booking, Message
from events.models import AuditEntry, Session
from tests.factories import NOON, as_sent, make_booking, make_event, plan

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(hours=1)


def two_sessions(*, attendance="one", **second):
    event = make_event(
        plan(label="First"),
        plan(**{"label": "Second", "starts_at": NOON + timedelta(days=35)} | second),
        attendance=attendance,
    )
    return event.sessions.with_place().order_by("pk")


def move(session, other, *, at=LATER):
    event_changes.cancel_session(
        session, reason="The hall is closed.", move_to=other, at=at, by=None
    )


def told():
    found = []
    for message in Message.objects.waiting().in_order():
        mail = messages.mail_of(message)
        if mail is not None:
            found.append((mail.to, message.kind, mail.method, mail.subject))
    return found


def test_everybody_is_moved_and_told_with_an_invitation_and_a_cancellation():
    first, second = two_sessions()
    ann = make_booking(first, email="ann@school.example")
    as_sent()

    move(first, second)

    old, new = ann.bookings.order_by("pk")
    assert (old.state, new.state, new.session) == ("cancelled", "booked", second)
    assert old.uid != new.uid
    assert told() == [
        (
            "ann@school.example",
            "moved_to_session",
            "REQUEST",
            "Moved to 7 December: Headteacher briefing",
        ),
        (
            "ann@school.example",
            "moved_from_session",
            "CANCEL",
            "Removed from your calendar, 30 November: Headteacher briefing",
        ),
    ]
    mail = messages.mail_of(Message.objects.get(kind="moved_to_session"))
    [entry] = icalendar.Calendar.from_ical(mail.invitation).walk("VEVENT")
    assert (str(entry["UID"]), int(entry["SEQUENCE"])) == (new.uid, 0)
    assert mail.text.startswith(
        "The session that you booked will not take place, so we have moved you to this one."
        " The hall is closed.\n\n"
        "Headteacher briefing\n\n"
        "Second\n\n"
        "When\n"
        "Monday 7 December 2026, midday to 1:30pm\n"
        "Before this change: Monday 30 November 2026, midday to 1:30pm\n"
    )


def test_places_are_counted_and_the_move_is_in_the_audit():
    first, second = two_sessions()
    make_booking(first)
    make_booking(second)

    move(first, second)

    assert list(Session.objects.order_by("pk").values_list("state", "places_taken")) == [
        ("cancelled", 0),
        ("scheduled", 2),
    ]
    assert list(
        AuditEntry.objects.filter(at=LATER).order_by("action").values_list("action", flat=True)
    ) == ["booking_cancelled", "places_moved", "session_cancelled"]


def test_whoever_booked_for_somebody_has_a_copy():
    first, second = two_sessions()
    make_booking(
        first,
        full_name="Ann Example",
        booked_by_name="Olive",
        booked_by_email="olive@school.example",
    )
    as_sent()

    move(first, second)

    copy = messages.mail_of(Message.objects.get(kind="moved_copy"))
    assert (copy.to, copy.method) == ("olive@school.example", "")
    assert copy.text.startswith(
        "The session that you booked for Ann Example will not take place, so we have moved them to"
        " this one. The hall is closed. This is your copy.\n"
    )


def test_who_has_a_place_there_already_only_loses_the_one_that_is_cancelled():
    first, second = two_sessions(attendance="any")
    make_booking(first, second, email="ann@school.example")
    as_sent()

    move(first, second)

    assert [row[:2] for row in told()] == [("ann@school.example", "session_cancelled")]
    assert Session.objects.get(label="Second").places_taken == 1


def test_nobody_having_booked_it_is_just_cancelled():
    first, second = two_sessions()

    move(first, second)

    assert (told(), Session.objects.get(label="First").state) == ([], "cancelled")


@pytest.mark.parametrize(
    ("second", "at"),
    [
        ({"capacity": 1}, LATER),
        ({"starts_at": NOON + timedelta(hours=2)}, NOON + timedelta(hours=3)),
        ({"precision": "none"}, LATER),
    ],
)
def test_without_room_for_all_nobody_is_moved_and_nothing_is_cancelled(second, at):
    first, other = two_sessions(**second)
    make_booking(first)
    make_booking(first)

    with pytest.raises(NoRoom) as refused:
        move(first, other, at=at)

    assert (refused.value.session, refused.value.needed) == (other, 2)
    assert Session.objects.get(label="First").state == "scheduled"
    assert Booking.objects.holding_a_place().count() == 2


def test_a_cancelled_session_takes_nobody():
    first, second = two_sessions()
    make_booking(first)
    event_changes.cancel_session(second, reason="Snow", at=NOON, by=None)

    with pytest.raises(NoRoom):
        move(first, second)

    assert Booking.objects.holding_a_place().count() == 1


def test_moving_again_changes_nothing():
    first, second = two_sessions()
    make_booking(first)
    as_sent()

    move(first, second)
    move(first, second, at=LATER + timedelta(seconds=1))

    assert len(told()) == 2
    assert Session.objects.get(label="Second").places_taken == 1
