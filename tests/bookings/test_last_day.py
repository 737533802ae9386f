"""How long an offer stands near the session, and the last day: first to claim."""

from datetime import datetime, timedelta

import pytest

from bookings.lifecycle import offers, settling, waiting_list
from bookings.lifecycle.on_behalf import Act
from bookings.lifecycle.refusals import OfferOver, SessionFull, TooLate
from events.dates import LONDON
from events.models import Session
from tests.bookings.waiting import (
    count,
    decline,
    give_up,
    join,
    join_all,
    line_of,
    make_full,
    states,
    take,
    told,
)
from tests.factories import NOON, amend_event, make_booking, make_organiser, plan

pytestmark = pytest.mark.django_db

START = NOON + timedelta(days=2)


def hours_before(number):
    return START - timedelta(hours=number)


def soon(**fields):
    return plan(starts_at=START, capacity=1, **fields)


def settle(session, at):
    settling.settle_event(session.event_id, at=at)


def london(text):
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("made", "starts", "until"),
    [
        ("2026-05-01 17:55", "2026-06-01 09:00", "2026-05-05 15:55"),
        ("2026-03-27 17:55", "2026-04-29 09:00", "2026-03-30 15:55"),
        ("2026-10-23 17:55", "2026-11-29 09:00", "2026-10-26 15:55"),
        ("2026-03-27 17:55", "2026-03-31 09:00", "2026-03-30 09:00"),
        ("2026-10-23 17:55", "2026-10-26 12:00", "2026-10-25 12:00"),
    ],
)
def test_an_offer_stands_for_eight_hours_of_work_and_never_into_the_last_day(made, starts, until):
    at = london(made)
    [session] = make_full(plan(starts_at=london(starts), capacity=1), at=at)
    ann = join(session, at=at)

    give_up(session, at=at)

    assert line_of(ann).expires_at == london(until)


def test_how_long_it_stands_is_a_setting(settings):
    settings.OFFER_WORKING_HOURS = 2
    [session] = make_full()
    ann = join(session)

    give_up(session)

    assert line_of(ann).expires_at == NOON + timedelta(hours=2)


def test_an_offer_ends_when_booking_closes():
    [session] = make_full(plan(capacity=1), closes_working_days=1)
    ann = join(session)
    closes = session.closes_at

    give_up(session, at=closes - timedelta(hours=1))

    assert line_of(ann).expires_at == closes


def test_25_hours_before_the_start_it_is_offered_for_one_hour():
    [session] = make_full(soon())
    ann, ben = join_all(session, 2)

    give_up(session, at=hours_before(25))

    assert states(ann, ben) == ["offered", "waiting"]
    assert line_of(ann).expires_at == hours_before(24)


def test_what_the_last_day_cuts_short_is_there_for_all_to_claim():
    [session] = make_full(soon())
    ann, ben = join_all(session, 2)
    give_up(session, at=hours_before(25))

    settle(session, hours_before(24))

    assert states(ann, ben) == ["waiting", "waiting"]
    assert count(session) == (1, 1, 1)
    assert [told(one)[-1] for one in (ann, ben)] == ["place_to_claim", "place_to_claim"]


def test_what_nobody_answered_before_the_last_day_has_lapsed():
    [session] = make_full(plan(starts_at=NOON + timedelta(days=9), capacity=1))
    ann = join(session)
    give_up(session)

    settle(session, session.starts_at - timedelta(hours=23))

    assert states(ann) == ["lapsed"]
    assert count(session) == (1, 0, 0)


def test_23_hours_before_the_start_the_first_to_claim_has_it():
    [session] = make_full(soon())
    ann, ben = join_all(session, 2)
    give_up(session, at=hours_before(23))
    assert count(session) == (1, 1, 1)
    with pytest.raises(SessionFull):
        make_booking(session, at=hours_before(23))

    take(ben, at=hours_before(22))

    assert states(ann, ben) == ["waiting", "accepted"]
    assert count(session) == (1, 1, 0)
    with pytest.raises(OfferOver):
        take(ann, at=hours_before(22))
    with pytest.raises(OfferOver):
        decline(ann, at=hours_before(22))


