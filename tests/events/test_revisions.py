"""What calendars know a session's state by: raised with each change, and never back."""

from datetime import timedelta

import pytest

from events import capacity, revisions
from events.models import Session
from tests.factories import NOON, attach_document, make_booking, make_event, make_session

pytestmark = pytest.mark.django_db

LATER, EARLIER = NOON + timedelta(seconds=9), NOON - timedelta(seconds=9)


def revision(session):
    return Session.objects.values_list("feed_sequence", "schedule_sequence", "changed_at").get(
        pk=session.pk
    )


@pytest.mark.parametrize(
    ("change", "sequences"),
    [
        (revisions.touch, (0, 0)),
        (revisions.reword, (1, 0)),
        (revisions.reschedule, (1, 1)),
    ],
)
def test_each_kind_of_change_raises_what_it_concerns(change, sequences):
    session = make_session()

    change(session, at=LATER, label="Morning")

    assert revision(session) == (*sequences, LATER)
    assert (session.feed_sequence, session.schedule_sequence, session.changed_at) == (
        *sequences,
        LATER,
    )
    assert session.label == Session.objects.get().label == "Morning"


@pytest.mark.parametrize("change", [revisions.touch, revisions.reword, revisions.reschedule])
def test_a_change_that_waited_for_its_turn_makes_nothing_older(change):
    session = make_session()

    change(session, at=EARLIER)

    assert revision(session)[2] == NOON


def test_a_document_attached_after_a_booking_of_a_later_moment_makes_nothing_older():
    session = make_session(capacity=1)
    make_booking(session, at=LATER)

    attach_document(session.event, at=NOON)

    assert revision(session) == (1, 0, LATER)


def test_a_value_that_only_the_database_knows_is_not_put_into_the_session_in_hand():
    [session] = capacity.lock_all_sessions(make_event())

    capacity.take_places(session, at=LATER)

    assert session.places_taken == 1
