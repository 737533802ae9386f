"""Searching the list of who is coming: words, odd letters, and what is too long."""

import pytest

from bookings.models import Booking
from tests.bookings.listed import EVERYBODY, errors, make_session_of_two, names, search
from tests.events.pages import words
from tests.factories import make_booking, make_school

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.fixture
def session():
    return make_session_of_two()


@pytest.mark.parametrize(
    "typed",
    [
        *("annabel", "EXAMPLE annabel", "  Annabel \t Example ", "oakfield", "Annabel oakfield"),
        *("ANNABEL@OAK", "annabel@oakfield.example"),
    ],
)
def test_each_word_of_a_search_is_in_the_name_the_school_or_the_address(signed_in, session, typed):
    assert names(search(signed_in, session.event, q=typed)) == ["Annabel Example"]


def test_a_reference_leads_to_its_booking(signed_in, session):
    bookings = list(Booking.objects.of_event(session.event).select_related("attendee"))

    found = [
        names(search(signed_in, session.event, q=booking.attendee.public_id.upper()))
        for booking in bookings
    ]

    assert found == [[booking.attendee.full_name] for booking in bookings]


def test_a_school_from_the_national_list_is_found_by_its_name(signed_in, session):
    school = make_school(name="Ashby Grammar School")
    make_booking(session, full_name="Cy Example", school=school, typed_school="")

    assert names(search(signed_in, session.event, q="grammar ASHBY")) == ["Cy Example"]


@pytest.mark.parametrize("typed", ["ÉLODIE", "élodie", "Élodie o’brien-ŁUKASZ", "(ΩMEGA)", "ωmega"])
def test_letters_with_accents_have_capitals_too(signed_in, session, typed):
    make_booking(session, full_name="Élodie O’Brien-Łukasz (Ωmega)")

    found = names(search(signed_in, session.event, q=typed))

    assert found == ["Élodie O’Brien-Łukasz (Ωmega)"]


@pytest.mark.parametrize("typed", ["lukasik", "ŁUKASIK", "soren", "Søren"])
def test_letters_of_their_own_are_found_by_those_that_people_type_for_them(
    signed_in, session, typed
):
    make_booking(session, full_name="Søren Łukasik")

    assert names(search(signed_in, session.event, q=typed)) == ["Søren Łukasik"]


@pytest.mark.parametrize(
    "letter", ["%", "_", "'", '"', "\\", "é.*", "é[", "(é", "é\\d", "--", "王"]
)
def test_every_letter_of_a_search_is_no_more_than_a_letter(signed_in, session, letter):
    before = names(search(signed_in, session.event, q=letter))
    make_booking(session, full_name=f"Cy {letter} Example")

    after = names(search(signed_in, session.event, q=letter))

    assert (before, after) == ([], [f"Cy {letter} Example"])


@pytest.mark.parametrize("typed", ["", " ", "\u200b"])
def test_a_search_for_nothing_finds_everybody(signed_in, session, typed):
    response = search(signed_in, session.event, q=typed)

    assert names(response) == EVERYBODY
    assert "2 booked." in words(response)


def test_a_search_may_have_a_hundred_characters(signed_in, session):
    response = search(signed_in, session.event, q="e " * 50)

    assert (names(response), errors(response)) == (EVERYBODY, {})


@pytest.mark.parametrize("length", [101, 10_000])
def test_a_longer_search_is_told_and_searches_nothing(signed_in, session, length):
    response = search(signed_in, session.event, q="x" * length)

    told = "Search must be 100 characters or fewer"
    assert errors(response) == {"q": [told]}
    assert f'<a href="#id_q">{told}</a>' in response.text
    assert "<title>Error: Bookings" in response.text
    assert names(response) == EVERYBODY


@pytest.mark.parametrize("odd", ["a\0b", "a\x1bb", "a\u202eb"])
def test_characters_that_nobody_sees_are_told(signed_in, session, odd):
    response = search(signed_in, session.event, q=odd)

    assert errors(response) == {"q": ["Remove the hidden characters and line breaks"]}
    assert names(response) == EVERYBODY


def test_markup_in_a_search_stays_text(signed_in, session):
    response = search(signed_in, session.event, q='"><script>alert(1)</script>')

    assert "<script>alert" not in response.text
    assert "&lt;script&gt;alert(1)" in response.text
