"""Answers on one's own page: shown, changed, asked for, kept, and nobody else's."""

import pytest

from bookings.lifecycle import commands
from bookings.models import Attendee
from tests.bookings.asking import EACH_ANSWER, ask, ask_each_kind, dietary, field, reword, withdraw
from tests.bookings.test_answering import book
from tests.bookings.test_book_for_colleagues_page import address as form_for_colleagues
from tests.bookings.test_book_place_page import address, answers, errors_of
from tests.bookings.test_change_and_cancel_pages import details, page
from tests.database import every_row
from tests.factories import NOON, make_booking, make_event, make_session, plan

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("noon")]


@pytest.fixture
def session():
    return make_session()


@pytest.fixture
def two():
    """A course of which any session may be attended: a morning and an afternoon."""
    event = make_event(plan(label="Morning"), plan(label="Afternoon"), attendance="any")
    return list(event.sessions.select_related("event").order_by("pk"))


def test_answers_are_changed_and_taken_back_on_ones_own_page(client, session):
    questions = ask_each_kind(session.event)
    book(client, session, **dict(zip(map(field, questions), EACH_ANSWER, strict=True)))
    attendee = Attendee.objects.get()
    before = client.get(page(attendee, "details/")).context_data["form"]
    short, _, _, several, yes_no, _ = questions
    typed = {field(short): "Another", field(several): ["Coffee"], field(yes_no): ""}

    response = client.post(page(attendee, "details/"), details(**typed))

    assert [bound.value() for bound in before.asked] == [
        *("A text", "Two\nlines", "Tea", ["Tea", "Water"], "No", "No nuts")
    ]
    assert [label for _, label in before.fields[field(yes_no)].choices] == [
        "Yes",
        "No",
        "No answer",
    ]
    assert response.status_code == 302
    attendee.refresh_from_db()
    assert attendee.answers == {short.public_id: "Another", several.public_id: ["Coffee"]}
    assert attendee.dietary_needs == ""


def test_what_is_not_asked_any_more_keeps_its_answer(client, two):
    morning, afternoon = two
    gone = ask(morning.event, "Gone?")
    elsewhere = ask(morning.event, "Elsewhere?", sessions=(morning,))
    attendee = make_booking(
        morning,
        email="ann@school.example",
        answers={gone.public_id: "Once", elsewhere.public_id: "Then"},
    )
    withdraw(gone)
    commands.book_more(attendee, sessions=[afternoon], at=NOON)
    commands.cancel_bookings(attendee, only=[attendee.bookings.first().public_id], at=NOON)

    asked = client.get(page(attendee, "details/")).context_data["form"].asked
    client.post(page(attendee, "details/"), details(full_name="Ann Renamed"))

    attendee.refresh_from_db()
    assert (asked, attendee.full_name) == ([], "Ann Renamed")
    assert attendee.answers == {gone.public_id: "Once", elsewhere.public_id: "Then"}


@pytest.mark.parametrize(("kind", "given"), [("one", "Tea"), ("several", ["Tea", "Water"])])
def test_an_answer_that_is_no_option_any_more_stays_offered_to_who_gave_it(
    client, session, kind, given
):
    question = ask(session.event, kind=kind)
    answered = {question.public_id: given}
    attendee = make_booking(session, email="ann@school.example", answers=answered)
    reword(question, options=("Juice", "Milk"))

    mine = client.get(page(attendee, "details/")).context_data["form"].fields[field(question)]
    kept = client.post(page(attendee, "details/"), details(**{field(question): given}))
    others = client.get(address(session.event)).context_data["form"].fields[field(question)]
    refused = book(client, session, email="bo@school.example", **{field(question): given})

    assert {"Juice", "Milk", "Tea"} <= {value for value, _ in mine.choices}
    assert kept.status_code == 302
    attendee.refresh_from_db()
    assert attendee.answers == answered
    assert [value for value, _ in others.choices] == ["Juice", "Milk"]
    assert field(question) in errors_of(refused)


def test_a_long_answer_to_what_asks_for_a_short_one_now_stays(client, session):
    question = ask(session.event, kind="long_text")
    text = "One line\nand another"
    attendee = make_booking(session, email="ann@school.example", answers={question.public_id: text})
    reword(question, kind="short_text")

    client.post(page(attendee, "details/"), details(role="Head", **{field(question): text}))

    attendee.refresh_from_db()
    assert (attendee.role, attendee.answers) == ("Head", {question.public_id: text})


