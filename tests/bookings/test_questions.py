"""Changing what an event asks: no answer is lost, nothing asked twice, pages know at once."""

from datetime import timedelta

import pytest

from bookings.lifecycle import event_changes
from bookings.models import Attendee, Question
from bookings.questions import changes
from bookings.questions.answers import answer_text, columns_of
from events import discarding, feed_versions, planning
from events.models import AuditEntry
from tests.bookings.asking import ask, dietary, labels, reword, withdraw
from tests.database import every_row
from tests.factories import NOON, make_booking, make_event, make_organiser, plan

pytestmark = pytest.mark.django_db


def move(question, *, up):
    changes.move_question(question, up=up, at=NOON, by=None)


def again(question):
    return changes.ask_again(question, at=NOON, by=None)


def done():
    actions = AuditEntry.objects.filter(action__contains="question").order_by("pk")
    return [(entry.action, entry.changed) for entry in actions]


def test_a_question_is_asked_after_all_others_and_recorded():
    event, olu = make_event(), make_organiser()

    first = ask(event, "First", by=olu)
    second = ask(event, "Second", kind="several", is_required=True)

    assert labels(event) == ["First", "Second"]
    assert (first.position, second.position, str(first)) == (1, 2, "First")
    assert (second.options, second.is_required) == (["Tea", "Coffee", "Water"], True)
    entry = AuditEntry.objects.filter(action="question_added").order_by("pk").first()
    assert (entry.object_id, entry.actor) == (event.public_id, olu)


def test_the_same_of_the_same_people_is_not_asked_twice():
    event = make_event(plan(), plan())
    one, other = event.sessions.order_by("pk")

    first, second = ask(event, "Same"), ask(event, "Same")
    of_some = [ask(event, "Same", sessions=(session,)) for session in (one, other, one)]
    longer = ask(event, "Same", kind="long_text")

    assert first == second
    assert of_some[0] == of_some[2]
    assert Question.objects.count() == len({first, of_some[0], of_some[1], longer}) == 4


def test_the_versions_of_the_pages_go_up_with_each_change_and_with_no_other():
    event = make_event()
    scope, seen = feed_versions.scope_of_event(event.public_id), []
    question, other = ask(event, "First"), ask(event, "Second")
    commands = [
        lambda: reword(question, label="Reworded"),
        lambda: reword(question, label="Reworded"),
        lambda: move(other, up=True),
        lambda: move(other, up=True),
        lambda: withdraw(question),
        lambda: withdraw(question),
        lambda: move(question, up=True),
        lambda: again(question),
        lambda: again(question),
        lambda: dietary(event),
        lambda: dietary(event),
    ]

    for command in commands:
        before, rows = feed_versions.number_of(scope), every_row()
        command()
        seen.append(feed_versions.number_of(scope) - before)
        assert (every_row() == rows) is (seen[-1] == 0)

    assert seen == [1, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0]
    assert done() == [
        ("question_added", []),
        ("question_added", []),
        ("question_changed", ["label"]),
        ("questions_reordered", []),
        ("question_withdrawn", []),
        ("question_asked_again", []),
        ("question_added", []),
    ]


def test_a_draft_has_no_pages_that_could_change():
    event = make_event(published=False)

    ask(event)

    assert feed_versions.number_of(feed_versions.scope_of_event(event.public_id)) == 0


def test_questions_move_past_those_that_were_withdrawn():
    event = make_event()
    first, second, third = (ask(event, label) for label in ("First", "Second", "Third"))
    withdraw(second)

    move(third, up=True)
    assert labels(event) == ["Third", "First"]
    move(third, up=False)
    assert labels(event) == ["First", "Third"]
    move(third, up=False)
    again(second)

    assert labels(event) == ["First", "Second", "Third"]
    assert list(Question.objects.order_by("pk").values_list("position", flat=True)) == [1, 2, 3]
    assert first.position == 1


def test_rewording_and_withdrawing_change_no_answer():
    session = make_event().sessions.select_related("event").get()
    question = ask(session.event, "What will you drink?", kind="one")
    answers = {question.public_id: "Water"}
    attendee = make_booking(session, answers=answers)

    reword(question, label="Which drink?", options=("Tea", "Juice"), hint="Hot or cold")
    withdraw(question)

    attendee.refresh_from_db()
    assert attendee.answers == answers
    question.refresh_from_db()
    assert (question.label, question.options) == ("Which drink?", ["Tea", "Juice"])
    [column] = columns_of(session.event)
    assert (column.key, column.heading) == (question.public_id, "Which drink?")
    assert column.text(attendee.answers, "") == "Water"


