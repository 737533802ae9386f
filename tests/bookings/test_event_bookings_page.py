"""Who is coming, for organisers: the list and the file, and who may not have them."""

import uuid

import pytest

from bookings.lifecycle import colleagues, commands, substitution
from bookings.models import Message
from tests.events.pages import words
from tests.factories import (
    NOON,
    make_booking,
    make_event,
    make_organiser,
    make_person,
    make_school,
    make_session,
    make_team,
    plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def page(event):
    return f"/organiser/events/{event.public_id}/bookings/"


def test_the_list_shows_who_is_coming(signed_in):
    session = make_session(label="Morning", capacity=20)
    make_booking(
        session, full_name="Ann Example", booked_by_name="Olive", booked_by_email="o@s.example"
    )
    gone = make_booking(session, full_name="Gone Example")
    commands.cancel_bookings(gone, at=NOON)

    response = signed_in.get(page(session.event))

    shown = [(b.attendee.full_name, b.state) for b in response.context_data["listed"].page]
    assert shown == [("Ann Example", "booked"), ("Gone Example", "cancelled")]
    assert "Olive, o@<wbr>s.example" in response.text
    assert response["Cache-Control"] == "no-store"


def test_an_empty_list_says_so(signed_in):
    assert "Nobody has booked yet" in signed_in.get(page(make_event())).text


def test_undelivered_mail_is_shown(signed_in):
    attendee = make_booking()
    Message.objects.update(state="dead")

    response = signed_in.get(page(attendee.event))

    assert "Email not delivered" in response.text


def test_the_list_says_by_which_reference_a_mail_speaks_of_whom_and_what_became_of_a_place(
    signed_in,
):
    attendee = make_booking(full_name="Ann Example", email="ann@school.example")
    substitution.substitute_attendee(attendee, "Bo Example", "bo@school.example", at=NOON)

    shown = words(signed_in.get(page(attendee.event)))

    assert f"Ann Example {attendee.public_id}" in shown
    assert "ann@school.example Oakfield Primary School Colleague sent" in shown


def test_another_teams_event_is_not_found(signed_in):
    event = make_event(team=make_team("Another team"))

    statuses = [
        signed_in.get(page(event)).status_code,
        signed_in.post(page(event) + "export/").status_code,
    ]

    assert statuses == [404, 404]


@pytest.mark.parametrize("role", ["partner", "check_in"])
def test_other_roles_may_not_see_who_is_coming(client, settings, role):
    settings.REQUIRE_TOTP = False
    client.force_login(make_organiser(role=role))
    event = make_event()

    assert client.get(page(event)).status_code == 403
    assert client.post(page(event) + "export/").status_code == 403


def test_strangers_are_asked_to_sign_in(client):
    response = client.get(page(make_event()))

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/?next=/organiser/events/")


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_database_as_often_for_many_as_for_one(
    signed_in, django_assert_num_queries, number
):
    event = make_event(plan())
    for _ in range(number):
        make_booking(
            event.sessions.select_related("event").get(), school=make_school(), typed_school=""
        )

    with django_assert_num_queries(14):
        signed_in.get(page(event))


def test_a_mail_to_whoever_booked_that_was_not_delivered_is_shown_at_each_of_their_colleagues(
    signed_in,
):
    session = make_session()
    colleagues.book_for_colleagues(
        event=session.event,
        sessions=[session],
        people=[make_person(full_name="Cy One"), make_person(full_name="Di Two")],
        by=colleagues.BookedBy("The Office", "office@school.example"),
        form_uuid=uuid.uuid4(),
        at=NOON,
    )
    Message.objects.filter(kind="colleagues_booked").update(state="dead")

    response = signed_in.get(f"{page(session.event)}?only=undelivered")

    shown = [one.attendee.full_name for one in response.context_data["listed"].page]
    assert shown == ["Cy One", "Di Two"]
    assert words(response).count("Email not delivered") == 1 + 2  # the filter, and each of them
