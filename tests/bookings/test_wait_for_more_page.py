"""Waiting for more sessions, by one's link: for whoever waits, and for whoever has a place."""

import pytest

from bookings.lifecycle import waiting_list
from bookings.models import Attendee
from tests.bookings.waiting import join, make_full, sessions_of, states, told
from tests.bookings.waiting_pages import DAY, FOUR, give_up, page
from tests.database import every_row
from tests.events.pages import words
from tests.factories import NOON, cancel_session, make_booking, make_event, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def test_whoever_has_a_place_waits_for_a_better_one_and_keeps_it(client):
    one, two, *_ = make_full(*FOUR[:2], plan(capacity=9))
    three = sessions_of(one.event)[2]
    ann = make_booking(three)

    waiting = client.post(
        page(ann, "waiting-list/"), {"sessions": [two.public_id, "", one.public_id]}, follow=True
    )

    text = words(waiting)
    assert "You are on the waiting list." in text
    assert "Your place is booked" in text
    assert "Until then, that place is kept." in text
    assert [line.session for line in ann.waiting_places.order_by("preference")] == [two, one]
    assert told(ann) == ["place_booked", "waiting_list_joined"]


def test_what_somebody_has_or_waits_for_already_is_not_offered_again(client):
    one, two, *_ = make_full(*FOUR)
    holder = Attendee.objects.filter(bookings__session=one).get()
    waiting_list.wait_for_more(holder, sessions=[two], at=NOON)

    response = client.get(page(holder, "waiting-list/"))

    assert [one.label for one in response.context_data["form"].offered] == ["C", "D"]
    assert "First choice" in words(response)


def test_where_any_may_be_attended_sessions_are_ticked(client):
    one, two, *_ = make_full(*FOUR, attendance="any")
    ann = join(one)

    shown = client.get(page(ann, "waiting-list/"))
    none = client.post(page(ann, "waiting-list/"), {"sent": "1"})
    client.post(page(ann, "waiting-list/"), {"sessions": [two.public_id]})

    assert shown.text.count('type="checkbox"') == 3
    assert "Select the sessions you want to wait for" in words(none)
    assert "First choice" not in words(client.get(page(ann)))
    assert states(ann, session=two) == ["waiting"]


def test_the_only_full_session_needs_no_choice(client):
    one, two = make_full(*FOUR[:2])
    ann = join(one)

    response = client.get(page(ann, "waiting-list/"))

    assert f'<input type="hidden" name="sessions" value="{two.public_id}">' in response.text


def test_where_nothing_else_is_full_the_page_says_so(client):
    [session] = make_full()
    ann = join(session)

    shown, text = client.get(page(ann)), words(client.get(page(ann, "waiting-list/")))

    assert page(ann, "waiting-list/") + '"' not in shown.text
    assert "There is no other session that is full" in text


def test_a_session_that_has_a_place_is_changed_to(client):
    event = make_event(plan(label="A"), plan(label="B"))
    one, two = sessions_of(event)
    ann = make_booking(one)

    response = client.post(page(ann, "waiting-list/"), {"sessions": [two.public_id]})

    held = ann.bookings.get().public_id
    assert response.status_code == 409
    assert f'href="{page(ann, f"{held}/move/")}"' in response.text


def test_where_any_may_be_attended_it_is_booked_besides(client):
    one, two = sessions_of(make_event(plan(label="A"), plan(label="B"), attendance="any"))
    ann = make_booking(one)

    response = client.post(page(ann, "waiting-list/"), {"sessions": [two.public_id]})

    assert (response.status_code, page(ann, "sessions/") in response.text) == (409, True)


def test_whoever_has_no_place_books_what_is_free_by_their_own_link(client):
    one, two = make_full(plan(capacity=1), plan(capacity=1, label="B"))
    ann = join(one)
    give_up(two)

    response = client.post(page(ann, "waiting-list/"), {"sessions": [two.public_id]})

    assert response.status_code == 409
    assert f'href="{page(ann, "sessions/")}"' in response.text


def test_what_cannot_be_waited_for_is_refused(client, monkeypatch):
    one, two = make_full(*FOUR[:2])
    ann = join(two)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON + 28 * DAY)

    response = client.post(page(ann, "waiting-list/"), {"sessions": [one.public_id]})

    assert response.status_code == 409
    assert "There is nothing to wait for" in words(response)


@pytest.mark.parametrize("chosen", [1, 2])
def test_what_is_no_whole_course_by_now_is_refused(client, chosen):
    """One of its sessions was sent alone, or one was cancelled since the form was read."""
    course = make_full(*FOUR[:2], attendance="all")
    ann = join(*course)
    waiting_list.leave_waiting_list(ann, at=NOON)
    if chosen == 2:
        cancel_session(course[0])
    before = every_row()

    response = client.post(
        page(ann, "waiting-list/"), {"sessions": [one.public_id for one in course[:chosen]]}
    )

    assert response.status_code == 409
    assert "There is nothing to wait for" in words(response)
    assert every_row() == before


def test_the_page_that_changes_the_session_leads_to_the_lists_of_the_full_ones(client):
    one, _ = make_full(*FOUR[:2])
    holder = Attendee.objects.get(bookings__session=one)
    booking = holder.bookings.get()

    shown = client.get(page(holder, f"{booking.public_id}/move/"))

    assert f'href="{page(holder, "waiting-list/")}"' in shown.text
