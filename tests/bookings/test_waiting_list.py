"""Joining waiting lists, waiting for more, and leaving them."""

import uuid
from datetime import timedelta

import pytest

from bookings.lifecycle import commands, waiting_list
from bookings.lifecycle.refusals import (
    AlreadyBooked,
    AlreadyWaiting,
    LinkReplaced,
    NothingToWaitFor,
    NotOpen,
    OutsideAudience,
    PlaceIsFree,
    SessionCancelled,
    SessionFull,
    WrongChoice,
)
from bookings.models import Attendee, Message, WaitingPlace
from events.models import AuditEntry
from tests.bookings.waiting import (
    count,
    decline,
    join,
    join_all,
    line_of,
    make_full,
    sessions_of,
    states,
    take,
    told,
)
from tests.database import every_row
from tests.factories import (
    NOON,
    amend_event,
    cancel_session,
    make_audience,
    make_booking,
    make_event,
    make_person,
    plan,
)

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(hours=1)
START = NOON + timedelta(days=28)


def holder(session):
    """Who has the first place of a session."""
    return Attendee.objects.filter(bookings__session=session).earliest("pk")


def give_up(session, *, at=NOON):
    commands.cancel_bookings(holder(session), at=at)


def test_whoever_joins_waits_and_is_told_so():
    [session] = make_full()

    ann = join(session, email="ann@school.example")

    line = line_of(ann)
    assert (line.state, line.session, line.rank, line.joined_at) == ("waiting", session, 1, NOON)
    assert told(ann) == ["waiting_list_joined"]
    assert count(session) == (1, 1, 0)
    done = AuditEntry.objects.filter(object_id=ann.public_id)
    assert list(done.values_list("action", flat=True)) == ["waiting_list_joined"]


def test_a_place_that_falls_free_is_offered_to_the_first_in_the_list_and_stays_taken():
    [session] = make_full()
    ann, ben = join_all(session, 2)

    give_up(session)

    assert states(ann, ben) == ["offered", "waiting"]
    assert count(session) == (1, 1, 0)
    assert told(ann) == ["waiting_list_joined", "place_offered"]
    with pytest.raises(SessionFull):
        make_booking(session)


def test_whoever_accepts_has_the_place():
    [session] = make_full()
    ann, ben = join_all(session, 2)
    give_up(session)

    [booking] = take(ann)

    assert (booking.attendee, booking.session) == (ann, session)
    assert states(ann, ben) == ["accepted", "waiting"]
    assert count(session) == (1, 1, 0)
    assert told(ann) == ["waiting_list_joined", "place_offered", "place_booked"]


def test_a_declined_place_goes_to_the_next():
    [session] = make_full()
    ann, ben = join_all(session, 2)
    give_up(session)

    decline(ann)

    assert states(ann, ben) == ["declined", "offered"]
    assert count(session) == (1, 1, 0)
