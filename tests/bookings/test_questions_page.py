"""Organisers say what an event asks: the list, the form, withdrawing, the order."""

import re

import pytest

from tests.bookings.asking import ask, dietary, field, labels, page, page_of, withdraw
from tests.bookings.taken_out import lines, take_out
from tests.database import every_row
from tests.factories import (
    cancel_event,
    make_booking,
    make_event,
    make_organiser,
    make_team,
    make_venue,
    plan,
)
from tests.signing_in import let_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("noon")]


def words(response):
    return " ".join(response.text.split())


def test_the_list_says_what_is_asked_in_order_of_whom_and_how_many_have_answered(signed_in):
    event = make_event(plan(label="Morning"), plan(label="Afternoon"), attendance="any")
    morning = event.sessions.select_related("event").get(label="Morning")
    drink = ask(event, "Drink?", kind="one", is_required=True, sessions=(morning,))
    topic = ask(event, "Topic?", hint="In a word")
    make_booking(morning, answers={drink.public_id: "Tea", topic.public_id: "Money"})
    make_booking(morning, answers={drink.public_id: "Tea"})
    make_booking(event.sessions.select_related("event").get(label="Afternoon"))

    text = words(signed_in.get(page(event)))

    assert (
        "One answer from a list: Tea; Coffee; Water. Everyone has to answer it. Only for Morning,"
        " Monday 30 November 2026, midday to 1:30pm, Online. Answered by 2 of 2 people who have"
        " booked this session."
    ) in text
    assert "In a word</p><p> A short text. Optional. Answered by 1 of 3 people" in text
    assert text.index("Drink?") < text.index("Topic?")
    assert text.count("Move up") == text.count("Move down") == 1
    assert "Only asked if a session is held in person." in text


def test_without_questions_it_says_so_and_that_access_needs_are_asked(signed_in):
    event = make_event(plan(mode="in_person", join_link="", venue=make_venue()))

    text = words(signed_in.get(page(event)))

    assert "There are no other questions yet." in text
    assert "Asked because a session is held in person." in text
    assert "Answered by" not in text


def test_where_people_book_elsewhere_it_says_that_nobody_is_asked(signed_in):
    event = make_event(booking_by="email", booking_address="book@westshire.example")

    text = words(signed_in.get(page(event)))

    assert "People do not book this event on this site, so nobody is asked these." in text


def test_the_workspace_leads_there(signed_in):
    event = make_event()

    text = signed_in.get(f"/organiser/events/{event.public_id}/").text

    assert f'href="{page(event)}"' in text


def test_a_question_is_withdrawn_after_asking_and_asked_again(signed_in):
    event = make_event()
    question = ask(event, "Drink?")

    asks = signed_in.get(page_of(question, "withdraw/")).text
    kept = labels(event)
    signed_in.post(page_of(question, "withdraw/"))
    withdrawn, text = labels(event), words(signed_in.get(page(event)))
    signed_in.post(page_of(question, "ask-again/"))

    assert "We keep the answers that people have already given" in asks
    assert (kept, withdrawn, labels(event)) == (["Drink?"], [], ["Drink?"])
    assert "Withdrawn" in text
    assert "Ask again" in text


def test_of_chosen_sessions_only_who_holds_a_place_there_is_counted(signed_in):
    event = make_event(*(plan(label=one) for one in ("A", "B", "C", "D")), attendance="any")
    a, b, c, d = event.sessions.select_related("event").order_by("pk")
    both = ask(event, "Both?", sessions=(a, b))
    withdraw(ask(event, "Gone?", sessions=(c,)))
    ask(event, "Nobody?", sessions=(d,))
    make_booking(a, b, answers={both.public_id: "Yes"})
    make_booking(b)
    make_booking(c, answers={both.public_id: "Of before"})

    listed = signed_in.get(page(event)).context_data["questions"]
    text = words(signed_in.get(page(event)))

    assert [
        (one.question.label, one.people, one.answered) for one in listed.live + listed.withdrawn
    ] == [("Both?", 2, 1), ("Nobody?", 0, 0), ("Gone?", 1, 0)]
    assert "Answered by 1 of 2 people who have booked these sessions." in text
    assert "Answered by 0 of 1 person who has booked this session." in text
    assert text.count("Answered by") == 2


def test_what_was_done_is_said_above_the_list(signed_in):
    event = make_event()
    question = ask(event)
    sent = {"label": "Why?", "kind": "short_text"}

    said = [
        re.findall(r"The question is [a-z ]+\.", signed_in.post(path, sent, follow=True).text)
        for path in (
            page(event, "add/"),
            page(event, "dietary/"),
            page_of(question, "edit/"),
            page_of(question, "withdraw/"),
            page_of(question, "ask-again/"),
            page_of(question, "move/"),
        )
    ]

    assert said == [
        ["The question is added."],
        ["The question is added."],
        ["The question is saved."],
        ["The question is withdrawn."],
        ["The question is asked again."],
        [],
    ]
    assert "The question is" not in signed_in.get(page(event), {"done": "x"}).text


