"""What becomes of a place that falls free: offered in order, accepted, declined, passed on."""

from datetime import timedelta

import pytest

from bookings.lifecycle import offers, settling, substitution, waiting_list
from bookings.lifecycle.refusals import LinkReplaced, OfferOver, SessionFull, TooLate
from bookings.models import Booking
from tests.bookings.waiting import (
    count,
    decline,
    give_up,
    holder,
    join,
    join_all,
    line_of,
    make_full,
    sessions_of,
    states,
    take,
    told,
    two,
)
from tests.database import every_row
from tests.factories import NOON, amend_event, make_booking, plan

pytestmark = pytest.mark.django_db

TOMORROW = NOON + timedelta(hours=22)  # when an offer of NOON ends: 10am, after 8 working hours


def let_time_pass(session, at):
    settling.settle_event(session.event_id, at=at)


def test_it_is_offered_to_the_first_in_the_list_and_stays_taken():
    [session] = make_full()
    ann, ben = join_all(session, 2)

    give_up(session)

    assert states(ann, ben) == ["offered", "waiting"]
    assert (line_of(ann).offered_at, line_of(ann).expires_at) == (NOON, TOMORROW)
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


def test_accepting_twice_is_accepting_once():
    [session] = make_full()
    ann = join(session)
    give_up(session)
    take(ann)
    before = every_row()

    assert take(ann) == []

    assert every_row() == before


def test_declining_passes_it_on_and_again_changes_nothing():
    [session] = make_full()
    ann, ben = join_all(session, 2)
    give_up(session)

    decline(ann)

    assert states(ann, ben) == ["declined", "offered"]
    assert count(session) == (1, 1, 0)
    before = every_row()
    decline(ann)
    assert every_row() == before
    with pytest.raises(OfferOver):
        take(ann)


def test_no_answer_passes_it_on_and_tells_both():
    [session] = make_full()
    ann, ben = join_all(session, 2)
    give_up(session)

    let_time_pass(session, TOMORROW)

    assert states(ann, ben) == ["lapsed", "offered"]
    assert (told(ann)[-1], told(ben)[-1]) == ("offer_lapsed", "place_offered")
    assert line_of(ben).expires_at == TOMORROW + timedelta(hours=8)
    assert count(session) == (1, 1, 0)


def test_an_offer_whose_time_is_over_cannot_be_accepted_before_it_has_lapsed_either():
    [session] = make_full()
    ann = join(session)
    give_up(session)
    before = every_row()

    for act in (take, decline):
        with pytest.raises(OfferOver):
            act(ann, at=TOMORROW)

    assert every_row() == before


@pytest.mark.parametrize("act", [offers.take_offer, offers.decline_offer])
def test_nobody_answers_the_offer_of_somebody_else(act):
    [session] = make_full()
    ann, ben = join_all(session, 2)
    give_up(session)

    with pytest.raises(OfferOver):
        act(ben, offer=line_of(ann).public_id, at=NOON)


@pytest.mark.parametrize("act", [offers.take_offer, offers.decline_offer])
def test_the_link_of_whoever_was_replaced_answers_nothing(act):
    first, second = make_full(*two(), attendance="any")
    ann = holder(second)
    waiting_list.wait_for_more(ann, sessions=[first], at=NOON)
    give_up(first)
    offer = line_of(ann).public_id
    substitution.substitute_attendee(ann, "Cat Example", "cat@school.example", at=NOON)

    with pytest.raises(LinkReplaced):
        act(ann, offer=offer, at=NOON)


def test_the_last_who_declines_leaves_the_place_to_everybody():
    [session] = make_full()
    ann = join(session)
    give_up(session)

    decline(ann)

    assert count(session) == (1, 0, 0)
    assert make_booking(session)


def test_whoever_holds_a_place_where_one_is_attended_is_moved_and_the_next_has_theirs():
    first, second = make_full(*two())
    ann, ben = holder(second), join(second)
    waiting_list.wait_for_more(ann, sessions=[first], at=NOON)
    give_up(first)
    assert [count(one) for one in (first, second)] == [(1, 1, 0), (1, 1, 0)]

    [booking] = take(ann, first)

    assert booking.session == first
    assert list(Booking.objects.holding_a_place().of(ann)) == [booking]
    assert states(ben) == ["offered"]
    assert told(ann)[-2:] == ["booking_moved", "moved_from_session"]
    assert [count(one) for one in (first, second)] == [(1, 1, 0), (1, 1, 0)]


def test_taking_one_leaves_the_other_lists_and_what_was_offered_there_goes_on():
    first, second = make_full(*two())
    ann, ben = join(first, second), join(second)
    give_up(second)
    give_up(first)
    assert states(ann, session=first) == states(ann, session=second) == ["offered"]

    take(ann, first)

    assert states(ann, session=second) == ["left"]
    assert states(ben) == ["offered"]
    assert [count(one) for one in (first, second)] == [(1, 1, 0), (1, 1, 0)]


def test_nobody_is_offered_what_they_would_rather_not_have_beside_a_better_offer():
    first, second = make_full(*two())
    ann, ben = join(first, second), join(second)
    give_up(first)

    give_up(second)

    assert states(ann, session=second) == ["waiting"]
    assert states(ben) == ["offered"]


def test_of_two_that_fall_free_at_once_each_is_offered_their_better_one():
    first, second = make_full(*two())
    ann, ben = join(second, first), join(second, first)

    amend_event(first.event, sessions=[{"capacity": 2}, {"capacity": 2}])

    assert states(ann, session=second) == states(ben, session=first) == ["offered"]
    assert states(ann, session=first) == states(ben, session=second) == ["waiting"]


def test_where_any_is_attended_each_list_is_by_itself():
    first, second = make_full(*two(), attendance="any")
    ann = join(first, second)
    give_up(first)
    give_up(second)

    take(ann, first)

    assert states(ann, session=first) == ["accepted"]
    assert states(ann, session=second) == ["offered"]


def test_a_course_is_offered_once_all_its_sessions_have_a_place_and_does_not_block_before():
    course = make_full(*two(), attendance="all")
    ann = join(*course)
    amend_event(course[0].event, sessions=[{"capacity": 2}])
    assert states(ann) == ["waiting"]

    amend_event(course[0].event, sessions=[{}, {"capacity": 2}])

    assert states(ann) == ["offered"]
    assert [count(one) for one in course] == [(2, 2, 0), (2, 2, 0)]
    assert [booking.session for booking in take(ann)] == course
    assert [count(one) for one in sessions_of(ann.event)] == [(2, 2, 0), (2, 2, 0)]
    assert told(ann)[-3:] == ["place_booked", "invitation", "invitation"]


def test_a_place_that_has_begun_is_not_exchanged():
    later = plan(starts_at=NOON + timedelta(days=40), capacity=1)
    first, second = make_full(plan(capacity=1), later)
    ann = holder(first)
    waiting_list.wait_for_more(ann, sessions=[second], at=NOON)
    begun = first.starts_at + timedelta(minutes=1)
    give_up(second, at=first.starts_at - timedelta(hours=1))

    with pytest.raises(TooLate) as refusal:
        take(ann, second, at=begun)

    assert [booking.session for booking in refusal.value.begun] == [first]
    let_time_pass(second, begun)
    assert states(ann, session=second) == ["closed"]
