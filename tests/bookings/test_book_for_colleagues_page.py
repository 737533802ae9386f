"""The form that books for several colleagues: what it asks, refuses and keeps."""

import uuid
from datetime import timedelta

import pytest

from bookings.models import Attendee, AudienceRule, Booker, Message
from tests.database import COUNTS, every_row
from tests.events.pages import words
from tests.factories import (
    NOON,
    make_audience,
    make_booking,
    make_event,
    make_school,
    make_session,
    plan,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

LATER = NOON + timedelta(days=35)
OLIVE = {"booked_by_name": "Olive Office", "booked_by_email": "office@school.example"}


SUMMARY = (
    "Colleague 1 Ann Example, ann@school.example Colleague 2 Ben Example, ben@school.example "
    "School Oakfield School Book places"
)


def address(event):
    return f"/events/{event.public_id}/{event.slug}/book-for-colleagues/"


def colleagues(*names):
    typed = {"rows": str(max(3, len(names)))}
    for number, name in enumerate(names):
        typed[f"colleague-{number}-full_name"] = f"{name} Example"
        typed[f"colleague-{number}-email"] = f"{name.lower()}@school.example"
    return typed


def answers(session, *names, **changed):
    typed = {
        "sessions": session.public_id,
        "form_uuid": str(uuid.uuid4()),
        "school_not_listed": "on",
        "typed_school": "Oakfield School",
    }
    return typed | OLIVE | colleagues(*names) | changed


def errors_of(response):
    form = response.context_data["form"]
    found = {name: list(errors) for name, errors in form.errors.items()}
    for colleague in form.colleagues:
        found |= {colleague.add_prefix(name): list(e) for name, e in colleague.errors.items()}
    return found


def test_booking_leads_to_the_page_of_whoever_booked(client):
    session = make_session()

    response = client.post(address(session.event), answers(session, "Ann", "Ben"), follow=True)

    booker = Booker.objects.get()
    assert response.redirect_chain == [(f"/for-colleagues/{booker.link_token}/?booked=1", 302)]
    assert (booker.name, booker.email) == ("Olive Office", "office@school.example")
    text = words(response)
    assert "The places are booked. We are sending each person their own email" in text
    assert "Ann Example ann@school.example" in text
    assert "Ben Example ben@school.example" in text
    assert [one.typed_school for one in Attendee.objects.all()] == ["Oakfield School"] * 2


def test_the_form_is_offered_where_a_place_is_booked(client):
    several, one = make_event(), make_event(places_per_booking=1)

    offered = client.get(f"/events/{several.public_id}/{several.slug}/book/")
    not_offered = client.get(f"/events/{one.public_id}/{one.slug}/book/")

    assert f'href="{address(several)}">Book for several colleagues at once</a>' in offered.text
    assert "Book for several colleagues" not in not_offered.text


def test_as_many_are_asked_for_as_the_event_lets(client):
    three, two = (
        client.get(address(make_event())),
        client.get(address(make_event(places_per_booking=2))),
    )

    assert len(three.context_data["form"].colleagues) == 3
    assert len(two.context_data["form"].colleagues) == 2
    assert "Add another colleague" in three.text
    assert "Add another colleague" not in two.text


def test_one_more_is_asked_for_and_nothing_is_found_wrong_yet(client):
    session = make_session()
    typed = answers(session, "Ann", "Ben", "Cy", another="1", booked_by_email="office")

    response = client.post(address(session.event), typed)

    shown = response.context_data["form"].colleagues
    assert [one["full_name"].value() for one in shown] == [
        "Ann Example",
        "Ben Example",
        "Cy Example",
        None,
    ]
    assert "There is a problem" not in response.text
    assert response.context_data["form"]["booked_by_email"].value() == "office"
    assert 'name="rows" value="4"' in response.text
    assert f'value="{typed["form_uuid"]}"' in response.text
    assert not Attendee.objects.exists()


@pytest.mark.parametrize(("rows", "shown"), [("99", 10), ("0", 1), ("x", 3), ("²", 3), ("", 3)])
def test_no_more_are_shown_than_can_be_booked_whatever_is_sent(rows, shown, client):
    session = make_session()

    response = client.post(address(session.event), answers(session, rows=rows))

    assert len(response.context_data["form"].colleagues) == shown


def test_an_empty_form_says_what_to_do_in_each_place(client):
    event = make_event(plan(), plan(starts_at=LATER))

    response = client.post(address(event), {"form_uuid": ""})

    assert response.status_code == 200
    assert errors_of(response) == {
        "booked_by_name": ["Enter your full name"],
        "booked_by_email": ["Enter your work email address"],
        "sessions": ["Select the session they will attend"],
        "school": ["Select the school, or tick that it is not listed"],
        "colleague-0-full_name": ["Colleague 1: enter the name of at least one colleague"],
    }
    assert "<title>Error: Book for colleagues: Headteacher briefing" in response.text


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        (
            {"colleague-1-full_name": ""},
            {"colleague-1-full_name": ["Colleague 2: enter their full name"]},
        ),
        (
            {"colleague-1-email": ""},
            {"colleague-1-email": ["Colleague 2: enter their work email address"]},
        ),
        (
            {"colleague-1-email": "ben at school"},
            {
                "colleague-1-email": [
                    "Colleague 2: enter an email address in the correct format, like "
                    "name@example.sch.uk"
                ]
            },
        ),
        (
            {"colleague-1-email": "Ann@School.example"},
            {"colleague-1-email": ["Colleague 2: enter a different email address for each person"]},
        ),
        (
            {"colleague-1-full_name": "Ben\x1b[2J"},
            {
                "colleague-1-full_name": [
                    "Colleague 2: remove the hidden characters and line breaks"
                ]
            },
        ),
    ],
)
def test_what_is_wrong_is_said_beside_it(changed, errors, client):
    session = make_session()

    response = client.post(address(session.event), answers(session, "Ann", "Ben", **changed))

    assert errors_of(response) == errors
    assert 'href="#id_colleague-1-' in response.text
    assert not Attendee.objects.exists()


