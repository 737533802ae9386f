"""One attendee who waits, as organisers see them: for what, how they stand, what we told them."""

from datetime import timedelta

import pytest

from bookings.lifecycle import settling
from tests.bookings.waiting import join, line_of, make_full, take
from tests.bookings.waiting_tab import give_up, page
from tests.events.pages import words
from tests.factories import NOON, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

WHEN = "Monday 30 November 2026, midday to 1:30pm"
AT_NOON = "midday on Monday 2 November 2026"


def shown(client, attendee):
    address = f"/organiser/events/{attendee.event.public_id}/bookings/{attendee.public_id}/"
    return client.get(address)


def waits(response):
    return [(wait.name, wait.state) for wait in response.context_data["known"].waits]


def test_it_says_what_they_wait_for_in_the_order_they_prefer(signed_in):
    first, second = make_full(plan(capacity=1, label="First"), plan(capacity=1, label="Second"))
    ann = join(second, first)

    response = shown(signed_in, ann)

    assert waits(response) == [
        (f"Second, {WHEN}, Online", "Waiting"),
        (f"First, {WHEN}, Online", "Waiting"),
    ]
    text = words(response)
    assert f"Joined the waiting list {AT_NOON}" in text
    assert "They have no place." in text
    assert f"Second, {WHEN}, Online Waiting. Waiting since {AT_NOON}" in text
    assert f'href="{page(ann, "remove")}"' in response.text
    assert f"On the waiting list {ann.email} {AT_NOON} Waiting to be sent" in text
    assert f"{AT_NOON}: Joined the waiting list. Using the booking link" in text


def test_an_offer_and_what_became_of_it_stand_there(signed_in):
    [session] = make_full()
    ann, ben = join(session), join(session)
    give_up(session)

    offered = shown(signed_in, ann)
    take(ann)
    accepted = shown(signed_in, ann)
    response = shown(signed_in, ben)

    stands = "Offered a place until 10am on Tuesday 3 November 2026"
    assert [state for _, state in waits(offered)] == [stands]
    assert f"Offered a place from the waiting list. Automatically {AT_NOON}" in words(offered)
    assert "Place offered" in words(offered)
    assert [state for _, state in waits(accepted)] == ["Has the place on 2 November 2026"]
    assert f"Booked {AT_NOON}" in words(accepted)
    assert "Accepted a place from the waiting list. Using the booking link" in words(accepted)
    assert [state for _, state in waits(response)] == ["Waiting"]


def test_an_offer_that_lapsed_stands_there_with_its_mail(signed_in):
    [session] = make_full()
    ann = join(session)
    give_up(session)
    settling.settle_event(session.event_id, at=NOON + timedelta(days=1))

    response = shown(signed_in, ann)

    assert [state for _, state in waits(response)] == [
        "Did not answer the offer on 3 November 2026"
    ]
    assert "Offer ended without an answer" in words(response)
    assert "Did not answer the offer of a place. Automatically" in words(response)


def test_why_they_were_moved_and_removed_and_by_whom_stands_there(signed_in):
    [session] = make_full()
    ann = join(session)
    join(session)
    signed_in.post(page(ann, "move"), {"to": "end", "reason": "Asked for it"})
    signed_in.post(page(ann, "remove"), {"reason": "Booked twice."})

    response = shown(signed_in, ann)

    text = words(response)
    assert [state for _, state in waits(response)] == ["Removed by an organiser on 2 November 2026"]
    assert "Moved in the list: Asked for it Reason: Booked twice." in text
    assert f"{AT_NOON}: Removed from the waiting list. Olu Organiser" in text
    assert f"{AT_NOON}: Moved on the waiting list. Olu Organiser" in text
    assert page(ann, "remove") not in response.text
    assert line_of(ann).reason == "Booked twice."


def test_a_place_by_hand_says_who_offered_it(signed_in):
    [session] = make_full()
    ann = join(session)
    signed_in.post(page(ann, "offer"), {"knowing": "full"})

    text = words(shown(signed_in, ann))

    assert "Offered a place from the waiting list. Olu Organiser" in text
