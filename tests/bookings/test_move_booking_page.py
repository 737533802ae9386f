"""The page on which an attendee changes to another session of the event."""

from datetime import timedelta

import pytest

from bookings.lifecycle import commands, moving
from bookings.lifecycle.refusals import LinkReplaced, NotMoved, TooLate
from bookings.mail import messages
from bookings.models import Booking, Message
from events.models import Session
from tests.bookings.told import mails
from tests.database import every_row
from tests.events.pages import words
from tests.factories import (
    NOON,
    amend_event,
    as_sent,
    cancel_session,
    make_booking,
    make_event,
    make_person,
    plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def briefing(**fields):
    """Three sessions a week apart, of which one is attended; the last has two places."""
    first = NOON + timedelta(days=28)
    return make_event(
        plan(label="First", starts_at=first),
        plan(label="Second", starts_at=first + timedelta(days=7)),
        plan(label="Third", starts_at=first + timedelta(days=14), capacity=2),
        **fields,
    )


def sessions_of(event):
    return list(event.sessions.with_place().order_by("pk"))


def page(attendee, booking=None):
    booking = booking or attendee.bookings.holding_a_place().first()
    return f"/b/{attendee.link_token}/{booking.public_id}/move/"


def move(attendee, to, at=NOON):
    booking = attendee.bookings.first().public_id
    return moving.move_booking(attendee, booking=booking, to=to, at=at)


def held_by(attendee):
    held = Booking.objects.holding_a_place().of(attendee)
    return list(held.values_list("session__label", flat=True).order_by("session_id"))


def places_taken(event):
    return list(event.sessions.order_by("pk").values_list("places_taken", flat=True))


def test_the_place_is_exchanged_and_the_calendar_follows(client):
    event = briefing()
    first, second, _ = sessions_of(event)
    attendee = make_booking(first, email="ann@school.example")
    as_sent()

    response = client.post(page(attendee), {"session": second.public_id}, follow=True)

    assert "The session has been changed." in words(response)
    assert held_by(attendee) == ["Second"]
    assert places_taken(event) == [0, 1, 0]
    assert mails() == [
        ("ann@school.example", "booking_moved", "REQUEST", 0, "NEEDS-ACTION"),
        ("ann@school.example", "moved_from_session", "CANCEL", 1, "NEEDS-ACTION"),
    ]
    old, new = Booking.objects.order_by("pk")
    assert old.uid != new.uid


def test_one_mail_says_what_is_now_and_what_was():
    event = briefing()
    first, second, _ = sessions_of(event)
    attendee = make_booking(first, email="ann@school.example")
    as_sent()

    move(attendee, second)

    text = messages.mail_of(Message.objects.get(kind="booking_moved")).text
    assert text.startswith(
        "Your booking has changed to this session. You no longer have a place at the session you "
        "booked before.\n\nHeadteacher briefing\n\nSecond\n\nWhen\nMonday 7 December 2026, midday "
        "to 1:30pm\nBefore this change: Monday 30 November 2026, midday to 1:30pm\n"
    )


def test_whoever_booked_for_them_is_told_and_can_do_it_too(client):
    event = briefing()
    first, second, _ = sessions_of(event)
    attendee = make_booking(
        first, full_name="Ann Example", booked_by_name="Olive", booked_by_email="olive@x.example"
    )
    as_sent()
    own = f"/for-colleagues/{attendee.booker.link_token}/{attendee.public_id}/"

    own_page = f"{own}{attendee.bookings.get().public_id}/move/"
    asked = client.get(own_page)
    response = client.post(own_page, {"session": second.public_id})

    assert "Change the session for Ann Example" in asked.text
    assert response["Location"] == f"{own}?moved=1"
    assert held_by(attendee) == ["Second"]
    assert [to for to, kind, *_ in mails() if kind == "booking_moved_copy"] == ["olive@x.example"]


def test_full_sessions_are_shown_as_full_and_cannot_be_chosen(client):
    event = briefing()
    first, second, third = sessions_of(event)
    attendee = make_booking(first)
    make_booking(third)
    make_booking(third)

    response = client.get(page(attendee))

    form = response.context_data["form"]
    assert [one["value"] for one in form.items] == [second.public_id]
    assert form.full == [third]
    assert "Full sessions Full Third, Monday 14 December 2026" in words(response)


def test_where_all_are_full_the_place_can_only_be_kept(client):
    event = make_event(plan(), plan(capacity=1))
    first, second = sessions_of(event)
    make_booking(second)

    assert "There is no other session with places left." in words(
        client.get(page(make_booking(first)))
    )


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"csrf": "x"}, "Select the session you will attend"),
        ({"session": "nowhere2"}, "Select one of these sessions"),
    ],
)
def test_a_wrong_answer_is_told_beside_the_sessions(typed, error, client):
    attendee = make_booking(sessions_of(briefing())[0])
    before = every_row()

    response = client.post(page(attendee), typed)

    assert response.context_data["form"].errors == {"session": [error]}
    assert every_row() == before