def test_too_few_places_keep_the_answers_for_another_session(client):
    event = make_event(plan(label="Small", capacity=1), plan(label="Large", starts_at=LATER))
    small, large = event.sessions.with_place().in_order()
    typed = answers(small, "Ann", "Ben")
    before = every_row(but=COUNTS)

    refused = client.post(address(event), typed)

    assert (refused.status_code, refused.template_name) == (409, "bookings/not_enough_places.html")
    assert "You asked for 2 places. One place is left. Nothing has been booked." in words(refused)
    assert "Which session will they attend?" in words(refused)
    assert "We have kept your answers. Book places" in words(refused)
    assert every_row(but=COUNTS) == before
    kept = dict(refused.context_data["form"].kept_answers)
    assert kept == {name: value for name, value in typed.items() if name != "sessions"}

    client.post(address(event), kept | {"sessions": large.public_id})

    large.refresh_from_db()
    assert large.places_taken == 2


@pytest.mark.parametrize(
    ("left", "names", "sentence"),
    [
        (2, ["Ann", "Ben", "Cy"], "You asked for 3 places. 2 places are left."),
        (0, ["Ann", "Ben"], "You asked for 2 places. No places are left."),
        (0, ["Ann"], "You asked for one place. No places are left."),
    ],
)
def test_how_many_are_left_is_said_in_words(left, names, sentence, client):
    event = make_event(plan(capacity=left + 1), plan(starts_at=LATER))
    session = event.sessions.with_place().in_order()[0]
    make_booking(session)

    assert sentence in words(client.post(address(event), answers(session, *names)))


def test_whoever_has_booked_is_named_as_typed_and_mailed_their_own_details(client):
    session = make_session()
    make_booking(session, email="BEN@school.example")

    response = client.post(address(session.event), answers(session, "Ann", "Ben"))

    text = words(response)
    assert response.template_name == "bookings/already_booked.html"
    assert (
        "ben@school.example Nothing has been booked. Leave this person out, or enter a different "
        "email address for them. We are sending the details of this booking to that address."
    ) in text
    assert Message.objects.filter(kind="already_booked").get().to == "BEN@school.example"
    assert not Attendee.objects.filter(full_name="Ann Example").exists()


def test_a_school_that_is_not_meant_says_why_for_all_at_once(client):
    audience = make_audience("Headteachers of maintained schools")
    AudienceRule.objects.create(audience=audience, types=["Community school"])
    event = make_event(audiences=[audience], outside_audience="ask")
    session, school = event.sessions.with_place().get(), make_school(type="Free school")
    typed = answers(
        session, "Ann", "Ben", school=school.public_id, school_not_listed="", typed_school=""
    )

    refused = client.post(address(event), typed)
    kept = dict(refused.context_data["form"].kept_answers)
    why = {"word_to_organiser": "We join the county in May.", "sessions": session.public_id}
    client.post(address(event), kept | why)

    assert refused.template_name == "bookings/outside_audience.html"
    assert "Why do they want to come? Book places" in words(refused)
    said = Attendee.objects.values_list("word_to_organiser", flat=True)
    assert list(said) == ["We join the county in May."] * 2


def test_what_looks_automatic_is_looked_at_once_more(client):
    session = make_session()
    typed = answers(session, "Ann", "Ben", website="https://spam.example")

    asked = client.post(address(session.event), typed)
    kept = dict(asked.context_data["form"].kept_answers)
    again = kept | {"confirmed": "on", "sessions": session.public_id}
    client.post(address(session.event), again)

    assert asked.template_name == "bookings/check_and_book.html"
    assert SUMMARY in words(asked)
    assert Attendee.objects.count() == 2


def test_the_answers_are_changed_before_they_are_sent_again(client):
    session = make_session()

    response = client.post(
        address(session.event), answers(session, "Ann", "Ben", change="1", website="x")
    )

    shown = response.context_data["form"].colleagues
    assert [one["full_name"].value() for one in shown[:2]] == ["Ann Example", "Ben Example"]
    assert not Attendee.objects.exists()


def test_there_is_no_form_while_nothing_can_be_booked(client):
    event = make_event(opens_at=NOON + timedelta(days=1))

    response = client.get(address(event))

    assert (response.status_code, response.template_name) == (409, "bookings/not_open.html")


def test_there_is_no_form_for_an_event_that_is_not_published(client):
    draft = make_event(published=False)

    assert client.get(address(draft)).status_code == 404
