"""Leaving waiting lists by one's link."""

import pytest

from tests.bookings.waiting import join, line_of, make_full, states, told
from tests.bookings.waiting_pages import FOUR, page
from tests.database import every_row
from tests.events.pages import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def test_leaving_asks_first_and_changes_nothing(client):
    [session] = make_full()
    ann = join(session)
    before = every_row()

    response = client.get(page(ann, "waiting-list/leave/"))

    assert "You lose your turn." in words(response)
    assert every_row() == before


def test_leaving_ends_the_line_and_says_so(client):
    [session] = make_full()
    ann = join(session)
    form = {"lines": [line_of(ann).public_id]}

    first = client.post(page(ann, "waiting-list/leave/"), form, follow=True)
    again = client.post(page(ann, "waiting-list/leave/"), form, follow=True)
    shown = client.get(page(ann, "waiting-list/leave/"))

    assert states(ann) == ["left"]
    assert told(ann) == ["waiting_list_joined", "waiting_list_left"]
    for response in (first, again):
        assert "You are no longer on the waiting list" in words(response)
    assert f'href="{page(ann, "waiting-list/")}"' in first.text
    assert "You are not on a waiting list of this event." in words(shown)


def test_one_of_several_lists_is_left_and_the_others_stay(client):
    one, two, *_ = make_full(*FOUR)
    ann = join(one, two)

    shown = client.get(page(ann, "waiting-list/leave/"))
    none = client.post(page(ann, "waiting-list/leave/"), {"sent": "1"})
    client.post(
        page(ann, "waiting-list/leave/"), {"lines": [line_of(ann, one).public_id]}, follow=True
    )

    assert shown.text.count('type="checkbox"') == 2
    assert "Select the waiting lists you want to leave" in words(none)
    assert [states(ann, session=session) for session in (one, two)] == [["left"], ["waiting"]]


def test_the_list_of_a_course_is_left_as_a_whole(client):
    course = make_full(*FOUR[:2], attendance="all")
    ann = join(*course)

    shown = client.get(page(ann, "waiting-list/leave/"))
    client.post(page(ann, "waiting-list/leave/"), {"lines": [line_of(ann).public_id]})

    assert "checkbox" not in shown.text
    assert states(ann) == ["left"]
