"""Filters, columns and pages of the list of who is coming."""

from datetime import timedelta

import pytest

from bookings.lifecycle import commands, substitution
from bookings.models import Booking, Message
from tests.bookings.listed import EVERYBODY, errors, make_session_of_two, names, page, search
from tests.events.pages import words
from tests.factories import (
    NOON,
    make_booking,
    make_event,
    make_person,
    make_school,
    make_session,
    make_team,
    plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

LATER, LATEST = NOON + timedelta(minutes=1), NOON + timedelta(minutes=2)
NOT_IN_THE_LIST = "Select an answer from the list"
HEADINGS = [
    *("Name", "Session", "Work email address", "School", "Role", "Access needs", "Booked by"),
    "State",
]


@pytest.fixture
def session():
    return make_session_of_two()


def test_the_list_of_one_session_has_nobody_of_another(signed_in):
    event = make_event(
        plan(label="Morning"), plan(label="Late", starts_at=NOON + timedelta(days=30))
    )
    morning, late = event.sessions.select_related("event").in_order()
    make_booking(morning, full_name="Annabel Example")
    make_booking(late, full_name="Bo Sample")

    response = signed_in.get(page(event, session=late.public_id))

    assert names(response) == ["Bo Sample"]
    assert f'<option value="{late.public_id}" selected>Late, Wednesday 2' in response.text


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("booked", ["Annabel Example", "Bo Sample", "Colleague", "Di New"]),
        ("cancelled", ["Cy Cancelled"]),
        ("correction", ["Di Old"]),
        ("colleague", ["Ed Sender"]),
    ],
)
def test_a_state_has_those_of_whom_the_list_says_it(signed_in, session, state, expected):
    commands.cancel_bookings(make_booking(session, full_name="Cy Cancelled"), at=NOON)
    old = make_booking(session, full_name="Di Old")
    commands.replace_attendee(old, make_person(full_name="Di New"), at=NOON)
    sender = make_booking(session, full_name="Ed Sender")
    substitution.substitute_attendee(sender, "Colleague", "colleague@school.example", at=NOON)

    response = signed_in.get(page(session.event, state=state))

    shown = response.context_data["listed"].page
    [label] = {booking.state_label for booking in shown}
    assert sorted(names(response)) == expected
    assert f'<option value="{state}" selected>{label}</option>' in response.text


def test_access_needs_and_mail_that_was_not_delivered_are_asked_for_together_or_alone(
    signed_in, session
):
    needs = {"access_needs": "Hearing loop"}
    both = make_booking(session, full_name="Both Example", **needs)
    make_booking(session, full_name="Needs Example", **needs)
    undelivered = make_booking(session, full_name="Undelivered Example")
    Message.objects.filter(attendee__in=[both, undelivered]).update(state="dead")
    asked = [["needs"], ["undelivered"], ["needs", "undelivered"], []]

    found = [names(signed_in.get(page(session.event, only=only))) for only in asked]

    assert found == [
        ["Both Example", "Needs Example"],
        ["Both Example", "Undelivered Example"],
        ["Both Example"],
        [*EVERYBODY, "Both Example", "Needs Example", "Undelivered Example"],
    ]


def test_a_search_and_filters_are_asked_together(signed_in, session):
    make_booking(session, full_name="Annabel Needs", access_needs="Hearing loop")
    make_booking(session, full_name="Bo Needs", access_needs="Hearing loop")
    asked = {"session": session.public_id, "state": "booked", "only": "needs"}

    response = search(signed_in, session.event, q="annabel", **asked)

    assert names(response) == ["Annabel Needs"]
    assert "Found 1 of 4 bookings." in words(response)
    assert response.redirect_chain == [(page(session.event, **asked, searched=1) + "#found", 302)]


@pytest.mark.parametrize("odd", ["x", "\0", "' OR 1=1 --", "a" * 10_000, "Booked", "{{7*7}}"])
@pytest.mark.parametrize("field", ["session", "state", "only", "phase", "answer", "order"])
def test_an_answer_that_is_not_in_the_list_is_told_and_everybody_is_shown(
    signed_in, session, field, odd
):
    search(signed_in, session.event, q="annabel")

    response = signed_in.get(page(session.event, searched=1, **{field: odd}))

    assert (response.status_code, errors(response)) == (200, {field: [NOT_IN_THE_LIST]})
    assert f'<a href="#id_{field}">{NOT_IN_THE_LIST}</a>' in response.text
    assert response.text.count(NOT_IN_THE_LIST) == 2
    assert names(response) == EVERYBODY
    assert "2 booked." in words(response)
    assert "Clear" in response.text


def test_a_session_of_another_event_is_not_in_the_list(signed_in, session):
    other = make_session(label="Elsewhere")
    make_booking(other, full_name="Else Where")

    response = signed_in.get(page(session.event, session=other.public_id))

    assert errors(response) == {"session": [NOT_IN_THE_LIST]}
    assert names(response) == EVERYBODY
    assert "Elsewhere" not in response.text


def test_pages_keep_what_was_looked_for_and_the_form_starts_at_the_first(signed_in, session):
    for number in range(51):
        make_booking(session, full_name=f"Plenty {number}")
    one = search(signed_in, session.event, q="plenty", state="booked")
    two = signed_in.get(page(session.event, state="booked", searched=1, page=2))

    assert (len(names(one)), names(two)) == (50, ["Plenty 50"])
    assert 'href="?state=booked&amp;searched=1&amp;page=2"' in one.text
    assert "Found 51 of 53 bookings. This page shows 1 to 50." in words(one)
    assert "Found 51 of 53 bookings. This page shows 51." in words(two)
    assert 'name="page"' not in two.text


