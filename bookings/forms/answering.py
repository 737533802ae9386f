"""What an event's own questions ask a person: a field for each, by its kind."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.forms import BoundField

from bookings.forms.person import PersonForm, ask_of_others
from bookings.lifecycle.attendees import Person
from bookings.models import Question
from bookings.questions.answers import Answer
from bookings.questions.asked import field_name
from events.fields import LineField, LinesField

Kind = Question.Kind
SHORT, LONG, NEEDS = 200, 2_000, 1_000  # characters
NO_ANSWER, ALL_THAT_APPLY = ("", "No answer"), "Select all that apply"


class AnsweringForm(PersonForm):
    """Who comes, and their answers; `questions` are those that may be for them, in order.

    What was answered once and is no longer offered stays offered to whoever has answered it.
    """

    requires_answers = True

    def __init__(self, *args: Any, questions: Iterable[Question] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._questions = {field_name(one): one for one in questions}
        for name, question in self._questions.items():
            self.fields[name] = _field(
                question,
                self._given(question),
                self.who_answers(question),
                is_required=self.must_answer(question),
            )
            if self.is_of_others:
                ask_of_others(self.fields[name])
        self.order_fields([*self.field_order, *self._questions])

    @property
    def asked(self) -> list[BoundField]:
        return [self[name] for name in self._questions]

    def is_for_them(self, question: Question) -> bool:
        """Whether one of `questions` is for whoever has typed this."""
        return True

    def must_answer(self, question: Question) -> bool:
        return question.is_required and self.requires_answers

    def who_answers(self, question: Question) -> str:
        """A sentence for whoever fills the form in, where that is not everybody."""
        return ""

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        for name, question in self._questions.items():
            if not self.is_for_them(question):
                answers.pop(name, None)
                self.errors.pop(name, None)
            elif self.must_answer(question):
                self._need(name, _missing(question))
        return answers

    def person(self) -> Person:
        """With what was answered before to questions that are not asked here."""
        person = super().person()
        answers, dietary_needs = dict(person.answers), person.dietary_needs
        for name, question in self._questions.items():
            answer: Answer = self.cleaned_data.get(name, "")
            if question.is_dietary:
                dietary_needs = str(answer)
            else:
                answers[question.public_id] = answer
        given = {public_id: answer for public_id, answer in answers.items() if answer}
        return replace(person, answers=given, dietary_needs=dietary_needs)

    def _given(self, question: Question) -> Answer:
        if question.is_dietary:
            return str(self.initial.get("dietary_needs", ""))
        given: Answer = self.initial.get("answers", {}).get(question.public_id, "")
        return given


def _field(
    question: Question, given: Answer, who_answers: str, *, is_required: bool
) -> forms.Field:
    """With what was given before as its initial answer."""
    label = question.label if is_required else f"{question.label} (optional)"
    named = f"The answer to “{question.label}”"
    said: dict[str, Any] = {"help_text": _hint(question, who_answers), "initial": given}
    match question.kind:
        case Kind.SHORT_TEXT if _is_short(given):
            return LineField(label, SHORT, named=named, **said)
        case Kind.SHORT_TEXT | Kind.LONG_TEXT:
            return LinesField(label, LONG, rows=5, named=named, **said)
        case Kind.DIETARY:
            return LinesField(label, NEEDS, rows=3, named=named, **said)
        case Kind.SEVERAL:
            return _choice(forms.MultipleChoiceField, question, given, label, **said)
        case _:
            return _choice(forms.ChoiceField, question, given, label, **said)


def _choice(
    of: type[forms.ChoiceField], question: Question, given: Answer, label: str, **said: Any
) -> forms.ChoiceField:
    """Radio buttons cannot be unticked: whoever need not answer can take an answer back."""
    is_one = of is forms.ChoiceField
    before = [given] if isinstance(given, str) else given
    offered = list(dict.fromkeys([*question.choices, *filter(None, before)]))
    choices = [(text, text) for text in offered]
    if is_one and given and not question.is_required:
        choices.append(NO_ANSWER)
    return of(
        label=label,
        required=False,
        choices=choices,
        widget=forms.RadioSelect() if is_one else forms.CheckboxSelectMultiple(),
        error_messages={"invalid_choice": f"{_missing(question)} from the list"},
        **said,
    )


def _hint(question: Question, who_answers: str) -> str:
    """What the organisers say below it, and whom it is for."""
    hint = question.hint or (ALL_THAT_APPLY if question.kind == Kind.SEVERAL else "")
    if not (hint and who_answers):
        return hint or who_answers
    end = "" if hint[-1] in ".?!" else "."
    return f"{hint}{end} {who_answers}"


def _is_short(given: Answer) -> bool:
    """Whether it fits a line, as it may not have done where the question asked for a long text."""
    return len(given) <= SHORT and "\n" not in given


def _missing(question: Question) -> str:
    is_typed = not question.choices
    return f"{'Enter' if is_typed else 'Select'} an answer to “{question.label}”"
