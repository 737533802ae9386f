"""Organisers type a question, and edit it later."""

import pytest

from bookings.models import Question
from bookings.questions import ready_made
from tests.bookings.asking import ask, labels, page, page_of
from tests.database import every_row
from tests.factories import cancel_session, make_event, plan

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("noon")]


def typed(**given):
    return {"label": "What do you want to learn?", "kind": "short_text"} | given


def errors(response):
    return {name: list(said) for name, said in response.context_data["form"].errors.items()}


def test_a_question_is_added_as_typed(signed_in):
    event = make_event(plan(), plan())
    one, _ = event.sessions.order_by("pk")
    sent = typed(
        label="Which  drinks? (optional)",
        kind="several",
        options=" Tea\r\n\r\nGreen \t tea \r\n",
        hint="Hot or cold",
        is_required="on",
        sessions=[one.public_id],
    )

    response = signed_in.post(page(event, "add/"), sent)

    assert (response.status_code, response["Location"]) == (302, f"{page(event)}?done=added")
    question = Question.objects.get()
    assert (question.label, question.kind, question.hint, question.is_required) == (
        *("Which drinks?", "several", "Hot or cold", True),
    )
    assert (question.options, list(question.sessions.all())) == (["Tea", "Green tea"], [one])


@pytest.mark.parametrize("options", ["Tea\nCoffee", "Tea\nTea", "Tea"])
@pytest.mark.parametrize("kind", ["yes_no", "short_text", "long_text"])
def test_what_is_typed_to_choose_from_is_not_dropped_where_there_is_no_list(
    signed_in, kind, options
):
    event = make_event()

    response = signed_in.post(page(event, "add/"), typed(kind=kind, options=options))

    sentence = (
        "Remove the answers, or select “One answer from a list” or “Several answers from a list”"
        " above"
    )
    assert errors(response) == {"options": [sentence]}
    assert response.context_data["form"]["options"].value() == options
    assert not Question.objects.exists()


def test_nothing_but_lines_without_a_letter_is_no_answer_to_choose_from(signed_in):
    event = make_event()

    signed_in.post(page(event, "add/"), typed(kind="yes_no", options=" \r\n\u200b"))

    assert Question.objects.get().options == []


def test_while_the_kind_is_not_selected_that_alone_is_said(signed_in):
    response = signed_in.post(page(make_event(), "add/"), typed(kind="", options="Tea\nTea"))

    assert errors(response) == {"kind": ["Select how it is answered"]}


def test_a_double_click_adds_one(signed_in):
    event = make_event()

    for _ in range(2):
        signed_in.post(page(event, "add/"), typed())

    assert labels(event) == ["What do you want to learn?"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"label": ""}, {"label": ["Enter the question"]}),
        ({"label": "(optional)"}, {"label": ["Enter the question"]}),
        ({"label": "x" * 201}, {"label": ["Question must be 200 characters or fewer"]}),
        ({"label": "Any dietary needs?"}, {"label": [ready_made.DIETARY]}),
        ({"label": "Access requirements"}, {"label": [ready_made.ACCESS]}),
        ({"kind": ""}, {"kind": ["Select how it is answered"]}),
        ({"kind": "dietary"}, {"kind": ["Select how it is answered from the list"]}),
        (
            {"kind": "one", "options": "Tea"},
            {"options": ["Enter at least 2 answers to choose from"]},
        ),
        (
            {"kind": "several", "options": "Tea\nCoffee\ntea"},
            {"options": ["“tea” is listed twice. Remove one of them"]},
        ),
        (
            {"kind": "one", "options": f"Tea\n{'x' * 201}"},
            {"options": ["Answer 2 must be 200 characters or fewer"]},
        ),
        (
            {"kind": "one", "options": "Tea\nBad\u202e"},
            {"options": ["Remove the hidden characters"]},
        ),
        (
            {"kind": "one", "options": "\n".join(map(str, range(51)))},
            {"options": ["Enter 50 answers or fewer"]},
        ),
        ({"hint": "x" * 301}, {"hint": ["Hint must be 300 characters or fewer"]}),
        ({"sessions": ["x"]}, {"sessions": ["Select sessions from the list"]}),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(signed_in, given, expected):
    event = make_event(plan(), plan())
    before = every_row()

    response = signed_in.post(page(event, "add/"), typed(**given))

    assert errors(response) == expected
    assert "Error: Add a question" in response.text
    assert every_row() == before


def test_sessions_are_asked_for_only_where_there_are_several_to_come(signed_in):
    event = make_event(plan(), plan())
    first, second = event.sessions.select_related("event").order_by("pk")
    question = ask(event, sessions=(first,))
    cancel_session(first)

    new = signed_in.get(page(event, "add/")).context_data["form"]
    own = signed_in.get(page_of(question, "edit/")).context_data["form"]

    assert "sessions" not in new.fields
    offered = [value for value, _ in own.fields["sessions"].choices]
    assert offered == [first.public_id, second.public_id]
    assert own["sessions"].value() == [first.public_id]


def test_a_question_is_edited_and_keeps_its_kind(signed_in):
    event = make_event()
    question = ask(event, "Drink?", kind="one")
    shown = signed_in.get(page_of(question, "edit/")).context_data["form"]
    sent = {"label": "Which drink?", "kind": "several", "options": "Milk\nTea", "hint": "Cold"}

    response = signed_in.post(page_of(question, "edit/"), sent)

    assert (response.status_code, response["Location"]) == (302, f"{page(event)}?done=saved")
    assert [shown[name].value() for name in shown.fields] == [
        *("Drink?", "Tea\nCoffee\nWater", "", False)
    ]
    question.refresh_from_db()
    assert (question.label, question.kind, question.options, question.hint) == (
        *("Which drink?", "one", ["Milk", "Tea"], "Cold"),
    )


def test_a_short_text_can_become_a_long_one_and_nothing_else(signed_in):
    question = ask(make_event())

    wrong = signed_in.post(page_of(question, "edit/"), typed(kind="yes_no"))
    signed_in.post(page_of(question, "edit/"), typed(kind="long_text"))

    question.refresh_from_db()
    assert errors(wrong) == {"kind": ["Select how it is answered from the list"]}
    assert question.kind == "long_text"


def test_an_edited_question_is_not_one_that_is_ready_made(signed_in):
    question = ask(make_event())

    response = signed_in.post(page_of(question, "edit/"), typed(label="Dietary needs"))

    assert errors(response) == {"label": [ready_made.DIETARY]}


def test_dietary_needs_are_asked_by_a_button_and_only_their_hint_and_sessions_are_edited(
    signed_in,
):
    event = make_event(plan(), plan())
    before = "Ask about dietary needs" in signed_in.get(page(event)).text
    for _ in range(2):
        assert signed_in.post(page(event, "dietary/")).status_code == 302
    after = "Ask about dietary needs" in signed_in.get(page(event)).text
    question = Question.objects.get()
    shown = signed_in.get(page_of(question, "edit/"))

    signed_in.post(page_of(question, "edit/"), {"hint": "Lunch is provided"})

    question.refresh_from_db()
    assert (before, after) == (True, False)
    assert list(shown.context_data["form"].fields) == ["hint", "sessions"]
    assert "Dietary needs" in shown.text
    assert (question.label, question.hint, question.kind, question.is_required) == (
        *("Dietary needs", "Lunch is provided", "dietary", False),
    )
