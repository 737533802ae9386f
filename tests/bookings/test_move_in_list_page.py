"""The page on which organisers move somebody in a waiting list, and say why."""

import pytest

from tests.bookings.waiting import line_of, make_full, told
from tests.bookings.waiting_tab import order, page, three
from tests.events.pages import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def test_somebody_is_moved_before_another_for_a_reason(signed_in):
    [session] = make_full()
    ann, _, cat = three(session)

    shown = signed_in.get(page(cat, "move"))
    typed = {"to": line_of(ann).public_id, "reason": "Asked by the head"}
    done = signed_in.post(page(cat, "move"), typed, follow=True)

    assert [label for _, label in shown.context_data["form"].fields["to"].choices] == [
        "Select where",
        "Before 1. Ann Example, Oakfield Primary School",
        "Before 2. Ben Example, Oakfield Primary School",
        "To the end of the list",
    ]
    assert "The order of the waiting list is changed." in words(done)
    assert "Moved in the list: Asked by the head" in words(done)
    assert order(session) == ["Cat Example", "Ann Example", "Ben Example"]
    assert told(cat) == ["waiting_list_joined"]


def test_somebody_is_moved_to_the_end(signed_in):
    [session] = make_full()
    ann, _, _ = three(session)

    signed_in.post(page(ann, "move"), {"to": "end", "reason": "Asked for it"})

    assert order(session) == ["Ben Example", "Cat Example", "Ann Example"]


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (
            {},
            {
                "to": ["Select where you want to move them"],
                "reason": ["Enter a reason for changing the order"],
            },
        ),
        ({"to": "x", "reason": "x"}, {"to": ["Select a place from the list"]}),
    ],
)
def test_what_is_missing_is_told_beside_the_field(signed_in, typed, errors):
    [session] = make_full()
    ann, _, _ = three(session)

    response = signed_in.post(page(ann, "move"), {"csrfmiddlewaretoken": "x", **typed})

    assert response.context_data["form"].errors == errors
    assert order(session)[0] == "Ann Example"


def test_whoever_has_been_removed_meanwhile_is_not_moved(signed_in):
    [session] = make_full()
    ann, ben, _ = three(session)
    address, before = page(ann, "move"), line_of(ben).public_id
    signed_in.post(page(ann, "remove"))

    response = signed_in.post(address, {"to": before, "reason": "Late"})

    assert (response.status_code, "The waiting list has changed" in response.text) == (409, True)


def test_what_is_done_by_hand_stands_in_the_history_of_the_event(signed_in):
    [session] = make_full()
    ann, ben, cat = three(session)
    signed_in.post(page(cat, "move"), {"to": line_of(ann).public_id, "reason": "Asked"})
    signed_in.post(page(ann, "remove"))
    signed_in.post(page(ben, "offer"), {"knowing": "full"})

    response = signed_in.get(f"/organiser/events/{session.event.public_id}/history/")

    assert {one.sentence for one in response.context_data["told"]} >= {
        "Olu Organiser changed the order of the waiting list",
        "Olu Organiser removed someone from the waiting list",
        "Olu Organiser offered someone on the waiting list a place",
    }
