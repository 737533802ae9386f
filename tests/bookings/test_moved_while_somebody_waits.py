"""Sessions that are put off, brought forward or closed while places are offered or kept there."""

from datetime import timedelta

import pytest

from bookings.lifecycle import event_changes, extra_sessions, settling, substitution, waiting_list
from bookings.models import Message
from events.models import Session
from tests.bookings.own_calendar import calendar_of, entries, get
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
)
from tests.factories import NOON, amend_event, make_booking, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TOMORROW = NOON + 20 * HOUR


def put_off(session, starts_at):
    """Only this session of its event is another one."""
    plans = [
        {"starts_at": starts_at, "ends_at": starts_at + HOUR} if one == session else {}
        for one in session.event.sessions.order_by("pk")
    ]
    amend_event(session.event, sessions=plans)


def test_a_place_that_was_kept_to_be_claimed_is_offered_once_it_is_put_off():
    [session] = make_full(plan(starts_at=TOMORROW, ends_at=TOMORROW + HOUR, capacity=1))
    ann = join(session)
    give_up(session)
    assert count(session) == (1, 1, 1)

    put_off(session, NOON + 9 * DAY)

    assert states(ann) == ["offered"]
    assert count(session) == (1, 1, 0)


def test_a_course_whose_next_date_is_cancelled_offers_what_was_kept():
    course = make_full(
        plan(starts_at=TOMORROW, ends_at=TOMORROW + HOUR, capacity=1),
        plan(starts_at=NOON + 9 * DAY, ends_at=NOON + 9 * DAY + HOUR, capacity=1),
        attendance="all",
    )
    ann = join(*course)
    give_up(course[0])
    assert [count(session) for session in course] == [(1, 1, 1), (1, 1, 1)]

    event_changes.cancel_session(course[0], reason="", move_to=None, at=NOON, by=None)

    assert states(ann) == ["offered"]
    assert count(course[1]) == (1, 1, 0)


def extra_of(session, **fields):
    starts_at = NOON + 18 * DAY
    extra = plan(**{"starts_at": starts_at, "ends_at": starts_at + HOUR} | fields)
    return extra_sessions.open_extra_session(
        session.event, extra, waiting_first_until=NOON + 2 * DAY, at=NOON, by=None
    )


def test_what_is_passed_on_shortly_before_it_opens_for_all_stands_as_long_as_any_offer():
    [session] = make_full()
    ann, ben = join_all(session, 2)
    extra = extra_of(session, capacity=1)
    late = NOON + 2 * DAY - timedelta(minutes=2)

    decline(ann, extra, at=late)

    assert states(ben, session=extra) == ["offered"]
    assert line_of(ben, extra).expires_at == NOON + 2 * DAY + 22 * HOUR - timedelta(minutes=2)


def test_an_extra_session_that_is_brought_forward_opens_for_all_a_day_before():
    [session] = make_full()
    join(session)
    extra = extra_of(session, capacity=5)

    put_off(extra, NOON + 2 * DAY)

    extra = Session.objects.select_related("event").get(pk=extra.pk)
    assert extra.waiting_first_until == NOON + DAY
    make_booking(extra, at=NOON + DAY)


def test_one_that_is_put_off_stays_theirs_until_the_same_moment():
    [session] = make_full()
    join(session)
    extra = extra_of(session, capacity=5)

    put_off(extra, NOON + 30 * DAY)

    assert Session.objects.get(pk=extra.pk).waiting_first_until == NOON + 2 * DAY


def test_an_offer_that_stood_until_booking_closed_has_lapsed():
    starts_at = NOON + 4 * DAY
    [session] = make_full(
        plan(starts_at=starts_at, ends_at=starts_at + HOUR, capacity=1), closes_working_days=3
    )
    ann, ben = join_all(session, 2)
    give_up(session)
    session.refresh_from_db()

    settling.settle_event(session.event_id, at=session.closes_at)

    assert line_of(ann).offered_at == NOON
    assert states(ann, ben) == ["lapsed", "closed"]
    assert (told(ann)[-1], told(ben)[-1]) == ("offer_lapsed", "waiting_list_left")


def test_a_colleague_who_is_sent_is_told_of_what_is_offered_with_their_own_link():
    first, second = make_full(plan(capacity=1), plan(capacity=1, starts_at=NOON + 30 * DAY))
    ann = holder(first)
    waiting = join_for(ann, second)
    give_up(second)

    ben = substitution.substitute_attendee(ann, "Ben Example", "ben@school.example", at=NOON + HOUR)

    assert states(ben) == ["offered"]
    mail = Message.objects.get(to="ben@school.example", kind="place_offered")
    assert (mail.attendee, mail.facts["offer"]) == (ben, waiting.public_id)
    take(ben, at=NOON + HOUR)
    assert [one.session for one in ben.bookings.holding_a_place()] == [second]


def join_for(attendee, session):
    [line] = waiting_list.wait_for_more(attendee, sessions=[session], at=NOON)
    return line


def test_what_is_put_off_without_a_date_leaves_the_calendar_until_it_has_one(client):
    [session] = make_full()
    ann = join(session)
    calendar = calendar_of(ann)
    assert len(entries(get(client, calendar))) == 1
    undated = {"precision": "none", "starts_at": None, "ends_at": None}

    amend_event(session.event, sessions=[undated])

    assert states(ann) == ["waiting"]
    assert entries(get(client, calendar)) == []
