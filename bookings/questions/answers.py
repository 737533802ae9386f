"""What was answered to an event's questions, as lists and exports read it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from bookings.models import Attendee, Question
from bookings.models.attendee import AttendeeQuerySet
from events.models import Event

Answer = str | list[str]
ALL: Mapping[str, Q] = {}


@dataclass(frozen=True)
class AnswerColumn:
    """One question as a column, whatever has been said of it since."""

    question: Question
    heading: str

    @property
    def key(self) -> str:
        """Stays the same when the question is worded or placed in another way."""
        return self.question.public_id

    def text(self, answers: Mapping[str, Answer], dietary_needs: str) -> str:
        """Of an attendee with these answers."""
        return dietary_needs if self.question.is_dietary else in_words(answers.get(self.key, ""))


def columns_of(event: Event, *, besides: Collection[str] = ()) -> list[AnswerColumn]:
    """A column for each question that is asked or was answered, in order.

    No two have one heading, and none has one of `besides`; a newer one is numbered wherever it is.
    """
    questions = list(Question.objects.of_event(event).in_order())
    withdrawn = [question for question in questions if question.is_withdrawn]
    numbers = numbers_answered(Attendee.objects.filter(event=event), withdrawn)
    shown = [one for one in questions if not one.is_withdrawn or numbers[one.public_id]]
    by_age = sorted(shown, key=lambda question: question.pk)
    headings = _unlike([question.label for question in by_age], besides)
    called = dict(zip(by_age, headings, strict=True))
    return [AnswerColumn(question, called[question]) for question in shown]


def numbers_answered(
    attendees: AttendeeQuerySet, questions: Iterable[Question], *, asked: Mapping[str, Q] = ALL
) -> dict[str, int]:
    """How many of these attendees have answered each question, by its public id: one query.

    Only of those who are `asked`, by the public ids of questions that are not for all.
    """
    answered = {
        one.public_id: _is_answered(one) & asked.get(one.public_id, Q()) for one in questions
    }
    return attendees.aggregate(**{key: Count("pk", filter=one) for key, one in answered.items()})


def answer_to(question: Question, attendee: Attendee) -> Answer:
    """A text, or texts; empty where there is no answer."""
    if question.is_dietary:
        return attendee.dietary_needs
    given: Answer = attendee.answers.get(question.public_id, "")
    return given


def answer_text(question: Question, attendee: Attendee) -> str:
    return in_words(answer_to(question, attendee))


def in_words(answer: Answer) -> str:
    return answer if isinstance(answer, str) else "; ".join(answer)


def _is_answered(question: Question) -> Q:
    if question.is_dietary:
        return ~Q(dietary_needs="")
    return Q(answers__has_key=question.public_id)


def _unlike(labels: Iterable[str], taken: Collection[str]) -> list[str]:
    """The same labels; one that there is already gets a number: Topic, Topic (2)."""
    found: list[str] = []
    for label in labels:
        heading, number = label, 1
        while heading in found or heading in taken:
            number += 1
            heading = f"{label} ({number})"
        found.append(heading)
    return found
