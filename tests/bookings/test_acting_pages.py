"""The pages on which organisers correct, move, cancel and undo for somebody."""

import pytest

from bookings.lifecycle import commands, moving
from bookings.models import Attendee, Booking, ListChoice
from tests.bookings.acting import ANN, two_sessions
from tests.bookings.test_attendee_page import page
from tests.bookings.test_on_behalf_pages import TYPED, book_page, errors
from tests.database import every_row
from tests.events.pages import words
from tests.factories import (
    NOON,
    make_booking,
    make_session,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def test_details_are_corrected(signed_in):
    attendee = make_booking(**ANN, role="Head")

    form = signed_in.get(page(attendee, "details/"))
    response = signed_in.post(page(attendee, "details/"), TYPED | {"full_name": "Anne"})
    wrong = signed_in.post(page(attendee, "details/"), TYPED | {"email": "anne"})

    assert 'value="Ann Example"' in form.text
    assert 'value="Head"' in form.text
    assert response["Location"] == page(attendee, "?done=corrected")
    attendee.refresh_from_db()
    assert (attendee.full_name, attendee.role) == ("Anne", "")
    told = "Enter an email address in the correct format, like name@example.sch.uk"
    assert errors(wrong) == {"email": [told]}


def test_another_address_leads_to_the_page_of_who_has_it_and_a_taken_one_is_refused(signed_in):
    attendee = make_booking(**ANN)
    other = make_booking(attendee.bookings.get().session, email="bo@school.example")

    taken = signed_in.post(page(attendee, "details/"), TYPED | {"email": other.email})
    response = signed_in.post(page(attendee, "details/"), TYPED | {"email": "anne@school.example"})

    successor = Attendee.objects.get(email="anne@school.example")
    successor.event = attendee.event
    assert (taken.status_code, "already has a place" in words(taken)) == (409, True)
    assert response["Location"] == page(successor, "?done=readdressed")
    replaced = signed_in.post(page(attendee, "details/"), TYPED | {"full_name": "Anne"})
    assert (replaced.status_code, "belongs to someone else now" in words(replaced)) == (410, True)


def test_a_place_is_moved_to_any_session_to_come(signed_in):
    first, second = two_sessions(capacity=1)
    make_booking(second)
    attendee = make_booking(first, **ANN)
    address = page(attendee, f"{attendee.bookings.get().public_id}/move/")

    form = signed_in.get(address)
    nothing = signed_in.post(address, {"quietly": "on"})
    full = signed_in.post(address, {"session": second.public_id})
    moved = signed_in.post(address, {"session": second.public_id, "knowing": "full"})

    assert "Second, Monday 7 December 2026" in words(form)
    assert "First, Monday 30 November" not in words(form)
    assert errors(nothing) == {"session": ["Select the session they will attend"]}
    assert full.status_code == 409
    assert moved["Location"] == page(attendee, "?done=moved")
    assert attendee.bookings.get(state="booked").session == second


def test_where_there_is_no_other_session_the_page_says_so(signed_in):
    attendee = make_booking(**ANN)

    shown = signed_in.get(page(attendee, f"{attendee.bookings.get().public_id}/move/"))

    assert "There is no other session to come." in words(shown)


def test_a_place_is_cancelled_with_a_reason(signed_in):
    attendee = make_booking(**ANN)

    place = {"places": attendee.bookings.get().public_id}
    nothing = signed_in.post(page(attendee, "cancel/"), place | {"quietly": "on"})
    response = signed_in.post(page(attendee, "cancel/"), place | {"reason": "You called."})

    assert errors(nothing) == {"reason": ["Enter a reason for cancelling"]}
    assert response["Location"] == page(attendee, "?done=cancelled")
    shown = words(signed_in.get(response["Location"]))
    assert "Cancelled on 2 November 2026 Reason: You called." in shown
    assert "The place is cancelled. We are emailing them." in shown
    assert "Undo the cancellation" in shown
    again = signed_in.get(page(attendee, "cancel/"))
    assert "They have no place that can still be cancelled." in words(again)


def test_of_several_places_some_are_chosen(signed_in):
    first, second = two_sessions(attendance="any")
    attendee = make_booking(first, second, **ANN)
    kept, gone = attendee.bookings.order_by("pk")

    wrong = signed_in.post(page(attendee, "cancel/"), {"reason": "x", "places": "abcdefgh"})
    nothing = signed_in.post(page(attendee, "cancel/"), {"reason": "x"})
    signed_in.post(page(attendee, "cancel/"), {"reason": "x", "places": gone.public_id})

    assert errors(wrong) == {"places": ["Select places from this list"]}
    assert errors(nothing) == {"places": ["Select the places you want to cancel"]}
    states = list(attendee.bookings.values_list("state", flat=True).order_by("pk"))
    assert states == ["booked", "cancelled"]
    assert kept.session == first


def test_a_course_is_cancelled_as_a_whole(signed_in):
    attendee = make_booking(*two_sessions(attendance="all"), **ANN)

    shown = signed_in.get(page(attendee, "cancel/"))
    places = list(attendee.bookings.values_list("public_id", flat=True))
    signed_in.post(page(attendee, "cancel/"), {"reason": "Ill", "places": places})

    assert all(f'name="places" value="{place}"' in shown.text for place in places)
    assert "First" in shown.text
    assert "Second" in shown.text
    assert "Which places" not in shown.text
    assert "Change session" not in words(signed_in.get(page(attendee)))
    assert set(attendee.bookings.values_list("state", flat=True)) == {"cancelled"}


def test_a_cancellation_is_undone_or_refused_where_the_session_is_full(signed_in):
    session = make_session(capacity=1)
    attendee = make_booking(session, **ANN)
    commands.cancel_bookings(attendee, at=NOON)
    address = page(attendee, f"{attendee.bookings.get().public_id}/undo/")
    other = make_booking(session)

    asked, full = signed_in.get(address), signed_in.post(address)
    commands.cancel_bookings(other, at=NOON)
    undone = signed_in.post(address)

    assert "if there is room" in words(asked)
    assert full.status_code == 409
    assert undone["Location"] == page(attendee, "?done=undone")
    assert Booking.objects.holding_a_place().get().attendee == attendee


def test_looking_changes_nothing(signed_in):
    attendee = make_booking(**ANN)
    booking = attendee.bookings.get().public_id
    before = every_row()

    statuses = [
        signed_in.get(page(attendee, rest)).status_code
        for rest in ("", "details/", "cancel/", f"{booking}/move/", f"{booking}/undo/")
    ]

    assert statuses == [200] * 5
    assert signed_in.get(book_page(attendee.event)).status_code == 200
    assert every_row() == before
    assert not ListChoice.objects.exists()


def test_a_place_that_was_given_up_meanwhile_is_not_cancelled_and_nothing_else_is(signed_in):
    first, second = two_sessions()
    attendee = make_booking(first, **ANN)
    seen = attendee.bookings.get().public_id
    moving.move_booking(attendee, booking=seen, to=second, at=NOON)
    before = every_row()

    response = signed_in.post(page(attendee, "cancel/"), {"reason": "Full", "places": seen})

    assert errors(response) == {"places": ["Select places from this list"]}
    assert 'type="checkbox"' in response.text
    assert every_row() == before


def test_what_is_cancelled_already_is_not_said_to_be_cancelled_now(signed_in):
    attendee = make_booking(**ANN)
    place = attendee.bookings.get().public_id
    commands.cancel_bookings(attendee, at=NOON)

    response = signed_in.post(page(attendee, "cancel/"), {"reason": "Ill", "places": place})

    assert "They have no place that can still be cancelled." in words(response)


def test_what_was_typed_can_be_changed_after_a_refusal(signed_in):
    first, second = two_sessions(capacity=1)
    make_booking(second)
    form = TYPED | {"sessions": second.public_id}

    refused = signed_in.post(book_page(first.event), form)
    again = signed_in.post(book_page(first.event), form | {"change": "1"})

    assert "Change what you typed" in words(refused)
    assert '<input type="hidden" name="change" value="1">' in refused.text
    assert again.status_code == 200
    assert 'value="Ann Example"' in again.text
    assert errors(again) == {}


def test_what_somebody_else_has_changed_meanwhile_is_not_written_over(signed_in):
    attendee = make_booking(**ANN, access_needs="A ramp")
    shown = signed_in.get(page(attendee, "details/"))
    seen = {"seen": shown.context_data["form"]["seen"].value()}
    Attendee.objects.update(access_needs="A ramp, wheelchair")

    late = signed_in.post(page(attendee, "details/"), TYPED | seen | {"role": "Head"})

    told = (
        "Someone has changed this since you opened the page. "
        "Copy what you typed, then open the page again"
    )
    assert errors(late) == {"__all__": [told]}
    assert told in words(late)
    attendee.refresh_from_db()
    assert (attendee.access_needs, attendee.role) == ("A ramp, wheelchair", "")


def test_a_note_that_somebody_else_has_written_meanwhile_is_not_written_over(signed_in):
    attendee = make_booking(**ANN)
    seen = {"seen": signed_in.get(page(attendee)).context_data["form"]["seen"].value()}
    Attendee.objects.update(note="Comes late")

    late = signed_in.post(page(attendee, "note/"), seen | {"note": "Vegan"})

    assert late.status_code == 200
    attendee.refresh_from_db()
    assert attendee.note == "Comes late"
