"""Printing for the day: which session, what, on which labels, and who may."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.forms import printing as forms
from bookings.lifecycle import commands
from bookings.models import Booking, Message
from events.models import AuditEntry
from events.models.identity import CHECK_IN_LETTERS
from tests.bookings.printed import lines, pages
from tests.events.pages import words
from tests.factories import (
    NOON,
    cancel_session,
    make_booking,
    make_event,
    make_organiser,
    make_school,
    make_session,
    make_team,
    plan,
)
from tests.signing_in import let_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

ANSWERS = {
    "order": "surname",
    "what": "sign_in_sheet",
    "blank": "0",
    "sheet": "L7160",
    "first": "1",
}


def page(event):
    return f"/organiser/events/{event.public_id}/bookings/print/"


def send(client, printed, **answers):
    return client.post(page(printed.event), {**ANSWERS, "session": printed.public_id, **answers})


def errors(response):
    return {name: list(said) for name, said in response.context_data["form"].errors.items()}


def test_the_page_offers_the_sessions_and_what_to_print(signed_in):
    session = make_session(label="Morning")
    make_booking(session)

    response = signed_in.get(page(session.event))

    said = words(response)
    assert "Morning, Monday 30 November 2026, midday to 1:30pm, Online (1 person)" in said
    assert "Avery L7160 (21 on a sheet)" in said
    assert response["Cache-Control"] == "no-store"


def test_the_list_of_bookings_leads_there(signed_in):
    attendee = make_booking()

    response = signed_in.get(f"/organiser/events/{attendee.event.public_id}/bookings/")

    assert f'href="{page(attendee.event)}"' in response.text


def test_the_sign_in_sheet_is_of_those_who_hold_a_place_by_surname(signed_in):
    session = make_session(capacity=20)
    school = make_school(name="Ashby Grammar School", town="Ashby")
    make_booking(session, full_name="Ann Zebra", typed_school="Beech School")
    make_booking(session, full_name="Zoe Apple", school=school, typed_school="", role="Head")
    make_booking(make_session(), full_name="Else Where")
    gone = make_booking(session, full_name="Gone Example")
    commands.cancel_bookings(gone, at=NOON)

    response = send(signed_in, session)

    assert response["Content-Type"] == "application/pdf"
    name = f"{session.event.feed_name}-2026-11-30-sign-in-sheet.pdf"
    named = f'attachment; filename="{name}"'
    assert response["Content-Disposition"] == named
    assert response["Cache-Control"] == "no-store"
    assert lines(response.content)[4:8] == [
        "Name School Signature",
        "Zoe Apple",
        "Head",
        "Ashby Grammar School, Ashby",
    ]
    assert lines(response.content)[8] == "Ann Zebra Beech School"
    assert not {"Gone Example", "Else Where"} & set(" ".join(lines(response.content)).split("  "))


def test_the_sheet_can_be_in_the_order_of_schools(signed_in):
    session = make_session(capacity=20)
    make_booking(session, full_name="Ann Apple", typed_school="Beech School")
    make_booking(session, full_name="Bo Zebra", typed_school="Ash School")

    response = send(signed_in, session, order="school")

    assert lines(response.content)[4:7] == [
        "School Name Signature",
        "Ash School Bo Zebra",
        "Beech School Ann Apple",
    ]


def test_neither_addresses_nor_access_needs_are_printed(signed_in):
    session = make_session(capacity=20)
    make_booking(session, email="ann@school.example", access_needs="Hearing loop")

    sheet = " ".join(lines(send(signed_in, session).content))
    badges = " ".join(lines(send(signed_in, session, what="badges").content))

    assert "@" not in sheet + badges
    assert "Hearing" not in sheet + badges


def test_badges_are_printed_on_the_labels_that_were_chosen(signed_in):
    session = make_session(capacity=20)
    for name in ("Ann Apple", "Bo Berry"):
        make_booking(session, full_name=name)

    response = send(signed_in, session, what="badges", sheet="L7173", first="10", blank="x")

    assert response["Content-Disposition"].endswith('-2026-11-30-badges.pdf"')
    assert [found.split("\n")[0].strip() for found in pages(response.content)] == [
        "Ann Apple",
        "Bo Berry",
    ]


def test_who_printed_what_is_in_the_history(signed_in):
    session = make_session(label="Morning")
    make_booking(session)

    send(signed_in, session)
    send(signed_in, session, what="badges")

    entries = AuditEntry.objects.filter(action__endswith="_printed").order_by("pk")
    assert [(one.action, one.object_id) for one in entries] == [
        ("sign_in_sheet_printed", session.public_id),
        ("badges_printed", session.public_id),
    ]
    history = signed_in.get(f"/organiser/events/{session.event.public_id}/history/")
    assert "printed the sign-in sheet of a session: Morning, Monday" in words(history)
    assert "printed name badges for a session: Morning, Monday" in words(history)


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({"session": ""}, {"session": ["Select a session from the list"]}),
        ({"session": "abcdefgh"}, {"session": ["Select a session from the list"]}),
        ({"order": "height"}, {"order": ["Select the order"]}),
        ({"what": ""}, {"what": ["Select what you want to print"]}),
        ({"blank": "41"}, {"blank": ["Enter a number of blank lines from 0 to 40"]}),
        ({"blank": "-1"}, {"blank": ["Enter a number of blank lines from 0 to 40"]}),
        ({"blank": ""}, {"blank": ["Enter a number of blank lines from 0 to 40"]}),
        ({"what": "badges", "sheet": "L9"}, {"sheet": ["Select labels from the list"]}),
        (
            {"what": "badges", "first": "22"},
            {"first": ["Enter the number of a label from 1 to 21"]},
        ),
        ({"what": "badges", "first": "0"}, {"first": ["Enter the number of a label from 1 to 21"]}),
        (
            {"what": "badges", "sheet": "L7173", "first": "11"},
            {"first": ["Enter the number of a label from 1 to 10"]},
        ),
        (
            {"what": "badges", "sheet": "A4", "first": "2"},
            {"first": ["Enter 1: there is one on a page"]},
        ),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(signed_in, answers, wrong):
    session = make_session()
    make_booking(session)

    response = send(signed_in, session, **answers)

    assert response.status_code == 200
    assert errors(response) == wrong
    assert words(response).count(next(iter(wrong.values()))[0]) == 2
    assert "<title>Error: " in response.text.replace("\n", "")
    assert not AuditEntry.objects.filter(action__endswith="_printed").exists()


def test_a_session_with_more_people_than_can_be_printed_says_so(signed_in, monkeypatch):
    monkeypatch.setattr(forms, "MOST_PEOPLE", 1)
    session = make_session()
    make_booking(session)
    make_booking(session)

    response = send(signed_in, session)

    sentence = "Select a session with 1 people or fewer, or download the list"
    assert errors(response) == {"session": [sentence]}


def test_where_all_sessions_are_cancelled_there_is_a_sentence_and_no_form(signed_in):
    session = make_session()
    cancel_session(session)

    shown, sent = signed_in.get(page(session.event)), send(signed_in, session)

    for response in (shown, sent):
        assert "All sessions are cancelled, so there is nothing to print." in words(response)
        assert "Download the PDF" not in words(response)
        assert "There is a problem" not in words(response)


def test_a_cancelled_session_is_not_offered(signed_in):
    event = make_event(plan(label="One"), plan(label="Two", starts_at=NOON + timedelta(days=30)))
    one, two = event.sessions.with_place().in_order()
    make_booking(one)
    cancel_session(two)

    response = signed_in.get(page(event))

    assert "Two" not in words(response)
    assert errors(send(signed_in, two)) == {"session": ["Select a session from the list"]}


def test_assistants_may_print_and_partners_may_not(client, settings):
    settings.REQUIRE_TOTP = False
    session = make_session()
    make_booking(session)
    team = session.event.team

    let_in(client, make_organiser(team=team, role="assistant"))
    assert send(client, session).status_code == 200
    let_in(client, make_organiser(team=team, role="partner"))
    assert send(client, session).status_code == 403


def test_another_team_finds_nothing(client, settings):
    settings.REQUIRE_TOTP = False
    session = make_session()
    make_booking(session)

    let_in(client, make_organiser(team=make_team("Others")))

    assert client.get(page(session.event)).status_code == 404
    assert send(client, session).status_code == 404


def test_only_get_and_post_are_answered(signed_in):
    attendee = make_booking()

    assert signed_in.put(page(attendee.event)).status_code == 405


def test_looking_at_the_page_changes_nothing(signed_in):
    attendee = make_booking()
    before = (AuditEntry.objects.count(), Message.objects.count())

    signed_in.get(page(attendee.event) + "?what=badges")

    assert (AuditEntry.objects.count(), Message.objects.count()) == before


@pytest.mark.parametrize("what", ["sign_in_sheet", "badges"])
def test_printing_asks_the_database_the_same_for_one_and_for_three(signed_in, what):
    session = make_session(capacity=20)

    asked = []
    for number in (1, 2):
        for _ in range(number):
            make_booking(session, school=make_school(), typed_school="")
        with CaptureQueriesContext(connection) as queries:
            assert send(signed_in, session, what=what)["Content-Type"] == "application/pdf"
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_every_booking_has_a_code_of_its_own_for_the_door():
    session = make_session(capacity=20)
    make_booking(session)
    make_booking(session)

    one, other = Booking.objects.order_by("pk")

    assert one.check_in_code != other.check_in_code
    assert len(one.check_in_code) == 16
    assert set(one.check_in_code) <= set(CHECK_IN_LETTERS)
    assert len(CHECK_IN_LETTERS) == 32
