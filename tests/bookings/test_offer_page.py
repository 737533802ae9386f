"""The page of an offer: what it says, accepting, declining, claiming, and what is over."""

from datetime import timedelta

import pytest

from bookings.lifecycle import settling, waiting_list
from bookings.models import Attendee, Booking
from tests.bookings.waiting import (
    decline,
    join,
    join_all,
    line_of,
    make_full,
    states,
    told,
)
from tests.bookings.waiting_pages import (
    FOUR,
    colleagues_page,
    give_up,
    of_colleague,
    page,
)
from tests.database import every_row
from tests.events.pages import words
from tests.factories import NOON, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

DAY = timedelta(days=1)
LAST_DAY = NOON + 28 * DAY - timedelta(hours=2)


def offer(attendee, rest="", session=None):
    return page(attendee, f"offers/{line_of(attendee, session).public_id}/{rest}")


def stop_clock(monkeypatch, at):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)


@pytest.fixture
def offered():
    """Ann, who is offered the only place, and Ben who is next."""
    [session] = make_full()
    ann, ben = join_all(session, 2)
    give_up(session)
    return ann, ben


@pytest.fixture
def to_claim(monkeypatch):
    [session] = make_full()
    ann, ben = join_all(session, 2)
    stop_clock(monkeypatch, LAST_DAY)
    give_up(session, LAST_DAY)
    return ann, ben


def test_the_page_says_until_when_and_changes_nothing(client, offered):
    ann, _ = offered
    before = every_row()

    response = client.get(offer(ann))

    text = words(response)
    assert "Accept a place" in text
    assert "We are keeping this place for you until 10am on Tuesday 3 November 2026" in text
    assert "Nothing is booked until you accept." in text
    assert "you leave this waiting list and we offer the place to someone else" in text
    assert "You have a place on" not in text
    assert every_row() == before


def test_accepting_books_the_place(client, offered):
    ann, ben = offered

    response = client.post(offer(ann), follow=True)
    again = client.post(offer(ann))
    looked = client.get(offer(ann))

    assert "Your place is booked" in words(response)
    assert states(ann, ben) == ["accepted", "waiting"]
    assert told(ann) == ["waiting_list_joined", "place_offered", "place_booked"]
    assert [one["Location"] for one in (again, looked)] == [page(ann)] * 2
    assert Booking.objects.of(ann).count() == 1


def test_declining_offers_it_to_the_next(client, offered):
    ann, ben = offered

    response = client.post(offer(ann, "decline/"))

    assert response["Location"] == page(ann, "?declined=1")
    assert states(ann, ben) == ["declined", "offered"]


def test_declining_by_looking_is_not_possible(client, offered):
    ann, _ = offered
    before = every_row()

    assert client.get(offer(ann, "decline/")).status_code == 405
    assert every_row() == before


def test_whoever_has_a_place_is_told_that_it_is_given_up(client):
    one, two, three = make_full(*FOUR[:3])
    ann = Attendee.objects.get(bookings__session=one)
    waiting_list.wait_for_more(ann, sessions=[two, three], at=NOON)
    give_up(two)

    text = words(client.get(offer(ann, session=two)))
    accepted = client.post(offer(ann, session=two), follow=True)

    assert "You have a place on Monday 30 November 2026" in text
    assert "If you accept this one, we will cancel that place" in text
    assert "If you accept it, you leave the other waiting lists of this event." in text
    assert "Your place is booked" in words(accepted)
    assert [one.session for one in Booking.objects.holding_a_place().of(ann)] == [two]
    assert states(ann, session=three) == ["left"]


def test_where_any_may_be_attended_nothing_is_given_up(client):
    one, two = make_full(*FOUR[:2], attendance="any")
    ann = Attendee.objects.get(bookings__session=one)
    waiting_list.wait_for_more(ann, sessions=[two], at=NOON)
    give_up(two)

    text = words(client.get(offer(ann)))

    assert "we will cancel that place" not in text
    assert "You leave the other waiting lists" not in text


def test_all_places_of_a_course_are_offered_at_once(client):
    course = make_full(*FOUR[:2], attendance="all")
    ann = join(*course)
    give_up(course[0])

    text = words(client.get(offer(ann)))
    accepted = client.post(offer(ann), follow=True)

    assert "We are keeping these places for you" in text
    assert "Your places are booked" in words(accepted)