def test_a_session_that_has_filled_up_meanwhile_leaves_the_place_as_it_was(client):
    event = briefing()
    first, _, third = sessions_of(event)
    attendee = make_booking(first)
    make_booking(third)
    make_booking(third)
    before = every_row()

    response = client.post(page(attendee), {"session": third.public_id})

    assert response.status_code == 409
    assert "All places at this session are taken. Your booking has not changed." in (
        words(response)
    )
    assert every_row() == before


def test_a_session_that_was_cancelled_or_closed_is_told_as_that(client):
    event = briefing()
    first, second, third = sessions_of(event)
    attendee = make_booking(first)
    cancel_session(second)
    Session.objects.filter(pk=third.pk).update(closes_at=NOON)

    pages = [client.post(page(attendee), {"session": one.public_id}) for one in (second, third)]

    assert [page.status_code for page in pages] == [409, 409]
    assert "This session has been cancelled. Your booking has not changed." in words(pages[0])
    assert "This session cannot be booked. Your booking has not changed." in words(pages[1])
    assert held_by(attendee) == ["First"]


def test_sending_the_form_twice_moves_once(client):
    event = briefing()
    first, second, _ = sessions_of(event)
    attendee = make_booking(first)
    address = page(attendee)

    answers = [client.post(address, {"session": second.public_id}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert places_taken(event) == [0, 1, 0]
    assert Message.objects.filter(kind="booking_moved").count() == 1


def test_a_place_that_was_cancelled_meanwhile_is_not_brought_back(client):
    event = briefing()
    first, second, _ = sessions_of(event)
    attendee = make_booking(first)
    booking = attendee.bookings.get()
    commands.cancel_bookings(attendee, at=NOON)

    asked = client.get(page(attendee, booking))
    sent = client.post(page(attendee, booking), {"session": second.public_id})

    assert (asked.status_code, sent.status_code) == (409, 409)
    assert places_taken(event) == [0, 0, 0]


def test_once_the_session_has_started_it_is_too_late(client):
    event = briefing()
    first, second, _ = sessions_of(event)
    attendee = make_booking(first)

    with pytest.raises(TooLate):
        move(attendee, second, at=first.starts_at)

    assert held_by(attendee) == ["First"]


def test_where_several_are_attended_the_others_stay(client):
    event = briefing(attendance="any")
    first, second, third = sessions_of(event)
    attendee = make_booking(first, second)
    booking = attendee.bookings.get(session=first)

    client.post(page(attendee, booking), {"session": third.public_id})
    response = client.post(
        page(attendee, attendee.bookings.get(session=second)), {"session": third.public_id}
    )

    assert response.status_code == 409
    assert held_by(attendee) == ["Second", "Third"]


def test_a_course_is_not_moved(client):
    event = briefing(attendance="all")
    attendee = make_booking(*sessions_of(event))
    booking, first = attendee.bookings.first(), sessions_of(event)[1]

    with pytest.raises(NotMoved):
        moving.move_booking(attendee, booking=booking.public_id, to=first, at=NOON)
    assert "Change session" not in client.get(f"/b/{attendee.link_token}/").text


def test_a_session_of_another_event_is_no_choice():
    attendee, other = make_booking(), make_event().sessions.with_place().get()

    with pytest.raises(NotMoved):
        move(attendee, other)


def test_a_link_that_was_replaced_moves_nothing():
    event = briefing()
    first, second, _ = sessions_of(event)
    attendee = make_booking(first)
    commands.replace_attendee(attendee, make_person(), at=NOON)

    with pytest.raises(LinkReplaced):
        move(attendee, second)


def test_a_booking_of_somebody_else_is_not_found(client):
    event = briefing()
    first = sessions_of(event)[0]
    own, other = make_booking(first), make_booking(first)

    assert client.get(page(own, other.bookings.get())).status_code == 404


def test_what_the_organiser_moved_since_is_told_as_it_is():
    event = briefing()
    first, second, _ = sessions_of(event)
    attendee = make_booking(first)
    as_sent()
    move(attendee, second)
    later = second.starts_at + timedelta(hours=2)
    changed = {"starts_at": later, "ends_at": later + timedelta(hours=1)}
    amend_event(event, sessions=[{}, changed], at=NOON + timedelta(minutes=5))

    told = [(kind, sequence) for _, kind, _, sequence, _ in mails()]

    assert told == [("booking_moved", 1), ("moved_from_session", 1), ("session_changed", 1)]


def test_the_page_asks_as_much_for_one_session_as_for_many(client, django_assert_num_queries):
    small, large = briefing(), make_event(*(plan() for _ in range(12)))
    pages = [page(make_booking(sessions_of(event)[0])) for event in (small, large)]

    for address in pages:
        with django_assert_num_queries(4):
            assert client.get(address).status_code == 200
