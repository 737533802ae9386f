"""Schools that may have so many places: offers count, and a school that is full stands aside."""

from datetime import timedelta

import pytest

from bookings.lifecycle import commands, details, on_behalf
from bookings.lifecycle.refusals import SchoolLimitReached
from bookings.models import School
from tests.bookings.waiting import count, decline, join, make_full, states, take, told
from tests.factories import (
    NOON,
    amend_event,
    make_booking,
    make_organiser,
    make_person,
    make_school,
    plan,
)

pytestmark = pytest.mark.django_db

ELM = {"typed_school": "Elm School"}


def of(school):
    return {"school": school, "typed_school": ""}


def made_full(**fields):
    """One place, held by somebody of Oakfield Primary School."""
    [session] = make_full(places_per_school=1, **fields)
    return session


def enlarge(session, capacity):
    amend_event(session.event, sessions=[{"capacity": capacity}])


def test_of_one_school_only_as_many_are_offered_a_place_as_it_may_have():
    session = made_full()
    ann, ben, cat = join(session, **ELM), join(session, **ELM), join(session, typed_school="Ash")

    enlarge(session, 3)

    assert states(ann, ben, cat) == ["offered", "waiting", "offered"]


def test_once_the_first_declines_the_next_of_the_school_has_their_turn():
    session = made_full()
    ann, ben = join(session, **ELM), join(session, **ELM)
    enlarge(session, 2)

    decline(ann)

    assert states(ann, ben) == ["declined", "offered"]


def test_a_school_is_the_same_under_each_of_its_records():
    session = made_full()
    academy = make_school()
    school = make_school(succeeded_by=academy)
    older = make_school(succeeded_by=school)
    ann, ben = join(session, **of(older)), join(session, **of(academy))

    enlarge(session, 3)

    assert states(ann, ben) == ["offered", "waiting"]


def test_records_that_name_each_other_are_one_school():
    session = made_full()
    one = make_school()
    other = make_school(succeeded_by=one)
    School.objects.filter(pk=one.pk).update(succeeded_by=other)
    ann, ben = join(session, **of(one)), join(session, **of(other))

    enlarge(session, 3)

    assert states(ann, ben) == ["offered", "waiting"]


def test_an_offer_counts_when_somebody_else_of_the_school_books():
    session = made_full()
    join(session, **ELM)
    enlarge(session, 3)

    with pytest.raises(SchoolLimitReached):
        make_booking(session, **ELM)


def test_a_place_that_nobody_who_waits_can_have_is_free_for_everybody():
    session = made_full()
    ann = join(session)

    enlarge(session, 2)

    assert states(ann) == ["waiting"]
    assert make_booking(session, **ELM)


def test_another_school_makes_room_for_whoever_waits():
    session = made_full()
    ann = join(session)
    enlarge(session, 2)
    holder = session.bookings.get().attendee
    person = make_person(email=holder.email, **ELM)

    details.change_details(holder, person, at=NOON)

    assert states(ann) == ["offered"]


def test_so_it_does_where_an_organiser_corrects_it():
    session = made_full()
    ann = join(session)
    enlarge(session, 2)
    holder = session.bookings.get().attendee
    act = on_behalf.Act(by=make_organiser(), at=NOON)

    on_behalf.correct_on_behalf(holder, make_person(email=holder.email, **ELM), act=act)

    assert states(ann) == ["offered"]


def soon(**fields):
    return plan(starts_at=NOON + timedelta(hours=20), capacity=1, **fields)


def test_in_the_last_day_a_school_that_is_full_is_not_told_and_claims_nothing():
    [session] = make_full(soon(), places_per_school=1)
    ann, ben = join(session), join(session, **ELM)

    enlarge(session, 3)

    assert count(session) == (3, 2, 1)
    assert (told(ann)[-1], told(ben)[-1]) == ("waiting_list_joined", "place_to_claim")
    with pytest.raises(SchoolLimitReached):
        take(ann)


def test_of_a_school_with_room_for_one_more_whoever_is_first_claims_it():
    [session] = make_full(soon(), places_per_school=1)
    ann, ben = join(session, **ELM), join(session, **ELM)
    enlarge(session, 3)
    assert count(session) == (3, 2, 1)

    take(ben)

    assert states(ann, ben) == ["waiting", "accepted"]
    assert count(session) == (3, 2, 0)
    commands.cancel_bookings(ben, at=NOON)
    assert count(session) == (3, 2, 1)
