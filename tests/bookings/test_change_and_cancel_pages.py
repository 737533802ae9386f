"""Changing details and giving places back, by the secret link."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bookings.lifecycle import commands
from bookings.models import Attendee, Message, School
from events.models import AuditEntry, Session
from tests.bookings.test_your_booking_page import page
from tests.database import every_row
from tests.factories import (
    NOON,
    cancel_session,
    make_booking,
    make_event,
    make_person,
    make_school,
    make_session,
    make_venue,
    plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def details(**changed):
    return {
        "full_name": "Ann Example",
        "email": "ann@school.example",
        "school_not_listed": "on",
        "typed_school": "Oakfield School",
    } | changed


def test_details_are_changed_and_audited_by_name_only(client):
    school = make_school()
    attendee = make_booking(email="ann@school.example")

    response = client.post(
        page(attendee, "details/"),
        details(school=school.public_id, school_not_listed="", role="Bursar"),
        follow=True,
    )

    attendee.refresh_from_db()
    assert "Your details have been changed" in response.text
    assert (attendee.full_name, attendee.school, attendee.typed_school, attendee.role) == (
        "Ann Example",
        school,
        "",
        "Bursar",
    )
    assert AuditEntry.objects.get(action="details_changed").changed == [
        "full_name",
        "role",
        "school",
        "typed_school",
    ]


def test_details_that_stay_the_same_write_nothing(client):
    attendee = make_booking(
        full_name="Ann Example", email="ann@school.example", typed_school="Oakfield School"
    )
    before = every_row()

    response = client.post(page(attendee, "details/"), details())

    assert response.status_code == 302
    assert every_row() == before


def test_the_form_shows_what_is_known(client):
    session = make_session(mode="in_person", join_link="", venue=make_venue())
    attendee = make_booking(session, access_needs="Hearing loop", role="Bursar")

    form = client.get(page(attendee, "details/")).context_data["form"]

    assert (form["role"].value(), form["access_needs"].value()) == ("Bursar", "Hearing loop")


def test_a_wrong_detail_is_told_beside_its_field(client):
    response = client.post(page(make_booking(), "details/"), details(full_name=""))

    assert response.context_data["form"].errors == {"full_name": ["Enter your full name"]}


def test_a_corrected_address_gets_a_new_link_and_the_old_one_says_so(client):
    attendee = make_booking(
        email="wrong@school.example", booked_by_name="Olive", booked_by_email="olive@school.example"
    )

    response = client.post(page(attendee, "details/"), details())

    new = Attendee.objects.get(email="ann@school.example")
    assert response["Location"] == page(new, "?changed=1")
    assert new.booked_by_name == "Olive"
    old = client.get(page(attendee))
    assert (old.status_code, old.template_name) == (410, "bookings/link_replaced.html")
    assert new.link_token not in old.text
    assert "ann@school.example" not in old.text


def test_the_address_of_a_booking_is_settled_after_a_day(client, monkeypatch):
    attendee = make_booking(email="old@school.example")
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(hours=24, seconds=1))

    response = client.post(page(attendee, "details/"), details())

    assert (response.status_code, response.template_name) == (
        409,
        "bookings/address_is_settled.html",
    )
    assert attendee.bookings.get().is_booked


def test_an_address_that_has_booked_itself_is_refused(client):
    session = make_session()
    attendee = make_booking(session)
    make_booking(session, email="ann@school.example")

    response = client.post(page(attendee, "details/"), details())

    assert (response.status_code, response.template_name) == (409, "bookings/address_is_taken.html")
    assert attendee.bookings.get().is_booked


def test_details_cannot_be_changed_once_the_session_has_started(client, monkeypatch):
    attendee = make_booking(email="ann@school.example")
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(days=28))
    before = every_row()

    response = client.post(page(attendee, "details/"), details())

    assert (response.status_code, response.template_name) == (409, "bookings/too_late.html")
    assert every_row() == before


def places(*bookings):
    return {"places": [booking.public_id for booking in bookings]}


def test_cancelling_frees_the_place_and_a_double_click_does_no_harm(client):
    session = make_session(capacity=1)
    attendee = make_booking(session)
    form = places(attendee.bookings.get())

    first, second = (client.post(page(attendee, "cancel/"), form, follow=True) for _ in range(2))

    session.refresh_from_db()
    assert session.places_left == 1
    for response in (first, second):
        assert "Your booking is cancelled" in response.text
    assert Message.objects.filter(kind="place_cancelled").count() == 1


def test_cancelling_one_of_two_twice_leaves_the_other(client):
    event = make_event(plan(), plan(starts_at=NOON + timedelta(days=35)), attendance="any")
    attendee = make_booking(*event.sessions.select_related("event"))
    first, second = attendee.bookings.in_order()

    for _ in range(2):
        client.post(page(attendee, "cancel/"), places(second))

    first.refresh_from_db()
    assert first.is_booked


def test_a_course_is_cancelled_whole(client):
    event = make_event(plan(), plan(starts_at=NOON + timedelta(days=35)), attendance="all")
    attendee = make_booking(*event.sessions.select_related("event"))

    shown = client.get(page(attendee, "cancel/"))
    client.post(page(attendee, "cancel/"), places(attendee.bookings.first()))

    assert 'type="checkbox"' not in shown.text
    assert not attendee.bookings.holding_a_place().exists()


def test_chosen_places_of_several_are_cancelled(client):
    event = make_event(plan(), plan(starts_at=NOON + timedelta(days=35)), attendance="any")
    attendee = make_booking(*event.sessions.select_related("event"))
    first, second = attendee.bookings.in_order()

    asked = client.post(page(attendee, "cancel/"), {"csrfmiddlewaretoken": "x"})
    done = client.post(page(attendee, "cancel/"), places(second))

    assert asked.context_data["form"].errors == {"places": ["Select the places you want to cancel"]}
    assert done.status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("booked", "cancelled")


def test_a_place_that_is_not_ones_own_is_not_cancelled(client):
    event = make_event(plan(), plan(starts_at=NOON + timedelta(days=35)), attendance="any")
    attendee = make_booking(*event.sessions.select_related("event"))
    foreign = make_booking().bookings.get()
    before = every_row()

    response = client.post(page(attendee, "cancel/"), places(foreign))

    assert response.context_data["form"].errors == {"places": ["Select places from this list"]}
    assert every_row() == before


def test_a_started_session_cannot_be_cancelled(client, monkeypatch):
    attendee = make_booking()
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(days=28))
    before = every_row()

    shown = client.get(page(attendee, "cancel/"))
    late = client.post(page(attendee, "cancel/"), places(attendee.bookings.get()))

    assert "There is nothing to cancel" in shown.text
    assert (late.status_code, late.template_name) == (409, "bookings/too_late.html")
    assert "You can no longer change or cancel this booking." in client.get(page(attendee)).text
    assert every_row() == before


def test_a_cancelled_session_is_shown_as_such(client):
    session = make_session()
    attendee = make_booking(session)
    cancel_session(session)

    response = client.get(page(attendee))

    assert "This session has been cancelled</h1>" in response.text
    assert "<p>Snow</p>" in response.text
    assert "Your place is booked" not in response.text
    file = client.get(page(attendee, f"{attendee.bookings.get().public_id}.ics"))
    assert file.status_code == 404


def test_the_new_link_is_mailed_to_the_booked_address_only(client):
    attendee = make_booking(email="wrong@school.example")
    commands.replace_attendee(attendee, make_person(email="right@school.example"), at=NOON)

    response = client.post(page(attendee, "new-link/"))

    assert (response.status_code, response.template_name) == (200, "bookings/new_link_sent.html")
    assert "right@school.example" not in response.text
    assert list(Message.objects.filter(kind="link_again").values_list("to", flat=True)) == [
        "right@school.example"
    ]


def test_the_new_link_is_mailed_no_more_than_the_hour_allows(client, settings):
    settings.MAILS_PER_RECIPIENT_PER_HOUR = 6
    attendee = make_booking()
    commands.replace_attendee(attendee, make_person(), at=NOON)

    responses = [client.post(page(attendee, "new-link/")) for _ in range(6)]

    assert [response.status_code for response in responses] == [200] * 5 + [409]
    assert responses[-1].template_name == "bookings/too_many_mails.html"


def test_a_link_that_was_not_replaced_has_no_new_one(client):
    attendee = make_booking()
    before = every_row()

    assert client.post(page(attendee, "new-link/")).status_code == 404
    assert every_row() == before


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_database_as_often_for_many_places_as_for_one(
    client, django_assert_num_queries, number
):
    days = range(1, number + 1)
    event = make_event(*(plan(starts_at=NOON + timedelta(days=d)) for d in days), attendance="any")
    attendee = make_booking(*Session.objects.filter(event=event).select_related("event"))

    with django_assert_num_queries(8):
        client.get(page(attendee))


def test_details_of_somebody_whose_school_has_closed_can_be_changed(client):
    school = make_school(name="Closed School")
    attendee = make_booking(email="ann@school.example", school=school, typed_school="")
    School.objects.filter(pk=school.pk).update(status="closed")

    shown = client.get(page(attendee, "details/"))
    response = client.post(
        page(attendee, "details/"), details(school=school.public_id, school_not_listed="")
    )

    attendee.refresh_from_db()
    assert f'<option value="{school.public_id}" selected>Closed School, Ashby' in shown.text
    assert (response.status_code, attendee.school) == (302, school)
