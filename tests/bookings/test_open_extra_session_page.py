"""The page on which an organiser opens an extra session, and that with what has come of it."""

from datetime import timedelta

import pytest

from bookings.lifecycle import settling
from bookings.models import WaitingPlace
from events.models import Session
from tests.bookings.waiting import decline, join, join_all, make_full, states, take
from tests.events.pages import words
from tests.factories import (
    NOON,
    cancel_event,
    make_booking,
    make_event,
    make_organiser,
    make_team,
    make_venue,
    plan,
)
from tests.signing_in import let_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

TYPED = {
    "held_on_0": "30",
    "held_on_1": "nov",
    "held_on_2": "2026",
    "starts": "4pm",
    "ends": "5:30pm",
    "mode": "online",
    "join_link": "https://meet.example/x",
    "capacity": "4",
    "until_on_0": "4",
    "until_on_1": "11",
    "until_on_2": "2026",
    "until": "10am",
}
NO_UNTIL = {"until_on_0": "", "until_on_1": "", "until_on_2": "", "until": ""}
TO_COME = "Enter a date and time that are still to come"


def page(event):
    return f"/organiser/events/{event.public_id}/waiting-list/extra-session/"


def extra_of(event):
    return event.sessions.order_by("pk").last()


def page_of(session):
    return f"/organiser/events/{session.event.public_id}/sessions/{session.public_id}/extra/"


def rows(client, session):
    return client.get(page_of(session)).context_data["extra"].rows


def test_it_says_how_many_wait_and_proposes_until_when_it_is_theirs(signed_in):
    [full] = make_full()
    join_all(full, 25)

    response = signed_in.get(page(full.event))

    text = words(response)
    assert "25 people are waiting. We will offer all of them a place first" in text
    assert "Open the session and offer it to 25 people" in text
    form = response.context_data["form"]
    assert form["until_on"].value() == NOON + timedelta(hours=22)
    assert form["until"].value() == "10am"


def test_it_is_opened_and_offered_first_to_those_who_wait(signed_in):
    [full] = make_full()
    ann, ben = join_all(full, 2)

    response = signed_in.post(page(full.event), TYPED)

    extra = extra_of(full.event)
    assert response.headers["Location"] == page_of(extra)
    assert (extra.capacity, extra.places_taken, extra.join_link) == (4, 2, "https://meet.example/x")
    assert extra.starts_at == NOON + timedelta(days=28, hours=4)
    assert extra.waiting_first_until == NOON + timedelta(days=1, hours=22)
    assert states(ann, ben, session=extra) == ["offered", "offered"]
    told = words(signed_in.get(page_of(extra)))
    assert "First offered to those on the waiting list. Booking opens at 10am on Wednesday" in told


def test_a_form_that_is_sent_twice_opens_one(signed_in):
    [full] = make_full()
    join(full)

    first, again = (signed_in.post(page(full.event), TYPED)["Location"] for _ in range(2))

    assert first == again
    assert full.event.sessions.count() == 2


def test_at_a_new_venue_or_one_that_is_known(signed_in):
    [full] = make_full()
    join(full)
    hall = make_venue()
    typed = TYPED | {"mode": "in_person", "join_link": ""}

    signed_in.post(page(full.event), typed | {"venue": hall.public_id})
    known = extra_of(full.event).venue
    signed_in.post(page(full.event), typed | {"venue_name": "Bly Hall"})

    assert known == hall
    assert extra_of(full.event).venue.name == "Bly Hall"
    assert "Ashby Hall, 1 High Street" in signed_in.get(page(full.event)).text


@pytest.mark.parametrize(
    ("until", "stands"),
    [
        (NO_UNTIL, timedelta(hours=22)),
        (NO_UNTIL | {"held_on_0": "3", "starts": "4pm"}, timedelta(hours=4)),
        ({"until_on_0": "30"}, timedelta(days=27, hours=4)),
    ],
)
def test_without_an_end_it_is_that_of_an_offer_and_never_in_the_last_day(signed_in, until, stands):
    [full] = make_full()
    join(full)

    signed_in.post(page(full.event), TYPED | until)

    assert extra_of(full.event).waiting_first_until == NOON + stands


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"held_on_0": "", "held_on_1": "", "held_on_2": "", "ends": "", "starts": ""}, "held_on"),
        ({"held_on_0": "", "starts": "", "ends": ""}, "held_on"),
    ],
)
def test_a_day_is_needed(signed_in, typed, errors):
    [full] = make_full()
    join(full)

    response = signed_in.post(page(full.event), TYPED | typed)

    assert response.context_data["form"].errors == {
        errors: ["Enter the date with a day, a month and a year"]
    }


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"starts": "", "ends": ""}, {"starts": ["Enter the start time"]}),
        ({"starts": "morning", "ends": ""}, {"starts": ["Enter the start time"]}),
        ({"starts": "noo", "ends": ""}, {"starts": ["Enter a time, like 9:30am or 4pm"]}),
        ({"held_on_0": "1"}, {"held_on": [TO_COME]}),
        ({"until_on_0": "2", "until": "midday"}, {"until_on": [TO_COME]}),
        ({"until_on_0": "31"}, {"until_on": ["Enter a real date, like 27 3 2027"]}),
        (
            {"until_on_0": "", "until_on_1": "", "until_on_2": ""},
            {"until_on": ["Enter the date"]},
        ),
        ({"until": "7"}, {"until": ["Enter am or pm, like 7am or 7pm"]}),
        ({"mode": ""}, {"mode": ["Select where the session is held"]}),
    ],
)
def test_what_is_wrong_is_told_beside_the_field_and_nothing_is_opened(signed_in, typed, errors):
    [full] = make_full()
    join(full)

    response = signed_in.post(page(full.event), TYPED | typed)

    assert response.context_data["form"].errors == errors
    assert "<title>Error: Open an extra session" in response.text
    assert Session.objects.count() == 1


