"""The list of who is coming as a file: which rows, which columns, and that nothing runs."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from bookings.exports.csv_files import harmless
from bookings.lifecycle import absence, commands
from bookings.models import Booking
from events.models import AuditEntry, Organiser
from tests.bookings.listed import page, search
from tests.bookings.taken_out import content_of, lines, records, take_out
from tests.database import every_row
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

HEADINGS = [
    *("Reference", "Session", "When", "Starts", "Ends", "Where", "Full name"),
    *("Work email address", "School", "Town", "DfE number", "URN", "Phase", "District", "Role"),
    *("Access needs", "Booked by", "Booked by email address", "Told the organisers", "State"),
    *("Answer to the invitation", "Booked at", "Cancelled at", "Could not come", "Joined"),
]


def two_sessions(first="Morning", second="Late"):
    event = make_event(
        plan(label=first), plan(label=second, starts_at=NOON + timedelta(days=30)), attendance="any"
    )
    return event.sessions.select_related("event").in_order()


def names(client, event, **answers):
    return [row["Full name"] for row in records(client, event, **answers)]


def test_the_file_holds_a_row_for_each_place(signed_in):
    venue = make_venue(name="Ashby Hall", address="1 High Street", postcode="WS1 2AB")
    session = make_session(label="Morning", mode="in_person", join_link="", venue=venue)
    school = make_school(
        name="Ashby Grammar School",
        dfe_number="875/4001",
        urn=123456,
        phase="Secondary",
        district="West",
    )
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

    response = take_out(signed_in, session.event)

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    name = f"{session.event.feed_name}-bookings.csv"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Cache-Control"] == "no-store"
    assert lines(response) == [
        HEADINGS,
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
            "123456",
            "Secondary",
            "West",
            "Head",
            "Hearing loop",
            "Olive",
            "olive@school.example",
            "We join the county's pool in May.",
            "Booked",
            "No answer",
            "2026-11-02 12:00",
            "",
            "",
            "",
        ],
    ]


def test_one_session_or_what_was_found_is_taken_out_in_the_order_of_the_list(signed_in):
    morning, late = two_sessions()
    make_booking(morning, full_name="Zoe Adams")
    make_booking(late, full_name="Ann Zane")
    make_booking(morning, full_name="Ann Brown")
    event = morning.event

    assert names(signed_in, event, which=f"session:{morning.public_id}") == [
        *("Zoe Adams", "Ann Brown"),
    ]
    search(signed_in, event, q="ann", order="surname")
    address = page(event, order="surname", searched=1).replace("/?", "/export/?")
    answers = {"which": "found:2", "columns": "all", "kind": "csv"}
    found = lines(signed_in.post(address, answers))
    everybody = lines(signed_in.post(address, answers | {"which": "all"}))

    place = HEADINGS.index("Full name")
    assert [row[place] for row in found[1:]] == ["Ann Brown", "Ann Zane"]
    assert [row[place] for row in everybody[1:]] == ["Zoe Adams", "Ann Brown", "Ann Zane"]
    form = words(signed_in.get(address))
    assert "The 2 bookings you found Everyone who has booked (3)" in form


def test_what_was_found_is_not_taken_out_where_something_else_is_found_by_now(signed_in):
    session = make_session()
    for name in ("Ann Brown", "Ann Zane", "Bo Sample"):
        make_booking(session, full_name=name)
    search(signed_in, session.event, q="ann")
    search(signed_in, session.event, q="sample")
    address = page(session.event, searched=1).replace("/?", "/export/?")

    response = signed_in.post(address, {"which": "found:2", "columns": "all", "kind": "csv"})

    assert response.context_data["form"].errors == {"which": ["Select one of these"]}


def test_the_columns_of_the_list_are_taken_out_alone(signed_in):
    session = make_session()
    make_booking(session, full_name="Ann Example")
    signed_in.post(f"{page(session.event)}columns/", {"shown": ["dfe_number", "urn"]})

    [headings, row] = lines(take_out(signed_in, session.event, columns="shown"))

    assert headings == ["Reference", "Full name", "DfE number", "URN"]
    assert row[1:] == ["Ann Example", "", ""]


def test_what_became_of_a_place_stands_in_its_row(signed_in):
    session = make_session()
    late = make_booking(session, full_name="Late Example")
    absence.report_absence(late, at=session.starts_at)
    gone = make_booking(session, full_name="Gone Example")
    commands.cancel_bookings(gone, at=NOON + timedelta(hours=1))
    moved = make_booking(session, full_name="Moved Example")
    commands.replace_attendee(moved, make_person(full_name="Moved Example"), at=NOON)
    Booking.objects.filter(attendee=late).update(partstat="declined")

    rows = records(signed_in, session.event)

    told = ("Full name", "State", "Answer to the invitation", "Cancelled at", "Could not come")
    assert [[row[heading] for heading in told] for row in rows] == [
        ["Late Example", "Booked", "Declined", "", "2026-11-30 12:00"],
        ["Gone Example", "Cancelled", "No answer", "2026-11-02 13:00", ""],
        ["Moved Example", "Address corrected", "No answer", "2026-11-02 12:00", ""],
        ["Moved Example", "Booked", "No answer", "", ""],
    ]


def test_the_form_has_chosen_the_whole_list_as_a_workbook(signed_in):
    event = make_booking().event

    shown = signed_in.get(f"{page(event)}export/")

    form = shown.context_data["form"]
    assert [form[name].value() for name in ("which", "columns", "kind")] == [
        "booked",
        "all",
        "xlsx",
    ]
    assert "Everyone who has booked (1)" in words(shown)
    assert "you found" not in words(shown)


@pytest.mark.parametrize("odd", ["x", "session:abcdefgh", "", "found", "\0", "a" * 10_000])
@pytest.mark.parametrize("field", ["which", "columns", "kind"])
def test_an_answer_that_is_not_offered_is_told_and_takes_nothing_out(signed_in, field, odd):
    event = make_booking().event
    before = every_row()

    response = take_out(signed_in, event, **{field: odd})

    told = {
        "which": "Select which bookings to download",
        "columns": "Select which columns to download",
        "kind": "Select a kind of file",
    }
    sentence = "Select one of these" if odd else told[field]
    assert (response.status_code, response.context_data["form"].errors) == (
        *(200, {field: [sentence]}),
    )
    assert every_row() == before


def test_a_filter_that_no_longer_exists_takes_out_everybody(signed_in):
    event = make_booking(full_name="Ann Example").event

    response = signed_in.get(f"{page(event)}export/?session=gone&phase=Gone")

    assert response.status_code == 200
    assert "Everyone who has booked (1)" in words(response)


def test_a_list_without_anybody_is_no_file(signed_in):
    event = make_event()

    assert "Nobody has booked yet." in words(signed_in.get(f"{page(event)}export/"))


def test_a_file_that_cannot_be_read_to_its_end_is_no_file(signed_in):
    session = make_session()
    make_booking(session)

    def fail_at_the_rows(execute, sql, *rest):
        if '"attendee_id"' in sql and "ORDER BY" in sql:
            raise OperationalError("of ann@school.example")
        return execute(sql, *rest)

    with connection.execute_wrapper(fail_at_the_rows):
        response = take_out(signed_in, session.event)

    assert response.status_code == 503
    assert "Wait a minute, then try again." in response.text


def test_taking_the_file_out_is_audited_and_looking_at_the_form_is_not(signed_in):
    event = make_booking().event
    signed_in.get(f"{page(event)}export/")

    content_of(take_out(signed_in, event))

    entry = AuditEntry.objects.get(action="bookings_exported")
    assert (entry.object_type, entry.object_id, entry.at) == ("event", event.public_id, NOON)
    assert entry.actor == Organiser.objects.get()


@pytest.mark.parametrize("start", list("=+-@\t\r\n\0＝＋－＠"))
def test_no_cell_starts_a_formula(start):
    assert harmless(f"{start}1") == f"'{start}1"


@pytest.mark.parametrize("cell", ["", "Ann", "'quoted", "1-2", "a=b"])
def test_other_cells_are_as_they_are(cell):
    assert harmless(cell) == cell


def test_nobody_else_takes_the_list_out(client, settings):
    settings.REQUIRE_TOTP = False
    event = make_booking().event

    found = {}
    for role, team in [("organiser", make_team("Another team")), ("partner", None)]:
        client.force_login(make_organiser(role=role, team=team))
        found[role] = take_out(client, event).status_code

    assert found == {"organiser": 404, "partner": 403}


@pytest.mark.parametrize("number", [1, 3])
def test_the_file_asks_the_database_as_often_for_many_as_for_one(
    signed_in, django_assert_num_queries, number
):
    event = make_event()
    [session] = event.sessions.select_related("event")
    for _ in range(number):
        make_booking(session, school=make_school(), typed_school="")

    with django_assert_num_queries(17):
        response = take_out(signed_in, event)

    assert len(lines(response)) == number + 1
