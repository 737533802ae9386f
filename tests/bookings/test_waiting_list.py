"""Joining waiting lists, and leaving them."""

import uuid
from datetime import timedelta

import pytest

from bookings.lifecycle import commands, resending, waiting_list
from bookings.lifecycle.refusals import (
    AlreadyBooked,
    AlreadyWaiting,
    LinkReplaced,
    NotOpen,
    OutsideAudience,
    PlaceIsFree,
    SessionCancelled,
    WrongChoice,
)
from bookings.models import AudienceRule, Message
from events.models import AuditEntry
from tests.bookings.waiting import (
    count,
    give_up,
    holder,
    join,
    join_all,
    line_of,
    make_full,
    sessions_of,
    states,
    told,
    two,
)
from tests.database import every_row
from tests.factories import (
    NOON,
    amend_event,
    cancel_session,
    make_audience,
    make_booking,
    make_person,
    plan,
)

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(hours=1)
START = NOON + timedelta(days=28)


def test_whoever_joins_waits_and_is_told_so():
    [session] = make_full()

    ann = join(session, email="ann@school.example")

    line = line_of(ann)
    assert (line.state, line.session, line.rank, line.joined_at) == ("waiting", session, 1, NOON)
    assert told(ann) == ["waiting_list_joined"]
    assert count(session) == (1, 1, 0)
    done = AuditEntry.objects.filter(object_id=ann.public_id)
    assert list(done.values_list("action", flat=True)) == ["waiting_list_joined"]


def test_several_are_waited_for_in_the_order_in_which_they_are_chosen():
    first, second = make_full(*two(), attendance="any")

    ann = join(second, first)

    lines = ann.waiting_places.order_by("preference")
    assert [(line.session, line.rank) for line in lines] == [(second, 1), (first, 1)]
    assert told(ann) == ["waiting_list_joined"]


def test_a_course_is_waited_for_as_a_whole():
    course = make_full(*two(), attendance="all")

    ann = join(*course)

    assert [line.session for line in ann.waiting_places.all()] == [None]
    with pytest.raises(WrongChoice):
        join(course[0])


def test_a_course_is_full_if_one_of_its_sessions_is():
    course = make_full(*two(), attendance="all")
    amend_event(course[0].event, sessions=[{"capacity": 5}])

    assert states(join(*sessions_of(course[0].event))) == ["waiting"]
    amend_event(course[0].event, sessions=[{}, {"capacity": 5}])
    with pytest.raises(PlaceIsFree):
        join(*course)


def test_the_same_form_sent_twice_is_one_line():
    [session] = make_full()
    form_uuid = uuid.uuid4()
    ann = join(session, email="ann@school.example", form_uuid=form_uuid)
    before = every_row()

    again = join(session, email="ann@school.example", form_uuid=form_uuid)

    assert again == ann
    assert every_row() == before


def test_the_same_form_with_another_person_is_another_line():
    [session], form_uuid = make_full(), uuid.uuid4()
    ann = join(session, email="ann@school.example", form_uuid=form_uuid)

    ben = join(session, email="ben@school.example", form_uuid=form_uuid)

    assert ben != ann
    assert states(ann, ben) == ["waiting", "waiting"]


def test_the_form_of_a_booking_sent_to_wait_is_another_one():
    [session], [other] = make_full(), make_full()
    form_uuid = uuid.uuid4()
    join(session, email="ann@school.example", form_uuid=form_uuid)

    assert states(join(other, email="ann@school.example", form_uuid=form_uuid)) == ["waiting"]


@pytest.mark.parametrize(
    ("arrange", "refusal"),
    [
        (lambda session: amend_event(session.event, sessions=[{"capacity": 2}]), PlaceIsFree),
        (cancel_session, SessionCancelled),
        (lambda session: amend_event(session.event, opens_at=LATER), NotOpen),
        (lambda session: amend_event(session.event, booking_by="invitation"), NotOpen),
    ],
)
def test_what_cannot_be_waited_for_is_refused(arrange, refusal):
    [session] = make_full()
    arrange(session)
    before = every_row()

    with pytest.raises(refusal):
        join(session)

    assert every_row() == before


