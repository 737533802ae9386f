"""The tab of an event on which its organisers see who waits, for what, and since when."""

from datetime import timedelta

import pytest

from bookings import who_waits
from bookings.lifecycle import waiting_list
from bookings.models import Attendee
from tests.bookings.waiting import join, join_all, make_full, take
from tests.bookings.waiting_tab import give_up, tab
from tests.events.pages import words
from tests.factories import (
    NOON,
    make_event,
    make_organiser,
    make_school,
    make_team,
    plan,
)
from tests.signing_in import let_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

DAY = timedelta(days=1)
FIRST, SECOND = plan(label="Morning", capacity=1), plan(label="Afternoon", capacity=1)
WHEN = "Monday 30 November 2026, midday to 1:30pm"


def found(client, event, **asked):
    return client.get(tab(event), asked).context_data["found"]


def rows(listed):
    return [
        (line.attendee.full_name, line.position, line.choice, line.held, line.state)
        for line in listed.lines
    ]


def test_each_list_says_who_waits_in_which_order_for_what(signed_in):
    first, second = make_full(FIRST, SECOND)
    join(first, second, full_name="Ann Example")
    join(second, first, full_name="Ben Example")
    join(second, full_name="Cat Example")

    shown = found(signed_in, first.event)

    assert (shown.people, shown.offered) == (3, 0)
    assert [(one.name, one.waiting, one.offered, rows(one)) for one in shown.lists] == [
        (
            f"Morning, {WHEN}, Online",
            *(2, 0),
            [
                ("Ann Example", 1, "1 of 2", (), "Waiting"),
                ("Ben Example", 2, "2 of 2", (), "Waiting"),
            ],
        ),
        (
            f"Afternoon, {WHEN}, Online",
            *(3, 0),
            [
                ("Ann Example", 1, "2 of 2", (), "Waiting"),
                ("Ben Example", 2, "1 of 2", (), "Waiting"),
                ("Cat Example", 3, "Only this", (), "Waiting"),
            ],
        ),
    ]


def test_the_page_has_it_in_words(signed_in):
    [session] = make_full()
    join(session, full_name="Ann Example", typed_school="", school=make_school(name="Oakfield"))

    response = signed_in.get(tab(session.event))

    text = words(response)
    assert "Waiting list: Headteacher briefing" in text
    assert "1 person is on the waiting list." in text
    assert f"{WHEN}, Online 1 waiting." in text
    assert "1 Oakfield, Ashby midday on Monday 2 November 2026 Only this Waiting" in text
    assert "offered" not in text
    assert 'aria-current="page">Waiting list</a>' in response.text


def test_an_offer_says_until_when_it_stands_and_the_next_moves_up(signed_in):
    [session] = make_full()
    join(session, full_name="Ann Example")
    join(session, full_name="Ben Example")
    give_up(session)

    shown = found(signed_in, session.event)

    [listed] = shown.lists
    assert (shown.people, shown.offered, listed.waiting, listed.offered) == (2, 1, 1, 1)
    assert [(line.position, line.state, line.until) for line in listed.lines] == [
        (1, "Place offered", "until 10am on Tuesday 3 November 2026"),
        (1, "Waiting", ""),
    ]
    text = words(signed_in.get(tab(session.event)))
    assert "1 place is offered and not answered yet." in text
    assert "1 waiting, 1 offered a place." in text
    assert "Place offered until 10am on Tuesday 3 November 2026" in text


def test_an_offer_whose_time_is_over_is_not_shown_as_one():
    [session] = make_full()
    join(session)
    give_up(session)

    [line] = who_waits.who_waits(session.event, None, NOON + DAY).lists[0].lines

    assert (line.state, line.until, line.is_offered) == ("Did not answer the offer", "", False)


def test_whoever_holds_another_place_has_it_beside_their_name(signed_in):
    first, second = make_full(FIRST, SECOND)
    holder = Attendee.objects.get(bookings__session=second)

    waiting_list.wait_for_more(holder, sessions=[first], at=NOON)

    [listed] = found(signed_in, first.event).lists

    assert [line.held for line in listed.lines] == [[f"{WHEN}, online (Afternoon)"]]
    assert f"{WHEN}, online (Afternoon)" in words(signed_in.get(tab(first.event)))


def test_a_course_has_one_list(signed_in):
    first, _ = make_full(FIRST, SECOND, attendance="all")
    join(*first.event.sessions.with_place().order_by("pk"), full_name="Ann Example")

    [listed] = found(signed_in, first.event).lists

    assert (listed.name, rows(listed)) == (
        "The whole course",
        [("Ann Example", 1, "Only this", (), "Waiting")],
    )
    assert 'id="waiting-course"' in signed_in.get(tab(first.event)).text


def test_in_the_last_day_it_says_what_is_kept_to_be_claimed(client, settings, at):
    [session] = make_full(plan(capacity=1, starts_at=NOON + 3 * DAY))
    join(session, full_name="Ann Example")
    settings.REQUIRE_TOTP = False
    at(NOON + 2.5 * DAY)
    let_in(client, make_organiser())
    give_up(session, at=NOON + 2.5 * DAY)

    [listed] = found(client, session.event).lists

    assert (listed.to_claim, listed.is_to_offer) == (1, False)
    assert [line.state for line in listed.lines] == ["Told that a place is free"]
    assert "1 place is kept for the first to claim it." in words(client.get(tab(session.event)))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Nobody is waiting. When a session is full, people can join its waiting list"),
        (
            {"booking_by": "email", "booking_address": "a@b.example"},
            "People do not book this event on this site, so it has no waiting list.",
        ),
    ],
)
def test_without_anybody_it_says_so(signed_in, fields, said):
    assert said in words(signed_in.get(tab(make_event(**fields))))


def test_whoever_has_taken_a_place_waits_no_longer(signed_in):
    [session] = make_full()
    ann = join(session)
    give_up(session)
    take(ann)

    assert found(signed_in, session.event).lists == []


def test_long_lists_have_pages(signed_in, monkeypatch):
    monkeypatch.setattr(who_waits, "LINES_ON_A_PAGE", 2)
    first, second = make_full(FIRST, SECOND)
    join_all(first, 3)
    join_all(second, 1)

    pages = [found(signed_in, first.event, page=number) for number in (1, 2)]

    assert [
        [(one.waiting, [line.position for line in one.lines]) for one in shown.lists]
        for shown in pages
    ] == [[(3, [1, 2])], [(3, [3]), (1, [1])]]
    text = signed_in.get(tab(first.event), {"page": 2}).text
    assert "<title>Waiting list: Headteacher briefing (page 2 of 2)" in text


@pytest.mark.parametrize("people", [1, 5])
def test_the_number_of_queries_stays_the_same(signed_in, django_assert_num_queries, people):
    sessions = make_full(*(plan(label=str(number), capacity=1) for number in range(people)))
    for session in sessions:
        join(session)

    with django_assert_num_queries(14):
        signed_in.get(tab(sessions[0].event))


@pytest.mark.parametrize(("role", "status"), [("assistant", 200), ("check_in", 403)])
def test_it_is_for_whoever_sees_bookings(client, settings, role, status):
    settings.REQUIRE_TOTP = False
    let_in(client, make_organiser(role=role))

    assert client.get(tab(make_event())).status_code == status


def test_another_teams_event_is_not_found_and_nothing_is_posted(signed_in):
    own = make_event()

    assert signed_in.get(tab(make_event(team=make_team("Others")))).status_code == 404
    assert signed_in.post(tab(own)).status_code == 405