def test_where_nobody_waits_it_leads_to_the_form_of_the_event(signed_in):
    event = make_event()

    text = signed_in.get(page(event)).text

    assert "Nobody is waiting, so there is nobody to offer an extra session to." in text
    assert f'href="/organiser/events/{event.public_id}/edit/"' in text
    assert "<button" not in text.partition("<main")[2]


def test_what_is_opened_once_nobody_waits_any_more_is_open_for_everybody(signed_in):
    event = make_event()

    signed_in.post(page(event), TYPED)

    extra = extra_of(event)
    assert (extra.waiting_first_until, extra.is_open_for_booking(NOON)) == (None, True)


def test_a_course_has_no_extra_session(signed_in):
    first, _ = make_full(plan(capacity=1), plan(capacity=1), attendance="all")
    join(*first.event.sessions.with_place().order_by("pk"))

    shown = signed_in.get(page(first.event))
    sent = signed_in.post(page(first.event), TYPED)

    assert "People attend every session of this event, so it cannot have an extra one" in shown.text
    assert (sent.status_code, sent.template_name) == (409, "bookings/course_is_booked.html")
    assert Session.objects.count() == 2


def test_a_draft_and_a_cancelled_event_have_none(signed_in):
    draft, cancelled = make_event(published=False), make_event()
    cancel_event(cancelled)

    assert [signed_in.get(page(event)).status_code for event in (draft, cancelled)] == [404, 404]


def test_afterwards_it_says_what_has_come_of_it(signed_in):
    [full] = make_full()
    ann, ben, cat, dan = join_all(full, 4)
    join(full)
    signed_in.post(page(full.event), TYPED)
    extra = Session.objects.with_place().get(pk=extra_of(full.event).pk)
    at_first = rows(signed_in, extra)
    take(ann, extra)
    decline(ben, extra)
    WaitingPlace.objects.filter(session=extra, attendee=cat).update(expires_at=NOON)
    settling.settle_event(full.event.pk, at=NOON)
    opened = extra.waiting_first_until
    decline(dan, extra)
    make_booking(extra, at=opened)

    labels = [label for label, _ in at_first]
    assert labels == [
        *("Offered a place", "Accepted", "Declined", "Did not answer in time"),
        *("Still to answer", "Waiting, and not offered a place yet", "Booked by others"),
    ]
    assert [number for _, number in at_first] == [4, 0, 0, 0, 4, 1, 0]
    assert [number for _, number in rows(signed_in, extra)] == [5, 1, 2, 2, 0, 0, 1]


def test_the_waiting_list_leads_there_and_to_what_was_opened(signed_in):
    [full] = make_full()
    join(full)
    tab = f"/organiser/events/{full.event.public_id}/waiting-list/"
    before = signed_in.get(tab).text
    signed_in.post(page(full.event), TYPED)

    after = signed_in.get(tab).text

    assert f'href="{page(full.event)}"' in before
    assert "Extra sessions" not in before
    assert f'<a href="{page_of(extra_of(full.event))}">Monday 30 November 2026, 4pm' in after


def test_an_ordinary_session_has_no_such_page(signed_in):
    [full] = make_full()

    assert signed_in.get(page_of(full)).status_code == 404


@pytest.mark.parametrize("people", [1, 5])
def test_the_number_of_queries_stays_the_same(signed_in, django_assert_num_queries, people):
    [full] = make_full()
    join_all(full, people)
    with django_assert_num_queries(6):
        signed_in.get(page(full.event))
    signed_in.post(page(full.event), TYPED)

    with django_assert_num_queries(9):
        signed_in.get(page_of(extra_of(full.event)))


def test_assistants_see_what_came_of_it_and_open_none(client, settings):
    settings.REQUIRE_TOTP = False
    [full] = make_full()
    join(full)
    let_in(client, make_organiser())
    client.post(page(full.event), TYPED)
    let_in(client, make_organiser(role="assistant"))

    assert client.get(page(full.event)).status_code == 403
    assert client.get(page_of(extra_of(full.event))).status_code == 200
    tab = client.get(f"/organiser/events/{full.event.public_id}/waiting-list/").text
    assert page(full.event) not in tab


def test_another_teams_event_is_not_found_and_the_outcome_is_only_read(signed_in):
    other = make_event(team=make_team("Others"))
    [full] = make_full()

    assert signed_in.get(page(other)).status_code == 404
    assert signed_in.get(page_of(other.sessions.get())).status_code == 404
    assert signed_in.post(page_of(full)).status_code == 405
