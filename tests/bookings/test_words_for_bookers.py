"""What whoever books for others reads: of them, not of themselves."""

from datetime import timedelta

import pytest

from bookings.lifecycle import moving
from bookings.mail import messages
from bookings.models import Attendee, AudienceRule, Message
from tests.bookings import test_book_place_page as single
from tests.bookings.test_book_for_colleagues_page import address, answers
from tests.events.pages import words
from tests.factories import (
    NOON,
    cancel_session,
    make_audience,
    make_booking,
    make_event,
    make_session,
    plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

OLIVE = {"booked_by_name": "Olive Office", "booked_by_email": "office@school.example"}


def three(attendance="any", **first):
    """The sessions of an event."""
    labels = enumerate(["One", "Two", "Three"])
    plans = [plan(label=label, starts_at=NOON + timedelta(days=28 + n)) for n, label in labels]
    event = make_event(plan(label="One", **first), *plans[1:], attendance=attendance)
    return event.sessions.with_place().order_by("pk")


def of_booker(attendee, rest=""):
    return f"/for-colleagues/{attendee.booker.link_token}/{attendee.public_id}/{rest}"


def test_a_question_about_sessions_names_the_colleague_and_an_own_page_says_you(client):
    attendee = make_booking(three()[0], full_name="Ann Example", **OLIVE)
    move = f"{attendee.bookings.get().public_id}/move/"

    asked = [
        words(client.post(start + rest, {"sent": "empty"}))
        for start in (of_booker(attendee), f"/b/{attendee.link_token}/")
        for rest in (move, "sessions/")
    ]

    for whom, (of_moving, of_more) in {"Ann Example": asked[:2], "you": asked[2:]}.items():
        assert f"Which session will {whom} attend instead?" in of_moving
        assert f"Select the session {whom} will attend" in of_moving
        assert f"Which other sessions will {whom} attend?" in of_more
        assert f"Select the sessions {whom} will attend" in of_more


def test_the_details_of_a_colleague_are_asked_for_as_theirs(client):
    attendee = make_booking(**OLIVE)

    empty = client.post(of_booker(attendee, "details/"), {"sent": "empty"})
    unknown = client.post(of_booker(attendee, "details/"), {"school": "nobody"})

    assert empty.context_data["form"].errors == {
        "full_name": ["Enter their full name"],
        "email": ["Enter their work email address"],
        "school": ["Select the school, or tick that it is not listed"],
    }
    assert unknown.context_data["form"].errors["school"] == ["Select the school from the list"]
    assert (
        "The school is not listed Also tick this if they work for a trust or another organisation "
        "Name of the school or organisation" in words(empty)
    )


def test_a_full_session_asks_which_other_one_they_will_attend(client):
    full = three(capacity=0)[0]

    shown = words(client.post(address(full.event), answers(full, "Ann")))
    looked = words(client.get(address(full.event), {"session": full.public_id}))

    assert "Which session will they attend? Two," in shown
    assert "All places are taken. Nothing has been booked." in looked
    assert "You do not have a place" not in shown + looked


def test_of_several_addresses_the_one_that_had_too_many_mails_is_shown(client, settings):
    settings.MAILS_PER_RECIPIENT_PER_HOUR = 1
    session = make_session()
    make_booking(email="ben@school.example")

    refused = words(client.post(address(session.event), answers(session, "Ann", "Ben")))

    assert "We have sent too many emails to this address ben@school.example We limit" in refused
    assert not session.bookings.exists()


def test_a_group_cannot_be_booked_without_the_mail_to_whoever_books(client, settings):
    settings.MAILS_PER_RECIPIENT_PER_HOUR = 1
    session = make_session()
    make_booking(email=OLIVE["booked_by_email"])

    refused = words(client.post(address(session.event), answers(session, "Ann", "Ben")))

    assert "We have sent too many emails to your address We limit" in refused
    assert "without a copy" not in refused


def test_organisers_read_how_many_were_booked_at_once(client):
    audience = make_audience("Maintained")
    AudienceRule.objects.create(audience=audience, types=["Community school"])
    event = make_event(audiences=[audience], outside_audience="ask", places_per_school=5)
    word = {"word_to_organiser": "We join the county in May."}

    client.post(address(event), answers(event.sessions.get(), "Ann", "Ben", "Cy", **word))

    text = messages.mail_of(Message.objects.get(kind="organiser_told")).text
    assert text.startswith(
        "3 people from an organisation that is not on our list of schools have booked places. We "
        "count organisations by the name people type, so check that no school has too many "
        "places. 3 people from a school this event is not for have booked places.\n"
    )


def test_whoever_types_one_address_for_both_has_booked_for_themselves(client):
    session = make_session()
    typed = single.answers(
        session,
        email="ann@school.example",
        booking_for_other="on",
        booked_by_name="Ann Example",
        booked_by_email="ANN@School.example",
    )

    response = client.post(single.address(session.event), typed)

    attendee = Attendee.objects.get()
    assert response["Location"] == f"/b/{attendee.link_token}/"
    assert attendee.booker is None
    assert list(Message.objects.values_list("kind", "to")) == [
        ("place_booked", "ann@school.example")
    ]


def test_a_place_that_was_exchanged_is_not_shown_as_cancelled(client):
    one, two, _ = three("one")
    attendee = make_booking(one, **OLIVE)
    moving.move_booking(
        attendee, booking=attendee.bookings.get().public_id, to=two, at=NOON + timedelta(hours=1)
    )
    pages = [
        f"/b/{attendee.link_token}/",
        of_booker(attendee),
        f"/for-colleagues/{attendee.booker.link_token}/",
    ]

    moved = [words(client.get(page)) for page in pages]
    cancel_session(two, at=NOON + timedelta(hours=2))
    cancelled = [words(client.get(page)) for page in pages]

    assert not any("ancelled" in shown or "One, Monday" in shown for shown in moved)
    assert all("Cancelled Two, Tuesday 1 December 2026" in shown for shown in cancelled)
    assert "This session has been cancelled" in cancelled[0]


def test_a_place_that_was_given_up_is_told_from_a_session_that_was_cancelled(client):
    one, two, three_ = three()
    attendee = make_booking(one, two, three_)
    given_up = attendee.bookings.get(session=one).public_id

    client.post(f"/b/{attendee.link_token}/cancel/", {"places": [given_up]})
    cancel_session(two)

    shown = words(client.get(f"/b/{attendee.link_token}/"))
    assert "Place cancelled One, Monday 30 November 2026" in shown
    assert "Cancelled Two, Tuesday 1 December 2026" in shown