def test_a_corrected_address_keeps_the_answers(client, session):
    question, needs = ask(session.event), dietary(session.event)
    attendee = make_booking(session, answers={question.public_id: "Mine"}, dietary_needs="Vegan")
    typed = {field(question): "Still mine", field(needs): "Vegan"}

    client.post(page(attendee, "details/"), details(email="new@school.example", **typed))

    new = Attendee.objects.get(email="new@school.example")
    assert new.answers == {question.public_id: "Still mine"}
    assert new.dietary_needs == "Vegan"


def test_a_colleague_who_is_sent_answers_for_themselves(client, session):
    question = ask(session.event, "Topic?", is_required=True)
    attendee = make_booking(session, answers={question.public_id: "Mine"}, dietary_needs="Vegan")
    typed = {"full_name": "Cat Example", "email": "cat@school.example"}

    client.post(page(attendee, "send-colleague/"), typed)

    cat = Attendee.objects.get(email="cat@school.example")
    assert (cat.answers, cat.dietary_needs) == ({}, "")
    assert "You still need to answer this question:" in client.get(page(cat)).text


def test_who_booked_for_a_colleague_reads_changes_and_passes_on_no_answer(client, session):
    question, needs = ask(session.event, "Topic?"), dietary(session.event)
    attendee = make_booking(
        session,
        booked_by_name="Olive Office",
        booked_by_email="olive@school.example",
        answers={question.public_id: "whispered"},
        dietary_needs="unheard",
        access_needs="unseen",
    )
    own = f"/for-colleagues/{attendee.booker.link_token}/{attendee.public_id}/"
    typed = {field(question): "Theirs", field(needs): "Theirs"}

    pages = [client.get(own).text, client.get(f"{own}details/").text]
    client.post(f"{own}details/", details(email=attendee.email, role="Head", **typed))
    attendee.refresh_from_db()
    client.post(f"{own}details/", details(email="new@school.example"))

    said = {word for word in ("whispered", "unheard", "unseen") for page in pages if word in page}
    assert said == set()
    assert "will need to answer the organisers’ questions again." in pages[1]
    assert attendee.role == "Head"
    assert attendee.answers == {question.public_id: "whispered"}
    assert attendee.dietary_needs == "unheard"
    new = Attendee.objects.get(email="new@school.example")
    assert (new.answers, new.dietary_needs) == ({}, "")


def test_colleagues_answer_by_their_own_links(client, session):
    ask(session.event, "Topic?", is_required=True)
    ask(session.event, "Why?", is_required=True)
    typed = answers(session, booked_by_name="Olive", booked_by_email="olive@school.example")
    typed |= {"colleague-0-full_name": "Ann", "colleague-0-email": "ann@school.example"}

    form = client.get(form_for_colleagues(session.event))
    response = client.post(form_for_colleagues(session.event), typed | {"rows": "1"})

    assert "They can answer the organisers’ questions using the link in their email." in form.text
    assert response.status_code == 302
    ann = Attendee.objects.get()
    for_booker = client.get(f"/for-colleagues/{ann.booker.link_token}/{ann.public_id}/").text
    own = client.get(page(ann)).text
    assert "Ann still needs to answer these questions using the link in their email:" in (
        " ".join(for_booker.split())
    )
    assert "Answer the question" not in for_booker
    assert "<li>Topic?</li>" in own
    assert ">Answer the questions</a>" in own


def test_what_is_still_to_be_answered_is_said_until_it_is(client, two):
    morning, afternoon = two
    question = ask(morning.event, "Lunch?", is_required=True, sessions=(afternoon,))
    attendee = make_booking(morning, email="ann@school.example")
    link = f'href="{page(attendee, "details/")}#id_{field(question)}"'

    before = client.get(page(attendee)).text
    commands.book_more(attendee, sessions=[afternoon], at=NOON)
    booked_more = client.get(page(attendee)).text
    client.post(page(attendee, "details/"), details(**{field(question): "Soup"}))
    answered = client.get(page(attendee)).text

    assert [link in text for text in (before, booked_more, answered)] == [False, True, False]


@pytest.mark.parametrize("number", [1, 3])
def test_ones_own_pages_ask_as_often_for_many_questions(client, django_assert_num_queries, number):
    session = make_session()
    attendee = make_booking(session)
    for count in range(number):
        ask(session.event, f"Question {count}", is_required=True)
    client.get(page(attendee, "details/"))

    with django_assert_num_queries(9):
        client.get(page(attendee))
    with django_assert_num_queries(6):
        client.get(page(attendee, "details/"))


def test_looking_changes_nothing(client, session):
    ask_each_kind(session.event)
    attendee = make_booking(session)
    before = every_row()

    for path in (address(session.event), page(attendee), page(attendee, "details/")):
        assert client.get(path).status_code == 200

    assert every_row() == before
