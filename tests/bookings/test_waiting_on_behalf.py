"""What organisers do with those who wait: offer by hand, change the order, remove, book."""

import pytest

from bookings.lifecycle import offers, on_behalf, waiting_on_behalf
from bookings.lifecycle.on_behalf import Act
from bookings.lifecycle.refusals import OfferOver, SchoolLimitReached, SessionsFull
from bookings.models import Message
from events.models import AuditEntry
from tests.bookings.waiting import (
    count,
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
from tests.database import every_row
from tests.factories import NOON, amend_event, make_organiser, make_person

pytestmark = pytest.mark.django_db


def by_organiser(*knowing, **how):
    return Act(by=make_organiser(), at=NOON, knowing=knowing, **how)


def offer(attendee, *knowing):
    line = line_of(attendee).public_id
    return offers.offer_by_hand(attendee, line=line, act=by_organiser(*knowing))


def move(attendee, before):
    other = line_of(before).public_id if before else ""
    return waiting_on_behalf.move_in_waiting_list(
        attendee.event,
        line=line_of(attendee).public_id,
        before=other,
        reason="They came last year",
        at=NOON,
        by=make_organiser(),
    )


def remove(attendee, *, reason="", **how):
    only = {line_of(attendee).public_id}
    return waiting_on_behalf.remove_from_waiting_list(
        attendee, only=only, reason=reason, act=by_organiser(**how)
    )


def test_a_place_offered_by_hand_is_one_more_and_goes_before_all_others():
    [session] = make_full()
    ann, ben = join_all(session, 2)
    with pytest.raises(SessionsFull):
        offer(ben)

    offer(ben, "full")

    assert states(ann, ben) == ["waiting", "offered"]
    assert count(session) == (2, 2, 0)
    assert told(ben)[-1] == "place_offered"
    entry = AuditEntry.objects.get(action="place_offered")
    assert (entry.object_id, entry.actor.full_name) == (ben.public_id, "Olu Organiser")
    before = every_row()
    line = line_of(ben).public_id
    offers.offer_by_hand(ben, line=line, act=Act(by=entry.actor, at=NOON))
    assert every_row() == before


def test_a_school_that_has_all_its_places_is_offered_one_more_by_an_organiser_who_knows_it():
    [session] = make_full(places_per_school=1)
    ann = join(session)
    amend_event(session.event, sessions=[{"capacity": 2}])
    assert states(ann) == ["waiting"]
    with pytest.raises(SchoolLimitReached):
        offer(ann)

    offer(ann, "limit")

    assert states(ann) == ["offered"]
    assert count(session) == (2, 2, 0)
    assert take(ann)


def test_of_a_course_only_sessions_that_are_full_have_a_place_more():
    course = make_full(*two(), attendance="all")
    ann = join(*course)
    amend_event(course[0].event, sessions=[{"capacity": 4}])

    offer(ann, "full")

    assert [count(one) for one in course] == [(4, 2, 0), (2, 2, 0)]


def test_whoever_is_moved_before_somebody_is_offered_a_place_before_them():
    [session] = make_full()
    ann, ben, cat = join_all(session, 3)

    move(cat, ann)

    give_up(session)
    assert states(ann, ben, cat) == ["waiting", "waiting", "offered"]
    assert line_of(cat).moved_because == "They came last year"
    assert told(cat) == ["waiting_list_joined", "place_offered"]
    entry = AuditEntry.objects.get(action="waiting_list_reordered")
    assert (entry.object_id, entry.actor.full_name) == (cat.public_id, "Olu Organiser")


def test_whoever_is_moved_to_the_end_comes_after_all():
    [session] = make_full()
    ann, ben = join_all(session, 2)

    move(ann, None)

    give_up(session)
    assert states(ann, ben) == ["waiting", "offered"]


def test_nobody_is_moved_before_themselves_or_among_others_lists():
    [session], [other] = make_full(), make_full()
    ann, ben, elsewhere = join(session), join(session), join(other)

    move(ann, ann)
    with pytest.raises(OfferOver):
        move(ann, elsewhere)
    remove(ben)
    with pytest.raises(OfferOver):
        move(ben, ann)

    assert [line_of(one).rank for one in (ann, ben, elsewhere)] == [1, 2, 1]
    assert not AuditEntry.objects.filter(action="waiting_list_reordered").exists()


def test_whoever_is_removed_is_told_why_and_their_offer_passed_on():
    [session] = make_full()
    ann, ben = join_all(session, 2)
    give_up(session)

    remove(ann, reason="You have left the school.")

    assert states(ann, ben) == ["removed", "offered"]
    assert line_of(ann).reason == "You have left the school."
    why = Message.objects.filter(to=ann.email).latest("pk").facts["why"]
    assert why == "We have removed you from the waiting list. You have left the school."
    before = AuditEntry.objects.count()
    assert remove(ann) == []
    assert AuditEntry.objects.count() == before


def test_an_organiser_may_remove_somebody_and_tell_nobody():
    [session] = make_full()
    ann = join(session)

    remove(ann, tells=False)

    assert told(ann) == ["waiting_list_joined"]


def book(attendee, *sessions, knowing=()):
    person = make_person(email=attendee.email)
    return on_behalf.book_on_behalf(
        event=sessions[0].event,
        sessions=list(sessions),
        person=person,
        form_uuid=attendee.form_uuid.__class__(int=7),
        act=by_organiser(*knowing),
    )


def test_whoever_an_organiser_books_takes_the_place_that_is_offered_to_them():
    [session] = make_full()
    ann, ben = join_all(session, 2)
    give_up(session)

    book(ann, session)

    assert states(ann, ben) == ["accepted", "waiting"]
    assert count(session) == (1, 1, 0)


def test_so_it_is_with_a_course():
    course = make_full(*two(), attendance="all")
    ann = join(*course)
    give_up(course[0])

    book(ann, *course)

    assert states(ann) == ["accepted"]
    assert [count(one) for one in course] == [(1, 1, 0), (1, 1, 0)]


def test_whoever_waits_and_is_booked_beyond_the_places_waits_no_more():
    [session] = make_full()
    ann = join(session)

    book(ann, session, knowing=["full"])

    assert states(ann) == ["accepted"]
    assert count(session) == (2, 2, 0)


def test_whoever_is_moved_by_an_organiser_leaves_their_place_to_the_next():
    first, second = make_full(*two())
    ann, ben = holder(first), join(first)
    booking = ann.bookings.get().public_id
    act = by_organiser("full")

    on_behalf.move_on_behalf(ann, booking=booking, to=second, act=act)

    assert states(ben) == ["offered"]


def test_whoever_an_organiser_cancels_leaves_their_place_to_the_next():
    [session] = make_full()
    ann, ben = holder(session), join(session)
    only = [ann.bookings.get().public_id]

    on_behalf.cancel_on_behalf(ann, only=only, reason="", act=by_organiser())

    assert states(ben) == ["offered"]


def test_an_undone_cancellation_takes_what_is_offered_to_somebody_from_nobody():
    [session] = make_full()
    ann, ben = holder(session), join(session)
    give_up(session)
    booking = ann.bookings.get().public_id

    on_behalf.undo_cancellation(ann, booking=booking, act=by_organiser("full"))

    assert states(ben) == ["offered"]
    assert count(session) == (2, 2, 0)
