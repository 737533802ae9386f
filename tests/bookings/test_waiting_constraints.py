"""The database itself holds the rules of waiting lists: each constraint by name."""

import pytest
from django.db import IntegrityError, transaction

from bookings.models import WaitingPlace
from tests.bookings.waiting import join, line_of, make_full, two
from tests.factories import NOON

pytestmark = pytest.mark.django_db


def refused(constraint, change):
    """The change fails in the database, by the constraint of this name where it names one."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        change()
    return constraint in str(error.value) or "UNIQUE" in str(error.value)


def copy_of(line, **changed):
    values = {
        name: getattr(line, name)
        for name in ("event", "attendee", "session", "state", "rank", "joined_at")
    }
    return WaitingPlace.objects.create(**values | changed)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("waiting_ended_at_matches_state", {"state": "left"}),
        ("waiting_ended_at_matches_state", {"ended_at": NOON}),
        ("waiting_ended_at_matches_state", {"state": "hoping"}),
        ("waiting_offer_has_its_times", {"state": "offered"}),
        ("waiting_offer_has_its_times", {"state": "offered", "offered_at": NOON}),
        ("waiting_offer_has_its_times", {"offered_at": NOON, "expires_at": NOON}),
        ("waiting_answer_follows_an_offer", {"state": "lapsed", "ended_at": NOON}),
        ("waiting_answer_follows_an_offer", {"state": "declined", "ended_at": NOON}),
        ("rank", {"rank": -1}),
    ],
)
def test_a_line_that_breaks_a_rule_is_refused(constraint, values):
    [session] = make_full()
    join(session)

    assert refused(constraint, lambda: WaitingPlace.objects.update(**values))


def test_nobody_waits_twice_for_a_session():
    [session] = make_full()
    line = line_of(join(session))

    assert refused("waiting_once_for_a_session", lambda: copy_of(line))
    WaitingPlace.objects.update(state="left", ended_at=NOON)
    assert copy_of(line).is_open


def test_nobody_waits_twice_for_a_course():
    line = line_of(join(*make_full(*two(), attendance="all")))

    assert refused("waiting_once_for_a_course", lambda: copy_of(line))
