"""Organisers who change the questions of one event at once take turns."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from bookings.models import Question
from bookings.questions import changes
from events.models import Event
from tests.bookings.asking import ask, dietary, labels, reword, withdraw
from tests.concurrency.test_locks import waits
from tests.factories import NOON, make_event

pytestmark = pytest.mark.django_db(transaction=True)


def move(question, *, up=True):
    changes.move_question(question, up=up, at=NOON, by=None)


CHANGES = {
    "add": lambda question: ask(question.event, "Another?"),
    "ask about dietary needs": lambda question: dietary(question.event),
    "edit": lambda question: reword(question, label="Reworded"),
    "withdraw": withdraw,
    "ask again": lambda question: changes.ask_again(question, at=NOON, by=None),
    "move": move,
}


def at_once(*told):
    """Call each in a thread of its own."""

    def alone(tell):
        try:
            tell()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(told)) as pool:
        list(pool.map(alone, told))


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_waits_while_its_event_is_held(change):
    question = ask(make_event())

    assert waits(lambda: change(question), while_held=Event.objects.filter(pk=question.event_id))


def test_questions_that_are_moved_at_once_keep_a_place_each():
    event = make_event()
    first, second, third, fourth = (ask(event, label) for label in "ABCD")

    for _ in range(5):
        at_once(
            lambda: move(second),
            lambda: move(third),
            lambda: move(fourth),
            lambda: move(first, up=False),
        )

    positions = Question.objects.of_event(event).in_order().values_list("position", flat=True)
    assert list(positions) == [1, 2, 3, 4]
    assert sorted(labels(event)) == ["A", "B", "C", "D"]


def test_a_double_click_asks_once():
    event = make_event()

    at_once(*[lambda: dietary(event), lambda: ask(event, "Same?")] * 3)

    assert sorted(labels(event)) == ["Dietary needs", "Same?"]