def test_questions_are_moved_by_buttons(signed_in):
    event = make_event()
    first, second = ask(event, "First"), ask(event, "Second")

    response = signed_in.post(page_of(second, "move/"), {"to": "up"})
    moved = labels(event)
    signed_in.post(page_of(second, "move/"), {"to": "down"})
    signed_in.post(page_of(first, "move/"), {"to": "up"})

    assert response["Location"] == f"{page(event)}#{second.public_id}"
    assert (moved, labels(event)) == (["Second", "First"], ["First", "Second"])


def test_of_a_cancelled_event_nothing_is_offered_to_change(signed_in):
    event = make_event()
    ask(event)
    cancel_event(event)

    text = signed_in.get(page(event)).text

    assert "Add a question" not in text
    assert "Move down" not in text


def addresses(event):
    question = ask(event)
    rest = ("edit/", "withdraw/", "ask-again/", "move/")
    return [page(event, "add/"), page(event, "dietary/"), *(page_of(question, one) for one in rest)]


def test_another_teams_questions_are_not_found_nor_those_of_another_event(signed_in):
    theirs = make_event(team=make_team("Others"))
    paths = [page(theirs), *addresses(theirs)]
    others = ask(make_event(), "Another?")
    astray = page(make_event(), f"{others.public_id}/edit/")
    before = every_row()

    statuses = {signed_in.post(path).status_code for path in paths[1:]}

    assert statuses == {404}
    assert {signed_in.get(path).status_code for path in (page(theirs), astray)} == {404}
    assert every_row() == before


def test_assistants_look_and_change_nothing(client, settings):
    settings.REQUIRE_TOTP = False
    let_in(client, make_organiser(role="assistant"))
    event = make_event()
    paths = addresses(event)
    before = every_row()

    shown = client.get(page(event))

    assert {client.post(path).status_code for path in paths} == {403}
    assert shown.status_code == 200
    assert "Add a question" not in shown.text
    assert every_row() == before


def test_what_changes_something_is_posted_and_looking_changes_nothing(signed_in):
    event = make_event()
    question = ask(event)
    dietary(event)
    withdraw(ask(event, "Gone?"))
    before = every_row()

    looked = [
        page(event),
        page(event, "add/"),
        page_of(question, "edit/"),
        page_of(question, "withdraw/"),
    ]
    posted = [page(event, "dietary/"), page_of(question, "ask-again/"), page_of(question, "move/")]

    assert {signed_in.get(path).status_code for path in looked} == {200}
    assert {signed_in.get(path).status_code for path in posted} == {405}
    assert signed_in.post(page(event)).status_code == 405
    assert every_row() == before


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_ask_as_often_for_many_questions(signed_in, django_assert_num_queries, number):
    event = make_event(plan(), plan())
    session = event.sessions.select_related("event").order_by("pk").first()
    for count in range(number):
        question = ask(event, f"Question {count}", sessions=(session,))
        withdraw(ask(event, f"Gone {count}"))
        make_booking(session, answers={question.public_id: "An answer"})

    with django_assert_num_queries(10):
        signed_in.get(page(event))
    with django_assert_num_queries(7):
        signed_in.get(page_of(question, "edit/"))


def test_the_export_has_a_column_for_each_question_whatever_was_edited(signed_in):
    event = make_event()
    drink, role = ask(event, "Drink?", kind="several"), ask(event, "Role")
    dietary(event)
    make_booking(
        event.sessions.select_related("event").get(),
        answers={drink.public_id: ["Tea", "Water"], role.public_id: "=1+1"},
        dietary_needs="Vegan",
    )
    withdraw(drink)

    head, row = lines(take_out(signed_in, event))

    assert head[-4:] == ["Joined", "Drink?", "Role (2)", "Dietary needs"]
    assert row[-4:] == ["", "Tea; Water", "'=1+1", "Vegan"]


def test_a_question_is_shown_as_typed(signed_in, client):
    event = make_event()
    question = ask(
        event, "<b>Bold</b>?", hint="<i>Hint</i>", kind="one", options=("<u>", "{{ x }}")
    )

    texts = [
        signed_in.get(page(event)).text,
        signed_in.get(page_of(question, "edit/")).text,
        client.get(f"/events/{event.public_id}/{event.slug}/book/").text,
    ]

    assert field(question) in texts[2]
    for text in texts:
        assert "<b>" not in text
        assert "<i>" not in text
        assert "<u>" not in text
        assert "{{ x }}" in text
