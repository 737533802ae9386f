"""Who is coming, for organisers: the list and the file, and who may not have them."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from bookings.exports import HEADINGS, harmless
from bookings.lifecycle import absence, commands, substitution
from bookings.models import Message
from events.models import AuditEntry, Organiser
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
    make_venue,
    plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def page(event):
    return f"/organiser/events/{event.public_id}/bookings/"


def export(client, event):
    response = client.post(page(event) + "export/")
    return response, list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_a_file_that_cannot_be_read_to_its_end_is_no_file(signed_in):
    session = make_session()
    make_booking(session)

    def fail_at_the_bookings(execute, sql, *rest):
        if 'FROM "bookings_booking"' in sql:
            raise OperationalError("of ann@school.example")
        return execute(sql, *rest)

    with connection.execute_wrapper(fail_at_the_bookings):
        response = signed_in.post(page(session.event) + "export/")

    assert response.status_code == 503
    assert "Wait a minute, then try again." in response.text


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


def test_the_file_holds_a_row_for_each_place(signed_in):
    venue = make_venue(name="Ashby Hall", address="1 High Street", postcode="WS1 2AB")
    session = make_session(label="Morning", mode="in_person", join_link="", venue=venue)
    school = make_school(name="Ashby Grammar School", dfe_number="875/4001")
    attendee = make_booking(
        session,
        full_name="=cmd|' /C calc'!A0",
        email="ann@school.example",
        school=school,
        typed_school="",
        role="Head",
        access_needs="Hearing loop",
        booked_by_name="Olive",
        booked_by_email="olive@school.example",
        word_to_organiser="We join the county's pool in May.",
    )

    response, rows = export(signed_in, session.event)

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert rows == [
        list(HEADINGS),
        [
            attendee.public_id,
            "Morning",
            "Monday 30 November 2026, midday to 1:30pm",
            "2026-11-30 12:00",
            "2026-11-30 13:30",
            "Ashby Hall, 1 High Street, WS1 2AB",
            "'=cmd|' /C calc'!A0",
            "ann@school.example",
            "Ashby Grammar School",
            "Ashby",
            "875/4001",
            "Head",
            "Hearing loop",
            "Olive",
            "olive@school.example",
            "Booked",
            "2026-11-02 12:00",
            "",
            "",
            "We join the county's pool in May.",
        ],
    ]


def test_who_could_not_come_is_told_in_the_list_and_in_the_file(signed_in):
    session = make_session()
    attendee = make_booking(session, full_name="Ann Example")
    make_booking(session, full_name="Bo Example")
    absence.report_absence(attendee, at=session.starts_at)

    shown = words(signed_in.get(page(session.event)))
    _, rows = export(signed_in, session.event)

    assert shown.count("Could not come Told on") == 1
    assert "Booked Could not come Told on 30 November 2026" in shown
    assert [(row[6], row[-2]) for row in rows] == [
        ("Full name", "Could not come"),
        ("Ann Example", "2026-11-30 12:00"),
        ("Bo Example", ""),
    ]


def test_a_cancelled_place_stays_in_the_file_as_cancelled(signed_in):
    attendee = make_booking()
    commands.cancel_bookings(attendee, at=NOON + timedelta(hours=1))

    _, rows = export(signed_in, attendee.event)

    assert rows[1][5] == "Online"
    assert rows[1][-5:-1] == [
        "Cancelled",
        "2026-11-02 12:00",
        "2026-11-02 13:00",
        "",
    ]


def test_a_booking_that_moved_to_another_address_is_not_shown_as_cancelled(signed_in):
    attendee = make_booking(full_name="Ann Example")
    commands.replace_attendee(attendee, make_person(full_name="Ann Example"), at=NOON)

    _, rows = export(signed_in, attendee.event)

    assert [(row[6], row[-5]) for row in rows[1:]] == [
        ("Ann Example", "Address corrected"),
        ("Ann Example", "Booked"),
    ]


def test_the_list_says_by_which_reference_a_mail_speaks_of_whom_and_what_became_of_a_place(
    signed_in,
):
    attendee = make_booking(full_name="Ann Example", email="ann@school.example")
    substitution.substitute_attendee(attendee, "Bo Example", "bo@school.example", at=NOON)

    shown = words(signed_in.get(page(attendee.event)))

    assert f"Ann Example {attendee.public_id}" in shown
    assert "ann@school.example Oakfield Primary School Colleague sent" in shown


def test_taking_the_file_out_is_audited(signed_in):
    event = make_event()

    export(signed_in, event)

    entry = AuditEntry.objects.get(action="bookings_exported")
    assert (entry.object_type, entry.object_id, entry.at) == ("event", event.public_id, NOON)
    assert entry.actor == Organiser.objects.get()


@pytest.mark.parametrize("start", list("=+-@\t\r\n\0＝＋－＠"))
def test_no_cell_starts_a_formula(start):
    assert harmless(f"{start}1") == f"'{start}1"


@pytest.mark.parametrize("cell", ["", "Ann", "'quoted", "1-2", "a=b"])
def test_other_cells_are_as_they_are(cell):
    assert harmless(cell) == cell


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


def test_the_file_is_not_got(signed_in):
    assert signed_in.get(page(make_event()) + "export/").status_code == 405


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_database_as_often_for_many_as_for_one(
    signed_in, django_assert_num_queries, number
):
    event = make_event(plan())
    for _ in range(number):
        make_booking(
            event.sessions.select_related("event").get(), school=make_school(), typed_school=""
        )

    with django_assert_num_queries(12):
        signed_in.get(page(event))
