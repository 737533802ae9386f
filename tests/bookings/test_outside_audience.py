"""Whoever comes from a school that an event is not for: welcome, asked why, or refused."""

import pytest

from bookings.lifecycle import commands, details
from bookings.lifecycle.refusals import OutsideAudience
from bookings.mail import messages
from bookings.models import Attendee, AudienceRule, Message
from events.models import Event
from tests.bookings.test_book_place_page import address, answers, errors_of
from tests.database import COUNTS, every_row
from tests.events.pages import words
from tests.factories import (
    NOON,
    make_audience,
    make_booking,
    make_event,
    make_person,
    make_school,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

MAINTAINED, ACADEMY = "Community school", "Academy converter"


def for_maintained_schools(outside_audience):
    audience = make_audience("Headteachers of maintained schools")
    AudienceRule.objects.create(audience=audience, types=[MAINTAINED])
    event = make_event(audiences=[audience], outside_audience=outside_audience)
    return event.sessions.with_place().get()


def typed(session, school, **changed):
    return answers(session, school=school.public_id, school_not_listed="", **changed)


def of(school):
    return {"school": school, "typed_school": ""}


@pytest.mark.parametrize("rule", ["welcome", "ask", "refuse"])
def test_whoever_it_is_for_books_as_ever(rule, client):
    session = for_maintained_schools(rule)

    response = client.post(address(session.event), typed(session, make_school(type=MAINTAINED)))

    assert response.status_code == 302
    assert not Message.objects.filter(kind="organiser_told").exists()


def test_where_all_are_welcome_nobody_is_asked(client):
    session = for_maintained_schools("welcome")

    response = client.post(address(session.event), typed(session, make_school(type=ACADEMY)))

    assert response.status_code == 302


def test_others_are_asked_why_and_their_answers_are_kept(client):
    session = for_maintained_schools("ask")
    academy = make_school(type=ACADEMY)
    before = every_row(but=COUNTS)

    response = client.post(address(session.event), typed(session, academy))

    text = words(response)
    assert response.status_code == 409
    assert (
        "This event is for Headteachers of maintained schools. Your school or organisation "
        "is not on the list of those it is for. Nothing has been booked yet. You can still book "
        "if you tell the organisers why."
    ) in text
    assert 'value="ann@school.example"' in response.text
    assert "There is a problem" not in text
    assert every_row(but=COUNTS) == before


def test_a_word_to_the_organisers_stays_with_a_corrected_address():
    attendee = make_booking(word_to_organiser="We join the county's pool in May.")

    corrected = commands.replace_attendee(attendee, make_person(), at=NOON)

    assert corrected.word_to_organiser == "We join the county's pool in May."


def test_a_word_to_the_organisers_books_and_they_are_told(client):
    session = for_maintained_schools("ask")
    why = {"word_to_organiser": "We join the county's pool in May."}

    response = client.post(address(session.event), typed(session, make_school(type=ACADEMY)) | why)

    assert response.status_code == 302
    assert Attendee.objects.get().word_to_organiser == why["word_to_organiser"]
    mail = messages.mail_of(Message.objects.get(kind="organiser_told"))
    assert mail.text.startswith(
        "Someone from a school this event is not for has booked a place.\n\nHeadteacher briefing\n"
    )
    assert "What they told us\nWe join the county's pool in May.\n" in mail.text


def test_without_a_word_they_are_asked_again(client):
    session = for_maintained_schools("ask")
    academy = make_school(type=ACADEMY)

    response = client.post(address(session.event), typed(session, academy, word_to_organiser="  "))

    assert response.status_code == 409
    assert errors_of(response) == {"word_to_organiser": ["Enter why you want to come"]}
    assert "<title>Error: Is this event for you?" in response.text
    assert 'href="#id_word_to_organiser"' in response.text
    assert Attendee.objects.count() == 0


def test_a_word_with_an_address_is_not_passed_on(client):
    session = for_maintained_schools("ask")
    word = {"word_to_organiser": "See https://evil.example"}

    response = client.post(address(session.event), typed(session, make_school(type=ACADEMY)) | word)

    sentence = "The reason must not include a web or email address"
    assert errors_of(response) == {"word_to_organiser": [sentence]}
    assert 'href="#id_word_to_organiser"' in response.text
    assert 'id="id_word_to_organiser"' in response.text
    assert 'value="See https://evil.example"' in response.text


def test_a_word_that_is_too_long_is_told_in_a_sentence(client):
    session = for_maintained_schools("ask")
    word = {"word_to_organiser": "x" * 501}

    response = client.post(address(session.event), typed(session, make_school(type=ACADEMY)) | word)

    sentence = "The reason must be 500 characters or fewer"
    assert errors_of(response) == {"word_to_organiser": [sentence]}


def test_where_others_are_refused_there_is_somebody_to_ask(client):
    session = for_maintained_schools("refuse")

    response = client.post(
        address(session.event),
        typed(session, make_school(type=ACADEMY), word_to_organiser="Let me in"),
    )

    assert response.status_code == 409
    assert "This event is not for your school" in response.text
    assert "events@<wbr>westshire.example" in response.text
    assert "Change your answers" in response.text
    assert Attendee.objects.count() == 0


@pytest.mark.parametrize("rule", ["ask", "refuse"])
def test_an_organisation_that_is_typed_is_of_no_rule(rule):
    session = for_maintained_schools(rule)

    with pytest.raises(OutsideAudience):
        make_booking(session, typed_school="Oak Trust")


@pytest.mark.parametrize("rule", ["ask", "refuse"])
def test_nobody_changes_to_a_school_that_it_is_not_for(rule, client):
    session = for_maintained_schools(rule)
    attendee = make_booking(session, email="ann@x.example", **of(make_school(type=MAINTAINED)))
    academy = make_school(type=ACADEMY)

    with pytest.raises(OutsideAudience):
        details.change(attendee, make_person(email="ann@x.example", **of(academy)), at=NOON)
    response = client.post(
        f"/b/{attendee.link_token}/details/",
        {"full_name": "Ann", "email": "ann@x.example", "school": academy.public_id},
    )

    assert response.status_code == 409
    assert "Nothing has been changed. If you think this is wrong" in words(response)


def test_an_audience_without_a_rule_keeps_nobody_out():
    audience = make_audience("Headteachers of maintained schools")
    AudienceRule.objects.create(audience=audience, types=[MAINTAINED])
    event = make_event(audiences=[audience, make_audience("SENCOs")], outside_audience="refuse")

    attendee = make_booking(event.sessions.with_place().get(), **of(make_school(type=ACADEMY)))

    assert attendee.school.type == ACADEMY


def test_an_event_for_nobody_in_particular_keeps_nobody_out():
    event = make_event(outside_audience="refuse")

    assert make_booking(event.sessions.with_place().get()).event == event


def test_whoever_was_let_in_corrects_their_details_and_is_not_asked_again(client):
    session = for_maintained_schools("ask")
    attendee = make_booking(session, typed_school="Oakfeild", word_to_organiser="We join in May.")

    response = client.post(
        f"/b/{attendee.link_token}/details/",
        answers(session, typed_school="Oakfield")
        | {"full_name": attendee.full_name, "email": attendee.email},
    )

    attendee.refresh_from_db()
    assert response.status_code == 302
    assert (attendee.typed_school, attendee.word_to_organiser) == ("Oakfield", "We join in May.")


def test_nobody_is_asked_why_where_their_school_can_have_no_place(client):
    session, academy = for_maintained_schools("ask"), make_school(type=ACADEMY)
    make_booking(session, word_to_organiser="We join in May.", **of(academy))
    Event.objects.update(places_per_school=1)

    response = client.post(address(session.event), typed(session, academy))

    assert response.template_name == "bookings/school_limit_reached.html"


def test_an_address_cannot_be_tried_out_from_a_school_that_is_not_meant(client):
    session = for_maintained_schools("ask")
    make_booking(session, email="head@school.example", **of(make_school(type=MAINTAINED)))
    academy = make_school(type=ACADEMY)

    pages = [
        client.post(address(session.event), typed(session, academy, email=email)).template_name
        for email in ("head@school.example", "nobody@school.example")
    ]

    assert pages == ["bookings/outside_audience.html"] * 2