@pytest.mark.parametrize(
    ("kind", "other", "becomes"),
    [
        ("short_text", "long_text", "long_text"),
        ("long_text", "short_text", "short_text"),
        ("one", "several", "one"),
        ("short_text", "yes_no", "short_text"),
        ("yes_no", "long_text", "yes_no"),
    ],
)
def test_a_kind_becomes_no_other_that_its_answers_do_not_fit(kind, other, becomes):
    question = ask(make_event(), kind=kind)

    reword(question, kind=other)

    question.refresh_from_db()
    assert question.kind == becomes


def test_whom_a_question_is_for_can_change():
    event = make_event(plan(), plan())
    one, other = event.sessions.order_by("pk")
    question = ask(event, sessions=(one,))

    reword(question, sessions=(other,))
    assert list(question.sessions.all()) == [other]
    reword(question, sessions=())

    assert list(question.sessions.all()) == []
    assert done()[1:] == [("question_changed", ["sessions"])] * 2


def test_there_is_one_question_about_dietary_needs_and_it_comes_back():
    event = make_event()
    question = dietary(event)
    withdraw(question)

    assert dietary(event) == question
    assert labels(event) == ["Dietary needs"]
    assert done()[-1] == ("question_asked_again", [])


def test_a_draft_is_discarded_with_its_questions():
    event = make_event(published=False)
    question = ask(event, sessions=tuple(event.sessions.all()))

    discarding.discard_draft(event, at=NOON, by=None)

    assert not Question.objects.filter(pk=question.pk).exists()


def test_a_question_whose_sessions_a_draft_has_lost_is_not_asked_of_all():
    event = make_event(plan(label="Stays"), plan(label="Goes"), published=False)
    stays, goes = event.sessions.order_by("pk")
    for label, sessions in {"All": (), "Both": (stays, goes), "Lost": (goes,)}.items():
        ask(event, label, sessions=sessions)
    only_first = planning.plan_of(event, event.sessions.with_place().filter(pk=stays.pk))

    event_changes.amend_event(event, only_first, seen={}, tell=True, at=NOON, by=None)

    assert labels(event) == ["All", "Both"]
    assert done()[-1] == ("question_withdrawn", [])


def test_the_columns_are_what_is_asked_or_was_answered_in_order():
    event = make_event()
    never, gone, asked = (ask(event, label) for label in ("Never", "Gone", "Asked"))
    needs = dietary(event)
    attendee = make_booking(
        event.sessions.select_related("event").get(), answers={gone.public_id: "An answer"}
    )
    for question in (never, gone, needs):
        withdraw(question)

    assert [column.heading for column in columns_of(event)] == ["Gone", "Asked"]
    Attendee.objects.filter(pk=attendee.pk).update(dietary_needs="No nuts")

    columns = columns_of(event)

    assert [column.question for column in columns] == [gone, asked, needs]
    texts = [column.text(attendee.answers, "No nuts") for column in columns]
    assert texts == ["An answer", "", "No nuts"]


def test_columns_of_one_name_are_told_apart():
    event = make_event()
    for number, label in enumerate(("Topic", "Topic (2)", "Topic", "Role", "Topic")):
        ask(event, label, hint=str(number))

    headings = [column.heading for column in columns_of(event, besides=["Role"])]

    assert headings == ["Topic", "Topic (2)", "Topic (3)", "Role (2)", "Topic (4)"]


@pytest.mark.parametrize("number", [1, 3])
def test_columns_take_as_many_queries_for_many_questions(number, django_assert_num_queries):
    event = make_event()
    for count in range(number):
        withdraw(ask(event, f"Question {count}"))

    with django_assert_num_queries(2):
        columns_of(event)


def test_an_answer_is_a_text():
    event = make_event()
    several, yes_no, needs = ask(event, kind="several"), ask(event, kind="yes_no"), dietary(event)
    attendee = make_booking(
        event.sessions.select_related("event").get(),
        answers={several.public_id: ["Tea", "Water"], yes_no.public_id: "Yes"},
        dietary_needs="Vegan",
    )

    texts = [answer_text(one, attendee) for one in (several, yes_no, needs, ask(event, "Else?"))]

    assert texts == ["Tea; Water", "Yes", "Vegan", ""]


def test_a_later_question_has_no_answers_yet():
    event = make_event()
    session = event.sessions.select_related("event").get()
    ten = [make_booking(session) for _ in range(10)]

    question = ask(event, "Late?", is_required=True, at=NOON + timedelta(days=1))

    assert [answer_text(question, one) for one in ten] == [""] * 10
    assert [column.heading for column in columns_of(event)] == ["Late?"]


def test_of_questions_with_no_answers_nothing_is_asked(django_assert_num_queries):
    event = make_event()

    with django_assert_num_queries(1):
        assert columns_of(event) == []