def test_in_the_last_day_the_first_to_claim_it_has_it(client, to_claim):
    ann, ben = to_claim

    text = words(client.get(offer(ben)))
    first = client.post(offer(ben))
    second = client.post(offer(ann))

    assert "the first person to claim it gets it" in text
    assert "Decline place" not in text
    assert (first["Location"], second.status_code) == (page(ben), 409)
    assert "This place has been taken" in words(second)
    assert "You are still on this waiting list." in words(second)
    assert states(ann, ben) == ["waiting", "accepted"]


def test_what_is_to_be_claimed_is_not_declined(client, to_claim):
    ann, _ = to_claim
    before = every_row()

    response = client.post(offer(ann, "decline/"))

    assert (response.status_code, every_row()) == (409, before)


def test_an_offer_that_was_not_answered_in_time_is_over(client, offered, monkeypatch):
    ann, _ = offered
    stop_clock(monkeypatch, NOON + DAY)
    before = every_row()

    looked, tried = client.get(offer(ann)), client.post(offer(ann))

    for response in (looked, tried):
        assert response.status_code == 409
        assert "This offer has ended" in words(response)
        assert (
            "We kept the place until 10am on Tuesday 3 November 2026. "
            "It was not accepted by then, so it is no longer kept for you."
        ) in words(response)
    assert every_row() == before


def test_a_lapsed_offer_says_what_to_do_now(client, offered, monkeypatch):
    ann, _ = offered
    settling.settle_due(NOON + DAY)
    stop_clock(monkeypatch, NOON + DAY)

    response = client.get(offer(ann))

    assert "It was not accepted by then" in words(response)
    assert f'href="{page(ann, "waiting-list/")}">Join the waiting list again</a>' in response.text


def test_a_declined_offer_says_so_and_what_they_wait_for_still(client):
    one, two = make_full(*FOUR[:2], attendance="any")
    ann = join(one, two)
    give_up(one)
    decline(ann, one)

    text = words(client.get(offer(ann, session=one)))

    assert "The place was declined, so it is no longer kept for you." in text
    assert "You are still on the waiting list for: B, Tuesday 1 December 2026" in text


def test_whoever_left_the_list_has_no_offer_and_keeps_their_place(client):
    one, two = make_full(*FOUR[:2])
    ann = Attendee.objects.get(bookings__session=one)
    waiting_list.wait_for_more(ann, sessions=[two], at=NOON)
    waiting_list.leave_waiting_list(ann, at=NOON)

    text = words(client.get(offer(ann)))

    assert "You are no longer on this waiting list." in text
    assert "You have a place on Monday 30 November 2026" in text
    assert "It has not changed." in text


def test_whoever_waits_and_was_offered_nothing_is_told_so(client):
    [session] = make_full()
    ann = join(session)

    response = client.get(offer(ann))

    assert response.status_code == 409
    assert "No place is free now." in words(response)


def test_an_offer_to_somebody_else_is_not_found(client, offered):
    ann, ben = offered
    theirs = page(ben, f"offers/{line_of(ann).public_id}/")
    before = every_row()

    answers = [client.get(theirs), client.post(theirs), client.post(f"{theirs}decline/")]

    assert [response.status_code for response in answers] == [404, 404, 404]
    assert every_row() == before


def test_whoever_joined_for_a_colleague_answers_for_them(client):
    [session] = make_full()
    ann = of_colleague(session)
    give_up(session)
    link = colleagues_page(ann, f"offers/{line_of(ann).public_id}/")

    text = words(client.get(link))
    response = client.post(link)

    assert "Accept a place for Ann Example" in text
    assert "for Ann Example until 10am" in text
    assert response["Location"] == colleagues_page(ann)
    assert states(ann) == ["accepted"]


def test_a_place_at_a_session_that_has_begun_is_not_exchanged(client, monkeypatch):
    one, two = make_full(plan(capacity=1), plan(capacity=1, starts_at=NOON + 40 * DAY))
    ann = Attendee.objects.get(bookings__session=one)
    waiting_list.wait_for_more(ann, sessions=[two], at=NOON)
    at = NOON + 28 * DAY - timedelta(minutes=5)
    give_up(two, at)
    stop_clock(monkeypatch, at + timedelta(minutes=10))

    response = client.post(offer(ann))

    assert response.status_code == 409
    assert "It is too late to change this booking" in words(response)
