"""An event's own questions, where organisers look at the answers or give them for somebody."""

import pytest

from tests.bookings.acting import ANN
from tests.bookings.asking import ask, dietary, field, reword, withdraw
from tests.bookings.listed import page as list_page
from tests.bookings.test_attendee_page import page
from tests.bookings.test_on_behalf_pages import TYPED, book_page
from tests.events.pages import words
from tests.factories import make_booking, make_event, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def test_whoever_calls_is_asked_but_need_not_answer(signed_in):
    session = make_session()
    event = session.event
    required = ask(event, "Topic", is_required=True)
    form = TYPED | {"sessions": session.public_id}

    empty = signed_in.get(book_page(event))
    unanswered = signed_in.post(book_page(event), form)
    answered = signed_in.post(
        book_page(event), form | {"email": "bo@school.example", field(required): "Sums"}
    )

    assert "Topic (optional)" in words(empty)
    assert (unanswered.status_code, answered.status_code) == (302, 302)
    shown = [words(signed_in.get(one["Location"])) for one in (unanswered, answered)]
    assert ["Not answered yet: Topic" in one for one in shown] == [True, False]
    assert "Topic Sums" in shown[1]


def test_answers_are_changed_with_the_details_and_the_others_stay(signed_in):
    event = make_event()
    [session] = event.sessions.select_related("event")
    topic, drink, needs = ask(event, "Topic"), ask(event, "Drink", kind="one"), dietary(event)
    attendee = make_booking(
        session,
        **ANN,
        answers={topic.public_id: "Sums", drink.public_id: "Tea"},
        dietary_needs="No nuts",
    )
    form = TYPED | {field(topic): "Reading", field(needs): "No milk", field(drink): "Tea"}

    shown = signed_in.get(page(attendee, "details/"))
    odd = signed_in.post(page(attendee, "details/"), form | {field(drink): "Gin"})
    signed_in.post(page(attendee, "details/"), form)

    assert 'value="Sums"' in shown.text
    told = "Select an answer to “Drink” from the list"
    assert odd.context_data["form"].errors == {field(drink): [told]}
    attendee.refresh_from_db()
    assert attendee.answers == {topic.public_id: "Reading", drink.public_id: "Tea"}
    assert attendee.dietary_needs == "No milk"


def test_questions_are_columns_of_the_list_that_survive_edits(signed_in):
    event = make_event()
    [session] = event.sessions.select_related("event")
    for number in range(10):
        make_booking(session, full_name=f"Early {number}")
    topic, unanswered = ask(event, "Topic"), ask(event, "Nobody answered")
    make_booking(session, full_name="Late", answers={topic.public_id: "Sums"})
    reword(topic, label="What you want to learn")
    withdraw(topic)
    withdraw(unanswered)

    response = signed_in.get(list_page(event, order="newest"))

    headings = [column.heading for column in response.context_data["columns"]]
    assert headings[-1] == "What you want to learn"
    assert "Nobody answered" not in headings
    column = response.context_data["columns"][-1]
    cells = [column.of(booking) for booking in response.context_data["listed"].page]
    assert cells == ["Sums", *[""] * 10]
