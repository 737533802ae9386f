"""Answering an event's own questions: in the booking form, and later on one's own page."""

import html
import re

import pytest

from bookings.models import Attendee, Message
from tests.bookings.asking import EACH_ANSWER, ask, ask_each_kind, dietary, field, reword, withdraw
from tests.bookings.test_book_place_page import address, answers, errors_of
from tests.factories import (
    amend_event,
    make_booking,
    make_event,
    make_session,
    plan,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("noon")]

KEPT = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')


@pytest.fixture
def session():
    return make_session()


@pytest.fixture
def two():
    """A course of which any session may be attended: a morning and an afternoon."""
    event = make_event(plan(label="Morning"), plan(label="Afternoon"), attendance="any")
    return list(event.sessions.select_related("event").order_by("pk"))


def book(client, session, *, also=(), **typed):
    return client.post(address(session.event), answers(session, *also, **typed))


def test_each_kind_is_answered_and_shown(client, session):
    questions = ask_each_kind(session.event)
    typed = dict(zip(map(field, questions), EACH_ANSWER, strict=True))

    response = book(client, session, **typed)

    attendee = Attendee.objects.get()
    *own, _ = questions
    stored = ["A text", "Two\nlines", "Tea", ["Tea", "Water"], "No"]
    assert attendee.answers == dict(zip((one.public_id for one in own), stored, strict=True))
    assert attendee.dietary_needs == "No nuts"
    shown = client.get(response["Location"])
    rows = shown.context_data["own_answers"].rows
    assert [(row["key"]["text"], row["value"]["text"]) for row in rows] == [
        ("About short_text", "A text"),
        ("About long_text", "Two\nlines"),
        ("About one", "Tea"),
        ("About several", "Tea; Water"),
        ("About yes_no", "No"),
        ("Dietary needs", "No nuts"),
    ]
    assert "Tea; Water" in shown.text


def test_they_come_after_role_in_order_and_say_which_are_optional(client, session):
    ask(session.event, "Last?", hint="In a word", is_required=True)
    first = ask(session.event, "First?", kind="several")
    reword(first, label="First, then?")

    form = client.get(address(session.event)).context_data["form"]

    names = [name for name in form.fields if name.startswith(("role", "question", "booking"))]
    assert [form.fields[name].label for name in names] == [
        "Role (optional)",
        "Last?",
        "First, then? (optional)",
        "I am booking for someone else",
    ]
    assert [bound.help_text for bound in form.asked] == ["In a word", "Select all that apply"]


def test_nobody_has_to_answer_what_is_optional(client, session):
    ask_each_kind(session.event)

    assert book(client, session).status_code == 302
    attendee = Attendee.objects.get()
    assert (attendee.answers, attendee.dietary_needs) == ({}, "")


def test_what_is_missing_or_wrong_is_said_beside_the_field(client, session):
    text, choice, several = (
        ask(session.event, f"{kind}?", kind=kind, is_required=True)
        for kind in ("long_text", "yes_no", "several")
    )

    missing = errors_of(book(client, session))
    wrong = book(
        client,
        session,
        **{field(text): "x" * 2_001, field(choice): "Maybe", field(several): ["Tea", "Gin"]},
    )

    assert missing == {
        field(text): ["Enter an answer to “long_text?”"],
        field(choice): ["Select an answer to “yes_no?”"],
        field(several): ["Select an answer to “several?”"],
    }
    assert errors_of(wrong) == {
        field(text): ["The answer to “long_text?” must be 2,000 characters or fewer"],
        field(choice): ["Select an answer to “yes_no?” from the list"],
        field(several): ["Select an answer to “several?” from the list"],
    }
    assert "Error: Book a place" in wrong.text
    assert f'href="#id_{field(choice)}"' in wrong.text
    assert not Attendee.objects.exists()


def test_a_short_text_is_short_and_on_one_line(client, session):
    question = ask(session.event, "Name?")

    too_long = errors_of(book(client, session, **{field(question): "x" * 201}))
    book(client, session, **{field(question): "  two \t words\n"})

    [error] = too_long[field(question)]
    assert error == "The answer to “Name?” must be 200 characters or fewer"
    assert Attendee.objects.get().answers == {question.public_id: "two words"}


def test_a_question_that_was_withdrawn_while_the_form_was_open_is_left_out(client, session):
    question = ask(session.event, is_required=True)
    withdraw(question)

    assert book(client, session, **{field(question): "An answer"}).status_code == 302
    assert Attendee.objects.get().answers == {}