def test_nobody_waits_for_a_session_that_has_closed_or_for_none():
    [session] = make_full()

    with pytest.raises(NotOpen):
        join(session, at=START)
    with pytest.raises(WrongChoice):
        waiting_list.join_waiting_list(
            event=session.event,
            sessions=[],
            person=make_person(),
            form_uuid=uuid.uuid4(),
            at=NOON,
        )


def test_whoever_waits_or_has_a_place_is_not_put_into_the_list_by_a_form_again():
    [session] = make_full()
    ann = join(session, email="ann@school.example")

    with pytest.raises(AlreadyWaiting) as waiting:
        join(session, email="Ann@School.example")
    with pytest.raises(AlreadyBooked):
        join(session, email=holder(session).email)

    assert waiting.value.attendee == ann


def test_they_are_told_again_what_they_wait_for_while_they_do():
    first, second = make_full(*two(), attendance="any", shows_waiting_position=True)
    ann = join(second, first)

    assert resending.tell_already_booked(ann, at=LATER)

    message = Message.objects.filter(to=ann.email).latest("pk")
    assert message.kind == "waiting_list_joined"
    days = [place["starts_at"] for place in message.facts["places"]]
    assert days == [one.starts_at.isoformat() for one in (second, first)]
    waiting_list.leave_waiting_list(ann, at=LATER)
    assert not resending.tell_already_booked(ann, at=LATER)


def test_people_from_outside_the_audience_are_refused_as_they_are_at_booking():
    heads = make_audience("Headteachers")
    [session] = make_full(audiences=[heads])
    AudienceRule.objects.create(audience=heads, phases=["Primary"])
    amend_event(session.event, outside_audience="refuse")

    with pytest.raises(OutsideAudience):
        join(session)


def test_leaving_ends_the_lines_and_passes_on_what_was_offered():
    [session] = make_full()
    ann, ben = join_all(session, 2)
    give_up(session)

    left = waiting_list.leave_waiting_list(ann, at=LATER)

    assert [line.public_id for line in left] == [line_of(ann).public_id]
    assert states(ann, ben) == ["left", "offered"]
    assert told(ann)[-1] == "waiting_list_left"
    before = every_row()
    assert waiting_list.leave_waiting_list(ann, at=LATER) == []
    assert every_row() == before


def test_one_of_several_lists_is_left():
    first, second = make_full(*two(), attendance="any")
    ann = join(first, second)

    waiting_list.leave_waiting_list(ann, at=LATER, only={line_of(ann, first).public_id})

    assert states(ann, session=first) == ["left"]
    assert states(ann, session=second) == ["waiting"]


def test_the_last_to_leave_frees_what_was_kept_to_be_claimed():
    [session] = make_full(plan(starts_at=NOON + timedelta(hours=20), capacity=1))
    ann = join(session)
    give_up(session)
    assert count(session) == (1, 1, 1)

    waiting_list.leave_waiting_list(ann, at=NOON)

    assert count(session) == (1, 0, 0)
    assert make_booking(session)


def test_a_link_that_was_replaced_does_nothing():
    [session] = make_full()
    ann = holder(session)
    commands.replace_attendee(ann, make_person(), at=NOON)

    for act in (
        lambda: waiting_list.wait_for_more(ann, sessions=[session], at=NOON),
        lambda: waiting_list.leave_waiting_list(ann, at=NOON),
    ):
        with pytest.raises(LinkReplaced):
            act()


def test_how_many_are_before_them_is_told_only_where_the_organisers_show_it():
    shown, hidden = (make_full(shows_waiting_position=shows)[0] for shows in (True, False))
    join_all(shown, 2)
    join_all(hidden, 2)
    standing = [
        Message.objects.get(attendee=join(session), kind="waiting_list_joined").facts["standing"]
        for session in (shown, hidden)
    ]

    assert standing == ["You are number 3 on the waiting list.", ""]


def test_of_several_lists_it_is_told_of_each():
    first, second = make_full(*two(), attendance="any", shows_waiting_position=True)
    join(first)
    ann = join(second, first)

    standing = Message.objects.get(attendee=ann).facts["standing"]

    assert standing == "You are number 1 for 1 December and number 2 for 30 November."
