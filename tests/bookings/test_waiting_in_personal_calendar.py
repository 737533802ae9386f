"""What somebody waits for stands in their personal calendar until they have it or leave."""

from datetime import timedelta

import pytest

from bookings.lifecycle import commands, extra_sessions, settling, waiting_list
from bookings.models import Attendee
from tests.bookings.answered import ANN
from tests.bookings.own_calendar import calendar_of, entries, get, known, lines
from tests.bookings.waiting import decline, join, line_of, make_full, take
from tests.bookings.waiting_pages import FOUR, give_up
from tests.factories import NOON, amend_event, cancel_session, make_booking, make_person, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WAITING = "Waiting list: Headteacher briefing"


def uid(attendee, session):
    return f"{session.public_id}-{line_of(attendee).uid}"


@pytest.fixture
def ann():
    [session] = make_full()
    return join(session, email=ANN)


def test_a_waiting_place_is_tentative_and_takes_no_time(client):
    [session] = make_full(plan(capacity=1, label="Morning"))
    ann = join(session, email=ANN)

    response = get(client, calendar_of(ann))

    assert entries(response) == [(f"{WAITING} (Morning)", "TENTATIVE", uid(ann, session), 0)]
    told = lines(response)
    assert "TRANSP:TRANSPARENT" in told
    assert "X-MICROSOFT-CDO-BUSYSTATUS:FREE" in told
    [description] = [line for line in told if line.startswith("DESCRIPTION:You are on")]
    assert "You do not have a place." in description
    assert "meet.example" not in response.content.decode()
    assert ann.link_token not in response.content.decode()


def test_each_session_of_a_course_has_an_entry_of_its_own(client):
    course = make_full(*FOUR[:2], attendance="all")
    ann = join(*course, email=ANN)

    found = entries(get(client, calendar_of(ann)))

    assert found == [
        (f"{WAITING} ({label})", "TENTATIVE", uid(ann, session), 0)
        for label, session in zip("AB", course, strict=True)
    ]


def test_a_new_time_raises_the_sequence(client, ann):
    calendar = calendar_of(ann)
    first = get(client, calendar)

    times = {"starts_at": NOON + 30 * DAY, "ends_at": NOON + 30 * DAY + HOUR}
    amend_event(ann.event, sessions=[times], at=NOON + HOUR)

    assert known(client, calendar, first) == 200
    [(_, _, before, first_sequence)] = entries(first)
    [(_, _, after, sequence)] = entries(get(client, calendar))
    assert before == after
    assert sequence > first_sequence


def leave(ann):
    waiting_list.leave_waiting_list(ann, at=NOON + HOUR)


def refuse(ann):
    give_up(ann.event.sessions.get(), NOON + HOUR)
    decline(ann, at=NOON + HOUR)


def let_it_lapse(ann):
    give_up(ann.event.sessions.get(), NOON + HOUR)
    settling.settle_due(NOON + 2 * DAY)


def lose_the_session(ann):
    cancel_session(ann.event.sessions.get(), at=NOON + HOUR)


@pytest.mark.parametrize("end", [leave, refuse, let_it_lapse, lose_the_session])
def test_it_is_gone_at_once_when_the_line_ends(client, ann, end):
    calendar = calendar_of(ann)
    first = get(client, calendar)
    assert known(client, calendar, first) == 304

    end(ann)

    assert known(client, calendar, first) == 200
    assert entries(get(client, calendar)) == []


def test_a_place_that_is_accepted_takes_its_stead(client, ann):
    calendar = calendar_of(ann)
    first = get(client, calendar)
    give_up(ann.event.sessions.get(), NOON + HOUR)

    [booking] = take(ann, at=NOON + HOUR)

    again = get(client, calendar, **{"If-None-Match": first["ETag"]})
    assert entries(again) == [("Headteacher briefing", "CONFIRMED", booking.uid, 0)]


def test_whoever_joins_has_another_calendar_at_once(client):
    one, two, *_ = make_full(*FOUR, attendance="any")
    commands.cancel_bookings(Attendee.objects.get(bookings__session=one), at=NOON)
    ann = make_booking(one, email=ANN)
    calendar = calendar_of(ann)
    first = get(client, calendar)

    waiting_list.wait_for_more(ann, sessions=[two], at=NOON + HOUR)

    assert known(client, calendar, first) == 200
    assert [status for _, status, _, _ in entries(get(client, calendar))] == [
        "CONFIRMED",
        "TENTATIVE",
    ]


def test_an_extra_session_stands_in_it_at_once(client, ann):
    calendar = calendar_of(ann)
    first = get(client, calendar)

    extra_sessions.open_extra_session(
        ann.event,
        plan(capacity=0, label="Extra", starts_at=NOON + 40 * DAY),
        waiting_first_until=NOON + DAY,
        at=NOON + HOUR,
        by=None,
    )

    assert known(client, calendar, first) == 200
    assert [name for name, *_ in entries(get(client, calendar))] == [WAITING, f"{WAITING} (Extra)"]


def test_whoever_takes_a_place_over_has_what_the_one_before_waited_for(client):
    one, two, *_ = make_full(*FOUR, attendance="any")
    commands.cancel_bookings(Attendee.objects.get(bookings__session=one), at=NOON)
    bo = make_booking(one, email="bo@school.example")
    waiting_list.wait_for_more(bo, sessions=[two], at=NOON)
    before = calendar_of(bo)
    first = get(client, before)

    ann = commands.replace_attendee(bo, make_person(email=ANN), at=NOON + HOUR)

    assert known(client, before, first) == 200
    assert entries(get(client, before)) == []
    assert len(entries(get(client, calendar_of(ann)))) == 2


@pytest.mark.parametrize("number", [1, 3])
def test_how_often_the_database_is_asked_follows_from_no_number_of_lines(
    client, number, django_assert_num_queries
):
    for _ in range(number):
        ann = join(*make_full(*FOUR[:2], attendance="all"), email=ANN)
    calendar = calendar_of(ann)

    with django_assert_num_queries(12):
        found = entries(get(client, calendar))

    assert len(found) == 2 * number