def test_a_question_that_was_added_while_the_form_was_open_is_asked(client, session):
    client.get(address(session.event))
    question = ask(session.event, "New?", is_required=True)

    response = book(client, session)

    assert errors_of(response) == {field(question): ["Enter an answer to “New?”"]}


def test_the_kept_form_asks_each_change_at_once(client, session):
    def shown():
        return client.get(address(session.event)).text

    assert "Drink?" not in shown()
    question = ask(session.event, "Drink?", kind="one")
    assert "Coffee" in shown()
    reword(question, options=("Milk", "Juice"))
    assert "Coffee" not in shown()
    assert "Milk" in shown()
    withdraw(question)
    assert "Drink?" not in shown()


@pytest.mark.parametrize("number", [1, 3])
def test_the_form_asks_the_database_as_often_for_many_questions(
    client, session, django_assert_num_queries, number
):
    for count in range(number - 1):
        ask(session.event, f"Question {count}")
    client.get(address(session.event))
    ask(session.event, "The last")

    with django_assert_num_queries(10):
        client.get(address(session.event))
    with django_assert_num_queries(3):
        client.get(address(session.event))
    with django_assert_num_queries(5):
        client.post(address(session.event), {"full_name": "Ann"})


def test_a_question_for_one_session_names_it_and_is_not_asked_of_others(client, two):
    morning, afternoon = two
    question = ask(morning.event, "Lunch?", is_required=True, sessions=(morning,))
    hinted = ask(morning.event, "Tea?", hint="Milk too", sessions=(afternoon,))

    form = client.get(address(morning.event)).context_data["form"]
    without = book(client, afternoon, **{field(question): "x" * 201, field(hinted): "Yes"})
    stored = Attendee.objects.get().answers
    missing = errors_of(book(client, morning, email="bo@school.example"))

    assert [bound.help_text for bound in form.asked] == [
        "Only for Morning, Monday 30 November 2026, midday to 1:30pm, Online",
        "Milk too. Only for Afternoon, Monday 30 November 2026, midday to 1:30pm, Online",
    ]
    assert (without.status_code, stored) == (302, {hinted.public_id: "Yes"})
    assert missing == {field(question): ["Enter an answer to “Lunch?”"]}


def test_where_one_session_can_be_booked_only_its_questions_are_asked(client, two):
    morning, afternoon = two
    ask(morning.event, "Lunch?", sessions=(morning,))
    ask(morning.event, "Tea?", hint="Milk too!", sessions=(afternoon,))
    amend_event(morning.event, sessions=[{"capacity": 0}])

    form = client.get(address(morning.event)).context_data["form"]

    assert [(bound.label, bound.help_text) for bound in form.asked] == [
        ("Tea? (optional)", "Milk too!")
    ]


def test_a_course_asks_all_its_questions(client):
    event = make_event(plan(label="One"), plan(label="Two"), attendance="all")
    sessions = list(event.sessions.select_related("event").order_by("pk"))
    question = ask(event, "Lunch?", is_required=True, sessions=(sessions[1],))

    missing = errors_of(book(client, sessions[0], also=sessions[1:]))
    form = client.get(address(event)).context_data["form"]

    assert missing == {field(question): ["Enter an answer to “Lunch?”"]}
    assert [bound.help_text for bound in form.asked] == [""]


def test_a_refusal_keeps_each_of_several_answers(client):
    full = make_session(capacity=1)
    question = ask(full.event, kind="several")
    make_booking(full)

    refused = book(client, full, **{field(question): ["Tea", "Water"]})

    kept = refused.context_data["form"].kept_answers
    assert refused.status_code == 409
    assert [value for name, value in kept if name == field(question)] == ["Tea", "Water"]


def test_check_and_book_sends_each_of_several_answers_along(client, session):
    question = ask(session.event, kind="several")
    typed = {field(question): ["Tea", "Water"], "website": "https://spam.example"}

    asked = book(client, session, **typed)
    kept: dict[str, list[str]] = {}
    for name, value in KEPT.findall(asked.text.partition("<main")[2]):
        kept.setdefault(html.unescape(name), []).append(html.unescape(value))
    client.post(address(session.event), kept)

    assert Attendee.objects.get().answers == {question.public_id: ["Tea", "Water"]}


def test_answers_are_in_no_mail(client, session):
    question, needs = ask(session.event, "Secret?"), dietary(session.event)

    book(client, session, **{field(question): "whispered", field(needs): "unheard"})

    facts = str(list(Message.objects.values_list("facts", flat=True)))
    assert Message.objects.exists()
    assert "whispered" not in facts
    assert "unheard" not in facts