def test_all_are_told_once_while_there_is_something_to_claim_and_anew_afterwards():
    [session] = make_full(soon())
    ann, ben, cat, dan = join_all(session, 4)
    places = iter(range(2, 9))

    def add(hours):
        amend_event(session.event, sessions=[{"capacity": next(places)}], at=hours_before(hours))

    add(20)
    add(19)
    assert told(dan).count("place_to_claim") == 1
    take(ann, at=hours_before(18))
    take(ben, at=hours_before(17))

    add(16)

    assert [told(one).count("place_to_claim") for one in (cat, dan)] == [2, 2]


def test_as_many_are_kept_as_could_be_claimed_and_the_rest_is_free():
    [session] = make_full(soon())
    join_all(session, 2)

    amend_event(session.event, sessions=[{"capacity": 5}], at=hours_before(20))

    assert count(session) == (5, 3, 2)
    assert make_booking(session, at=hours_before(20))


def test_of_a_course_a_place_is_kept_at_each_session():
    course = make_full(
        soon(), plan(starts_at=START + timedelta(days=7), capacity=1), attendance="all"
    )
    ann, ben = join(*course), join(*course)
    give_up(course[0], at=hours_before(20))
    assert [count(one) for one in course] == [(1, 1, 1), (1, 1, 1)]

    assert [one.session for one in take(ben, at=hours_before(19))] == course

    assert states(ann, ben) == ["waiting", "accepted"]
    assert [count(one) for one in course] == [(1, 1, 0), (1, 1, 0)]


def test_whoever_joins_in_the_last_day_is_told_of_what_is_there():
    [session] = make_full(soon())
    join(session)
    give_up(session, at=hours_before(20))

    ann = join(session, at=hours_before(19))

    assert told(ann) == ["waiting_list_joined", "place_to_claim"]


def test_nobody_is_offered_a_place_by_hand_in_the_last_day():
    [session] = make_full(soon())
    ann = join(session)
    act = Act(by=make_organiser(), at=hours_before(20), knowing=["full"])

    with pytest.raises(TooLate):
        offers.offer_by_hand(ann, line=line_of(ann).public_id, act=act)


def test_at_the_start_the_list_is_closed_and_everybody_told():
    [session] = make_full(soon())
    ann = join(session)
    give_up(session, at=hours_before(20))

    settle(session, START)

    assert states(ann) == ["closed"]
    assert told(ann)[-1] == "waiting_list_left"
    assert count(session) == (1, 0, 0)


def test_an_earlier_start_shortens_an_offer():
    [session] = make_full(plan(starts_at=NOON + timedelta(days=20), capacity=1))
    ann = join(session)
    give_up(session)

    earlier = {"starts_at": NOON + timedelta(hours=30), "ends_at": NOON + timedelta(hours=31)}
    amend_event(session.event, sessions=[earlier], at=NOON)

    assert line_of(ann).expires_at == NOON + timedelta(hours=6)
    much_earlier = {"starts_at": NOON + timedelta(hours=9), "ends_at": NOON + timedelta(hours=10)}
    amend_event(session.event, sessions=[much_earlier], at=NOON)
    assert states(ann) == ["waiting"]
    assert count(session) == (1, 1, 1)


def test_of_a_session_without_a_date_nothing_is_offered_until_there_is_one():
    [session] = make_full()
    ann, ben = join_all(session, 2)
    no_date = {"precision": "none", "starts_at": None, "ends_at": None}
    give_up(session)
    amend_event(session.event, sessions=[no_date | {"capacity": 2}])
    assert states(ann, ben) == ["offered", "waiting"]

    date = {"precision": "day", "on_date": START.date() + timedelta(days=20)}
    amend_event(session.event, sessions=[date])

    assert states(ann, ben) == ["offered", "offered"]


def test_leaving_in_the_last_day_leaves_what_is_kept_to_the_others():
    [session] = make_full(soon())
    ann, ben = join_all(session, 2)
    amend_event(session.event, sessions=[{"capacity": 3}], at=hours_before(20))
    assert count(session) == (3, 3, 2)

    waiting_list.leave_waiting_list(ann, at=hours_before(19))

    assert count(session) == (3, 2, 1)
    assert states(ben) == ["waiting"]
    assert not Session.objects.get(pk=session.pk).is_full
