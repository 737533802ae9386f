"""The page behind the link in the mail to whoever has declined."""

import pytest
from django.utils import timezone

from bookings.lifecycle import commands, moving, taking_back
from bookings.lifecycle.refusals import TooLate
from bookings.models import Attendee, Booking, Message
from tests.bookings.answered import ANN, booked, told
from tests.bookings.replying import receive, reply
from tests.database import every_row
from tests.events.pages import words
from tests.factories import NOON, as_sent, make_booking, make_event, make_session, plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def address(booking, rest="take-back/"):
    return f"/b/{booking.attendee.link_token}/{booking.public_id}/{rest}"


@pytest.fixture
def declined(booking):
    receive(reply(booking), at=NOON)
    as_sent()
    return booking


def test_the_mail_leads_to_the_page(declined):
    facts = Message.objects.get(kind="place_declined").facts

    assert facts["places"][0]["booking"] == declined.public_id


def test_the_page_asks_first_and_changes_nothing(client, declined):
    before = every_row()

    response = client.get(address(declined))

    assert response.status_code == 200
    assert "declined the invitation for Monday 30 November 2026" in words(response)
    assert every_row() == before


def test_taking_the_place_back_books_it_again(client, declined):
    response = client.post(address(declined))

    assert response.status_code == 302
    assert response["Location"] == f"/b/{declined.attendee.link_token}/"
    assert Booking.objects.holding_a_place().count() == 1
    assert told() == [("place_booked", ANN)]


def test_taking_it_back_twice_books_once(client, declined):
    client.post(address(declined))
    client.post(address(declined))

    assert Booking.objects.holding_a_place().count() == 1
    assert told() == [("place_booked", ANN)]


def test_a_place_that_somebody_has_taken_is_refused(client, declined):
    make_booking(declined.session, email="b@school.example")
    make_booking(declined.session, email="c@school.example")
    before = every_row()

    response = client.post(address(declined))

    assert response.status_code == 409
    assert every_row() == before


def test_a_place_at_another_session_stands_in_the_way(client):
    event = make_event(plan(label="One"), plan(label="Two"))
    one, two = event.sessions.order_by("pk")
    booking = booked(one)
    receive(reply(booking), at=NOON)
    as_sent()
    client.post(address(booking))
    there = Booking.objects.holding_a_place().get()
    moving.move_booking(booking.attendee, booking=there.public_id, to=two, at=NOON)
    before = every_row()

    response = client.post(address(booking))

    assert response.status_code == 409
    assert every_row() == before


def test_a_school_that_has_all_its_places_stands_in_the_way(client):
    event = make_event(plan(), places_per_school=1)
    booking = booked(event.sessions.get(), typed_school="Ashby School")
    receive(reply(booking), at=NOON)
    make_booking(event.sessions.get(), typed_school="Ashby School", email="b@school.example")
    before = every_row()

    response = client.post(address(booking))

    assert response.status_code == 409
    assert every_row() == before


def test_what_was_not_declined_has_no_such_page(client, booking):
    commands.cancel_bookings(booking.attendee, at=NOON)
    before = every_row()

    shown = client.get(address(booking))
    refused = client.post(address(booking))

    assert (shown.status_code, refused.status_code) == (302, 409)
    assert every_row() == before


def test_somebody_elses_booking_is_not_found(client, declined):
    other = make_booking(email="eve@school.example").bookings.get()

    response = client.post(f"/b/{declined.attendee.link_token}/{other.public_id}/take-back/")

    assert response.status_code == 404


def test_a_booking_that_is_not_theirs_is_not_taken_back(declined):
    with pytest.raises(TooLate):
        taking_back.take_back(declined.attendee, booking="none", at=NOON)


def test_the_booking_page_offers_it(client, declined):
    response = client.get(f"/b/{declined.attendee.link_token}/")

    assert "You declined the calendar invitation. Take your place back" in words(response)
    assert address(declined) in response.content.decode()


def test_the_booking_page_does_not_offer_it_once_it_is_too_late(client, declined, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: declined.session.starts_at)

    response = client.get(f"/b/{declined.attendee.link_token}/")
    refused = client.post(address(declined))

    assert "Take your place back" not in words(response)
    assert refused.status_code == 409


def test_whoever_booked_for_somebody_takes_it_back_for_them(client):
    booking = booked(make_session(), booked_by_email="office@school.example")
    receive(reply(booking), at=NOON)
    attendee = Attendee.objects.get()
    page = f"/for-colleagues/{attendee.booker.link_token}/{attendee.public_id}/"

    shown = client.get(f"{page}{booking.public_id}/take-back/")
    client.post(f"{page}{booking.public_id}/take-back/")

    assert "declined the invitation" in words(shown)
    assert Booking.objects.holding_a_place().count() == 1
