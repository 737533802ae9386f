"""An extra session: offered to everybody who waits, and then open for everybody."""

from datetime import timedelta

import pytest

from bookings.lifecycle import extra_sessions, settling, waiting_list
from bookings.lifecycle.extra_sessions import Outcome
from bookings.lifecycle.refusals import CourseIsBooked, NotOpen
from events import dates
from events.lifecycle import NotPublished
from events.models import AuditEntry, FeedVersion
from tests.bookings.waiting import (
    count,
    decline,
    give_up,
    holder,
    join,
    join_all,
    line_of,
    make_full,
    states,
    take,
    told,
    two,
)
from tests.factories import NOON, cancel_event, make_booking, make_event, plan

pytestmark = pytest.mark.django_db

UNTIL = NOON + timedelta(days=2)


def open_extra(event, *, at=NOON, until=UNTIL, **fields):
    extra = plan(**{"starts_at": NOON + timedelta(days=40)} | fields)
    return extra_sessions.open_extra_session(
        event, extra, waiting_first_until=until, at=at, by=None
    )


def settle(session, at):
    settling.settle_event(session.event_id, at=at)


def test_everybody_who_waits_is_offered_a_place_first():
    [session] = make_full()
    people = join_all(session, 3)

    extra = open_extra(session.event, capacity=10)

    assert states(*people, session=extra) == ["offered"] * 3
    assert states(*people, session=session) == ["waiting"] * 3
    assert {line_of(one, extra).expires_at for one in people} == {UNTIL}
    assert count(extra) == (10, 3, 0)
    assert told(people[0])[-1] == "place_offered"


def test_it_goes_in_order_where_it_is_too_small_for_all():
    first, second = make_full(*two(), attendance="any")
    ann, ben, cat = join(second), join(first), join(first, second)

    extra = open_extra(first.event, capacity=2)

    assert states(ann, ben, cat, session=extra) == ["offered", "offered", "waiting"]
    decline(ann, extra)
    assert states(cat, session=extra) == ["offered"]
    assert line_of(cat, extra).expires_at == UNTIL


def test_nobody_else_books_it_or_waits_for_it_before_that():
    [session] = make_full()
    join(session)
    ann = holder(session)
    extra = open_extra(session.event, capacity=10)
    just_before = UNTIL - timedelta(seconds=1)

    with pytest.raises(NotOpen):
        make_booking(extra, at=just_before)
    with pytest.raises(NotOpen):
        join(extra, at=just_before)
    assert ann.bookings.get().session == session

    assert make_booking(extra, at=UNTIL)


def test_whoever_comes_while_all_of_it_is_offered_waits_behind_the_others():
    [session] = make_full()
    ann = join(session)
    extra = open_extra(session.event, capacity=1)

    ben = join(extra)

    assert states(ann, ben, session=extra) == ["offered", "waiting"]
    settle(extra, UNTIL)
    assert states(ann, ben, session=extra) == ["lapsed", "offered"]


def test_what_nobody_takes_is_free_for_everybody():
    [session] = make_full()
    people = join_all(session, 3)
    extra = open_extra(session.event, capacity=3)
    take(people[0], extra)
    decline(people[1], extra)

    settle(extra, UNTIL)

    assert count(extra) == (3, 1, 0)
    make_booking(extra, at=UNTIL)
    assert extra_sessions.outcome(extra) == Outcome(
        waiting=0, offered=0, accepted=1, declined=1, lapsed=1, by_the_public=1
    )
    assert states(*people, session=session) == ["left", "waiting", "waiting"]


def test_they_would_rather_have_what_they_chose_themselves():
    first, second = make_full(*two())
    ann = join(second, first)

    extra = open_extra(first.event)

    lines = ann.waiting_places.order_by("preference")
    assert [line.session for line in lines] == [second, first, extra]
    assert {line.rank for line in lines} == {1}


def test_it_is_never_kept_into_its_last_day():
    [session] = make_full()
    ann = join(session)
    starts_at = NOON + timedelta(hours=30)

    extra = open_extra(session.event, starts_at=starts_at, capacity=1)

    assert extra.waiting_first_until == starts_at - timedelta(hours=24)
    assert line_of(ann, extra).expires_at == starts_at - timedelta(hours=24)


def test_in_its_last_day_it_is_claimed():
    [session] = make_full()
    ann = join(session)

    extra = open_extra(session.event, starts_at=NOON + timedelta(hours=20), capacity=5)

    assert extra.waiting_first_until is None
    assert count(extra) == (5, 1, 1)
    assert told(ann)[-1] == "place_to_claim"


def test_without_anybody_who_waits_it_is_a_session_as_any_other():
    event = make_event()

    extra = open_extra(event, until=NOON)

    assert count(extra) == (20, 0, 0)
    assert make_booking(extra)


def test_the_calendar_and_the_history_know_of_it():
    [session] = make_full()
    was = dict(FeedVersion.objects.values_list("scope", "number"))

    extra = open_extra(session.event)

    done = AuditEntry.objects.filter(object_id=extra.public_id).values_list("action", flat=True)
    assert list(done) == ["session_added", "extra_session_opened"]
    now = dict(FeedVersion.objects.values_list("scope", "number"))
    assert now.keys() == was.keys()
    assert all(now[scope] > was[scope] for scope in was)


def test_a_course_has_none_and_a_draft_or_what_is_cancelled_neither():
    with pytest.raises(CourseIsBooked):
        open_extra(make_event(attendance="all"))
    with pytest.raises(NotPublished):
        open_extra(make_event(published=False))
    with pytest.raises(NotPublished):
        open_extra(cancel_event(make_event()))


def test_how_many_it_would_be_offered_to_is_known_before():
    first, second = make_full(*two(), attendance="any")
    ann = join(first, second)
    join(second)
    waiting_list.wait_for_more(holder(first), sessions=[second], at=NOON)

    assert extra_sessions.who_waits(first.event) == 3
    waiting_list.leave_waiting_list(ann, at=NOON)
    give_up(second)
    assert extra_sessions.who_waits(first.event) == 1


def test_the_end_that_is_proposed_is_that_of_an_offer():
    far, near = NOON + timedelta(days=30), NOON + timedelta(hours=30)

    assert extra_sessions.proposed_end(far, NOON) == dates.working_hours_after(NOON, 8)
    assert extra_sessions.proposed_end(near, NOON) == NOON + timedelta(hours=6)
    assert extra_sessions.proposed_end(NOON + timedelta(hours=3), NOON) == NOON
