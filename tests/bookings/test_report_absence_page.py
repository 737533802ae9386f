"""After the start: the page says that it is too late, and that one could not come can be told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.lifecycle import commands
from bookings.models import Booking, Message
from events.models import AuditEntry, Session
from tests.database import every_row
from tests.events.pages import words
from tests.factories import (
    NOON,
    cancel_event,
    make_booking,
    make_event,
    make_person,
    plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

START = NOON + timedelta(days=28)
OFFERED = "If you could not come Monday 30 November 2026, midday to 1:30pm, Online I could not come"


@pytest.fixture
def begun(monkeypatch):
    """The clock shows the start of a session that is planned as by default."""
    monkeypatch.setattr(timezone, "now", lambda: START)
    return START


def page(attendee, rest=""):
    return f"/b/{attendee.link_token}/{rest}"


def booker_page(attendee, rest=""):
    return f"/for-colleagues/{attendee.booker.link_token}/{attendee.public_id}/{rest}"


def of_three_weeks(attendance):
    """An attendee of three sessions, a week apart."""
    weeks = [plan(label=f"Week {n}", starts_at=START + timedelta(days=7 * n)) for n in (1, 2, 3)]
    event = make_event(*weeks, attendance=attendance)
    return make_booking(*event.sessions.with_place().order_by("pk"))


def told_of(attendee):
    return list(attendee.bookings.order_by("session_id").values_list("absent_at", flat=True))


def test_that_one_could_not_come_is_recorded_and_said(client, begun):
    attendee = make_booking()
    Message.objects.all().delete()
    before = Session.objects.values().get()

    response = client.post(page(attendee, "absent/"), follow=True)

    text = words(response)
    assert "We have recorded that you could not come." in text
    assert "You told us on 30 November 2026 that you could not come." in text
    assert "I could not come" not in text
    booking = attendee.bookings.get()
    assert (booking.absent_at, booking.state, booking.sequence) == (START, "booked", 0)
    assert Session.objects.values().get() == before
    assert not Message.objects.exists()
    entry = AuditEntry.objects.get(action="absence_reported")
    assert (entry.object_type, entry.object_id, entry.at, entry.actor) == (
        "attendee",
        attendee.public_id,
        START,
        None,
    )


def test_the_page_says_that_it_is_too_late_and_offers_to_tell(client, begun):
    text = words(client.get(page(make_booking())))

    assert "The session has started. You can no longer change or cancel this booking." in text
    assert OFFERED in text
    assert "If you need help Education Events team events@westshire.example" in text
    assert "Cancel your booking" not in text
    assert "You will need its link to change or cancel" not in text
    assert "What happens next" not in text


def test_the_link_to_cancel_offers_to_tell_it_too(client, begun):
    response = client.get(page(make_booking(), "cancel/"))

    assert f"There is nothing to cancel. The session has started. {OFFERED}" in words(response)


def test_before_the_start_it_is_neither_offered_nor_recorded(client):
    attendee = make_booking()
    before = every_row()

    shown = client.get(page(attendee))
    refused = client.post(page(attendee, "absent/"))

    assert "could not come" not in shown.text
    assert (refused.status_code, refused.template_name) == (409, "bookings/not_started.html")
    assert (
        "You can tell us that you could not come once the session has started. Nothing has been "
        "changed. If you cancel the booking now, someone else can take the place. Cancel your "
        "booking Go back to your booking"
    ) in words(refused)
    assert every_row() == before


def test_telling_twice_records_the_first_time_only(client, begun, monkeypatch):
    attendee = make_booking()
    client.post(page(attendee, "absent/"))
    monkeypatch.setattr(timezone, "now", lambda: START + timedelta(days=1))
    before = every_row()

    response = client.post(page(attendee, "absent/"))

    assert (response.status_code, response["Location"]) == (302, page(attendee, "?absent=1"))
    assert every_row() == before


def test_a_cancelled_booking_is_nothing_that_one_could_have_come_to(client, begun):
    attendee = make_booking()
    commands.cancel_bookings(attendee, at=NOON)
    before = every_row()

    shown = client.get(page(attendee, "?absent=1"))
    refused = client.post(page(attendee, "absent/"))

    assert "could not come" not in shown.text
    assert (refused.status_code, refused.template_name) == (409, "bookings/too_late.html")
    assert (
        "The session has started or the booking is already cancelled. Nothing has been changed. If "
        "you have other bookings, you can ask for their links by email . Go back to your booking"
    ) in words(refused)
    assert every_row() == before


def test_what_is_over_of_an_event_that_was_cancelled_since_is_not_asked_for(client, monkeypatch):
    event = make_event(plan(), plan(starts_at=START + timedelta(days=7)), attendance="any")
    attendee = make_booking(*event.sessions.with_place())
    monkeypatch.setattr(timezone, "now", lambda: START + timedelta(days=1))
    cancel_event(event, at=START + timedelta(days=1))

    shown, refused = client.get(page(attendee)), client.post(page(attendee, "absent/"))

    assert Booking.objects.holding_a_place().of(attendee).count() == 1
    assert "could not come" not in shown.text
    assert (refused.status_code, refused.template_name) == (409, "bookings/too_late.html")


def test_whoever_booked_for_a_colleague_can_tell_it_too(client, begun):
    attendee = make_booking(
        full_name="Ann Example", booked_by_name="Olive", booked_by_email="olive@school.example"
    )

    offered = words(client.get(booker_page(attendee)))
    told = client.post(booker_page(attendee, "absent/"), follow=True)

    when = "Monday 30 November 2026, midday to 1:30pm, Online"
    assert f"If Ann Example could not come {when} Ann Example could not come" in offered
    assert told.redirect_chain == [(booker_page(attendee, "?absent=1"), 302)]
    assert "We have recorded that Ann Example could not come." in words(told)
    said = "We were told on 30 November 2026 that {} could not come."
    assert said.format("Ann Example") in words(told)
    assert said.format("you") in words(client.get(page(attendee)))


def test_whoever_booked_too_early_is_spoken_to_of_the_colleague(client):
    attendee = make_booking(full_name="Ann Example", booked_by_email="olive@school.example")

    text = words(client.post(booker_page(attendee, "absent/")))

    assert "You can tell us that Ann Example could not come once the session has started." in text
    assert "Cancel the booking Go back to the booking" in text


@pytest.mark.parametrize("attendance", ["any", "all"])
def test_of_several_sessions_those_that_have_started_are_told_one_by_one(
    client, monkeypatch, attendance
):
    attendee = of_three_weeks(attendance)
    first, second, third = attendee.bookings.order_by("session_id")
    now = START + timedelta(days=14)
    monkeypatch.setattr(timezone, "now", lambda: now)

    offered = words(client.get(page(attendee)))
    response = client.post(page(attendee, "absent/"), {"places": [second.public_id]}, follow=True)
    early = client.post(page(attendee, "absent/"), {"places": [third.public_id]})

    weeks = [
        "Week 1, Monday 7 December 2026, midday to 1:30pm, Online",
        "Week 2, Monday 14 December 2026, midday to 1:30pm, Online",
    ]
    offer = "If you could not come {} I could not come {} I could not come "
    assert offer.format(*weeks) in offered
    assert offered.count("I could not come ") == 2
    assert "Cancel your booking" in offered
    assert (
        f"{weeks[0]} I could not come {weeks[1]} You told us on 14 December 2026 that you could not"
        " come. "
    ) in words(response)
    assert (early.status_code, early.template_name) == (409, "bookings/not_started.html")
    assert told_of(attendee) == [None, now, None]
    assert first.public_id in response.text


def test_once_all_have_started_the_page_speaks_of_all(client, monkeypatch):
    attendee = of_three_weeks("all")
    monkeypatch.setattr(timezone, "now", lambda: START + timedelta(days=21))

    assert "The sessions have started. You can no longer" in words(client.get(page(attendee)))


def test_a_place_of_somebody_else_is_not_told_of(client, begun):
    own, other = make_booking(), make_booking()
    before = every_row()

    response = client.post(
        page(own, "absent/"), {"places": [other.bookings.get().public_id, "\0", "x" * 999]}
    )

    assert response.status_code == 409
    assert every_row() == before


def test_too_late_to_cancel_offers_to_tell_instead(client, begun):
    attendee = make_booking()
    booking = attendee.bookings.get()
    typed = {"places": [booking.public_id], "full_name": "Ann Example", "email": attendee.email}
    typed |= {"school_not_listed": "on", "typed_school": "Oakfield School"}

    pages = [
        client.post(page(attendee, rest), typed)
        for rest in ("cancel/", "details/", "send-colleague/", f"{booking.public_id}/move/")
    ]

    for refused in pages:
        assert (refused.status_code, refused.template_name) == (409, "bookings/too_late.html")
        assert (
            "The session has started. Nothing has been changed. If you have other bookings, you can"
            f" ask for their links by email . {OFFERED} Go back to your booking"
        ) in words(refused)
    action = f'action="{page(attendee, "absent/")}"'
    assert [action in refused.text for refused in pages] == [True] * 4


def test_a_replaced_link_tells_nothing(client, begun):
    attendee = make_booking()
    commands.replace_attendee(attendee, make_person(), at=NOON)
    before = every_row()

    response = client.post(page(attendee, "absent/"))

    assert (response.status_code, response.template_name) == (410, "bookings/link_replaced.html")
    assert every_row() == before


def test_an_unknown_link_is_not_found(client, begun):
    attendee = make_booking(booked_by_email="olive@school.example", booked_by_name="Olive")
    unknown = f"/b/{attendee.link_token[:-1]}x/absent/"
    foreign = f"/for-colleagues/{attendee.booker.link_token}/{make_booking().public_id}/absent/"

    statuses = [client.post(address).status_code for address in (unknown, foreign)]

    assert statuses == [404, 404]


def test_looking_tells_nothing(client, begun):
    attendee = make_booking()
    before = every_row()

    statuses = [client.get(page(attendee, rest)).status_code for rest in ("", "absent/")]

    assert statuses == [200, 405]
    assert every_row() == before


@pytest.mark.parametrize("number", [1, 3])
def test_the_database_is_asked_as_often_for_many_sessions_as_for_one(
    client, monkeypatch, django_assert_num_queries, number
):
    days = (START + timedelta(days=day) for day in range(number))
    event = make_event(*(plan(starts_at=day) for day in days), attendance="all")
    attendee = make_booking(*event.sessions.with_place())
    monkeypatch.setattr(timezone, "now", lambda: START + timedelta(days=9))
    assert Session.objects.count() == number

    with django_assert_num_queries(8):
        client.get(page(attendee))
    with django_assert_num_queries(10):
        client.post(page(attendee, "absent/"))
    with django_assert_num_queries(8):
        client.get(page(attendee))
