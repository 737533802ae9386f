"""The attendee's own pages by their secret link."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.lifecycle import commands
from bookings.models import Message
from tests.database import every_row
from tests.events.pages import words
from tests.factories import (
    NOON,
    make_booking,
    make_event,
    make_person,
    make_session,
    plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def page(attendee, rest=""):
    return f"/b/{attendee.link_token}/{rest}"


def booker_page(attendee, rest=""):
    return f"/for-colleagues/{attendee.booker.link_token}/{attendee.public_id}/{rest}"


def test_the_page_shows_what_when_and_where_but_not_the_link_to_join(client):
    session = make_session(label="Morning", join_link="https://meet.example/secret")
    attendee = make_booking(session, full_name="Ann Example", email="ann@school.example")

    response = client.get(page(attendee))

    assert response.status_code == 200
    assert "https://meet.example/secret" not in response.text
    for told in (
        "Your place is booked",
        f"Your reference is {attendee.public_id}",
        "Monday 30 November 2026, midday to 1:30pm",
        "Ann Example",
        "ann@<wbr>school.example",
    ):
        assert told in response.text


def test_nobody_keeps_or_indexes_the_page(client):
    response = client.get(page(make_booking()))

    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("rest", ["", "details/", "cancel/", "send-again/", "new-link/"])
def test_an_unknown_or_tampered_link_is_not_found(client, rest):
    attendee = make_booking()
    method = client.post if rest in ("send-again/", "new-link/") else client.get

    response = method(f"/b/{attendee.link_token[:-1]}x/{rest}")

    assert response.status_code == 404


@pytest.mark.parametrize("rest", ["send-again/", "new-link/"])
def test_what_changes_something_is_not_got(client, rest):
    attendee = make_booking()
    if rest == "new-link/":
        commands.replace_attendee(attendee, make_person(), at=NOON)

    assert client.get(page(attendee, rest)).status_code == 405


def test_looking_changes_nothing(client):
    attendee = make_booking()
    before = every_row()

    for rest in ("", "details/", "cancel/"):
        client.get(page(attendee, rest))

    assert every_row() == before


def test_the_calendar_file_holds_the_session(client):
    attendee = make_booking()
    booking = attendee.bookings.get()

    response = client.get(page(attendee, f"{booking.public_id}.ics"))

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="headteacher-briefing.ics"'
    assert f"UID:{booking.uid}" in response.text
    assert "METHOD" not in response.text


def test_the_calendar_file_of_a_cancelled_or_foreign_booking_is_not_found(client):
    attendee, other = make_booking(), make_booking()
    commands.cancel_bookings(attendee, at=NOON)

    statuses = [
        client.get(page(attendee, f"{somebody.bookings.get().public_id}.ics")).status_code
        for somebody in (attendee, other)
    ]

    assert statuses == [404, 404]


def test_whoever_booked_for_a_colleague_is_told_what_the_colleague_gets(client):
    attendee = make_booking(
        full_name="Ann Example",
        email="ann@school.example",
        booked_by_name="Olive Office",
        booked_by_email="olive@school.example",
    )

    text = words(client.get(booker_page(attendee)))

    assert "Place booked for Ann Example The reference is" in text
    assert (
        "We are sending Ann Example an email with a calendar invitation, to ann@school.example. "
        "Wrong address? We are sending a copy to olive@school.example. Ann Example can change or "
        "cancel the booking using the link in their email. You can do the same on this page."
    ) in text
    assert "Your place is booked" not in text
    assert "Cancel the booking" in text


def test_whoever_booked_for_a_colleague_stays_that_from_page_to_page(client):
    attendee = make_booking(full_name="Ann Example", booked_by_email="olive@school.example")
    text = client.get(booker_page(attendee)).text
    again = client.post(booker_page(attendee, "send-again/"), follow=True)
    asked = client.get(booker_page(attendee, "cancel/"))
    places = {"places": [attendee.bookings.get().public_id]}
    cancelled = client.post(booker_page(attendee, "cancel/"), places, follow=True)

    assert attendee.link_token not in text + again.text + asked.text + cancelled.text
    assert "Place booked for Ann Example" in again.text
    assert "Cancel the booking for Ann Example" in asked.text
    assert "Ann Example has a place on" in asked.text
    assert "The booking is cancelled" in cancelled.text
    assert "Ann Example no longer has a place at this event." in cancelled.text
    assert "Colleagues See everyone you booked for If you need help" in words(cancelled)


def test_cancelling_one_of_two_places_says_so(client):
    event = make_event(plan(), plan(starts_at=NOON + timedelta(days=35)), attendance="any")
    attendee = make_booking(*event.sessions.select_related("event"))
    first = attendee.bookings.first()

    response = client.post(page(attendee, "cancel/"), {"places": [first.public_id]}, follow=True)

    assert "The places you chose are cancelled. The others are still booked." in response.text


def test_by_their_own_link_the_colleague_is_spoken_to(client):
    attendee = make_booking(booked_by_email="olive@school.example", booked_by_name="Olive")

    assert "Your place is booked" in client.get(page(attendee)).text


def test_the_email_is_sent_again(client):
    attendee = make_booking(email="ann@school.example")

    response = client.post(page(attendee, "send-again/"), follow=True)

    assert "We are sending the email again." in response.text
    assert list(Message.objects.filter(kind="booking_again").values_list("to", flat=True)) == [
        "ann@school.example"
    ]


def test_the_email_of_a_course_is_sent_again_with_each_invitation(client):
    event = make_event(plan(), plan(starts_at=NOON + timedelta(days=35)), attendance="all")
    attendee = make_booking(*event.sessions.select_related("event"))
    Message.objects.all().delete()

    client.post(page(attendee, "send-again/"))

    kinds = sorted(Message.objects.values_list("kind", flat=True))
    assert kinds == ["booking_again", "invitation", "invitation"]


def test_the_email_is_sent_no_more_than_the_hour_allows(client, monkeypatch, settings):
    settings.MAILS_PER_RECIPIENT_PER_HOUR = 6
    attendee = make_booking()

    responses = [client.post(page(attendee, "send-again/")) for _ in range(6)]
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(hours=1))
    later = client.post(page(attendee, "send-again/"))

    assert [response.status_code for response in responses] == [302] * 5 + [409]
    assert responses[-1].template_name == "bookings/too_many_mails.html"
    assert later.status_code == 302


def test_a_cancelled_booking_is_not_sent_again(client):
    attendee = make_booking()
    commands.cancel_bookings(attendee, at=NOON)

    response = client.post(page(attendee, "send-again/"))

    assert (response.status_code, response.template_name) == (409, "bookings/too_late.html")