def test_a_page_that_a_filter_does_not_have_is_its_last(signed_in, session):
    search(signed_in, session.event, q="annabel")

    address = page(session.event, searched=1)
    asked = [names(signed_in.get(f"{address}&page={odd}")) for odd in ("9", "x")]

    assert asked == [["Annabel Example"], ["Annabel Example"]]


def test_where_nothing_matches_the_page_says_so_and_leads_on(signed_in, session):
    response = search(signed_in, session.event, q="nobody")

    assert "No bookings match what you are looking for." in words(response)
    assert "Clear search and filters" in words(response)
    assert 'value="nobody"' in response.text
    assert names(response) == []


def test_the_plain_page_has_nothing_to_clear(signed_in, session):
    plain = signed_in.get(page(session.event))
    searched = search(signed_in, session.event, q="bo")
    cleared = search(signed_in, session.event, q="bo", state="cancelled", clear="1")

    assert "Clear" not in plain.text
    assert "Clear search and filters" in searched.text
    assert names(cleared) == EVERYBODY
    assert cleared.redirect_chain == [(f"{page(session.event)}#found", 302)]
    assert "Clear" not in cleared.text


def test_what_is_searched_for_is_kept_for_its_event_and_stands_in_no_address(signed_in, session):
    other = make_booking(full_name="Cy Elsewhere").event

    found = search(signed_in, session.event, q="annabel")

    assert found.redirect_chain == [(f"{page(session.event, searched=1)}#found", 302)]
    assert names(signed_in.get(page(session.event, searched=1))) == ["Annabel Example"]
    assert names(signed_in.get(page(session.event))) == EVERYBODY
    assert names(signed_in.get(page(other, searched=1))) == ["Cy Elsewhere"]


def test_a_name_in_the_address_is_not_searched_for(signed_in, session):
    assert names(signed_in.get(page(session.event, q="annabel"))) == EVERYBODY


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("session", ["Zoe Adams", "Ann Zane", "Élodie Brown"]),
        ("surname", ["Zoe Adams", "Élodie Brown", "Ann Zane"]),
        ("school", ["Ann Zane", "Zoe Adams", "Élodie Brown"]),
        ("newest", ["Élodie Brown", "Ann Zane", "Zoe Adams"]),
    ],
)
def test_the_whole_list_is_sorted(signed_in, order, expected):
    session = make_session()
    ashby = make_school(name="Ashby School", sort_key="ashby school")
    make_booking(session, full_name="Zoe Adams", typed_school="St Mary’s")
    make_booking(session, full_name="Ann Zane", school=ashby, typed_school="", at=LATER)
    make_booking(session, full_name="Élodie Brown", typed_school="ST. NICHOLAS", at=LATEST)

    response = signed_in.get(page(session.event, order=order))

    assert names(response) == expected


def test_a_phase_and_an_answer_are_filters(signed_in, session):
    primary = make_school(phase="Primary")
    make_school(phase="Secondary")
    make_booking(session, full_name="Cy Primary", school=primary, typed_school="")
    Booking.objects.filter(attendee__full_name="Bo Sample").update(partstat="declined")

    of_phase = signed_in.get(page(session.event, phase="Primary"))
    declined = signed_in.get(page(session.event, answer="declined"))

    assert (names(of_phase), names(declined)) == (["Cy Primary"], ["Bo Sample"])
    assert '<option value="Secondary">Secondary</option>' in of_phase.text


@pytest.mark.parametrize("asked", [{}, {"page": "3"}, {"state": "odd"}])
def test_a_list_without_anybody_offers_no_search_and_tells_no_error(signed_in, asked):
    response = signed_in.get(page(make_event(), **asked))

    assert "Nobody has booked yet." in response.text
    assert "Find bookings" not in response.text
    assert "Error" not in response.text


def test_what_is_known_of_somebody_stands_in_columns_of_its_own(signed_in):
    attendee = make_booking(
        make_session(label="Morning"),
        full_name="Ann Example",
        email="ann@oak.example",
        typed_school="Oak",
        role="Head",
        access_needs="Hearing loop",
        booked_by_name="Olive",
        booked_by_email="olive@oak.example",
    )

    shown = words(signed_in.get(page(attendee.event)))

    assert " ".join(HEADINGS) in shown
    assert (
        f"Ann Example {attendee.public_id} Morning ann@oak.example Oak Head Hearing loop"
        " Olive, olive@oak.example Booked"
    ) in shown


def test_a_line_of_a_card_that_would_say_nothing_is_marked(signed_in, session):
    make_booking(session, role="Head", access_needs="Hearing loop")

    response = signed_in.get(page(session.event))

    assert response.text.count("app-cards__nothing") == 3 + 2 + 2


def test_a_search_in_another_teams_list_is_not_found(signed_in):
    event = make_event(team=make_team("Another team"))

    assert search(signed_in, event, q="annabel").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_a_search_asks_the_database_as_often_for_many_as_for_one(
    signed_in, django_assert_num_queries, number
):
    session = make_session()
    for _ in range(number):
        school = make_school(phase="Primary")
        make_booking(session, school=school, typed_school="", access_needs="Hearing loop")
    asked = page(
        session.event, session=session.public_id, only="needs", phase="Primary", searched=1
    )
    search(signed_in, session.event, q="example")

    with django_assert_num_queries(15):
        response = signed_in.get(asked)

    assert len(names(response)) == number
