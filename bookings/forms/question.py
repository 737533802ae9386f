"""A question of an event's own, as an organiser types it."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from bookings.models import Question
from bookings.questions import ready_made
from bookings.questions.changes import TEXTS, QuestionPlan
from events.cards import describe_place
from events.fields import LineField, LinesField
from events.models import Session
from events.text_cleaning import is_invisible, on_one_line
from events.text_validators import one_line

Kind = Question.Kind
LABEL, OPTION, HINT = 200, 200, 300  # characters
FEWEST, MOST = 2, 50  # options
OPTIONAL = "(optional)"
NO_OPTIONS = f"Remove the answers, or select “{Kind.ONE.label}” or “{Kind.SEVERAL.label}” above"


class OptionsField(LinesField):
    """The texts to choose from, one on a line."""

    def __init__(self) -> None:
        super().__init__(
            "Answers to choose from",
            (OPTION + 2) * MOST,
            rows=6,
            help_text="One on each line, if it is answered from a list",
        )

    def clean(self, value: Any) -> list[str]:
        """Raises ValidationError for what is there twice, or too long."""
        typed = super().clean(value).splitlines()
        options = [on_one_line(line) for line in typed if not is_invisible(line)]
        for number, option in enumerate(options, 1):
            one_line(option)
            if len(option) > OPTION:
                raise ValidationError(f"Answer {number} must be {OPTION} characters or fewer")
            if option.casefold() in [before.casefold() for before in options[: number - 1]]:
                raise ValidationError(f"“{option}” is listed twice. Remove one of them")
        if len(options) > MOST:
            raise ValidationError(f"Enter {MOST} answers or fewer")
        return options


class QuestionForm(forms.Form):
    """A new question, or one that is there already and keeps its kind."""

    label = LineField("Question", LABEL, missing="Enter the question")
    kind = forms.ChoiceField(
        label="How is it answered?",
        help_text="Once you have saved the question, you can only change a short text to a long"
        " one, or back",
        choices=[one for one in Kind.choices if one[0] != Kind.DIETARY],
        widget=forms.RadioSelect(),
        error_messages={
            "required": "Select how it is answered",
            "invalid_choice": "Select how it is answered from the list",
        },
    )
    options = OptionsField()
    hint = LineField(
        "Hint (optional)", HINT, help_text="A short sentence that we show below the question"
    )
    is_required = forms.BooleanField(label="Everyone has to answer this", required=False)
    sessions = forms.MultipleChoiceField(
        label="Which sessions is it for? (optional)",
        help_text="If you select none, we ask everyone",
        required=False,
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"invalid_choice": "Select sessions from the list"},
    )

    def __init__(
        self, data: Any = None, *, sessions: Iterable[Session], question: Question | None = None
    ) -> None:
        chosen = list(question.sessions.all()) if question else []
        super().__init__(data, initial=_said_of(question, chosen) if question else None)
        self._question = question
        self._sessions = {
            one.public_id: one for one in sessions if one in chosen or not one.is_cancelled
        }
        if question:
            self._keep_kind(question)
        if len(self._sessions) > 1 or chosen:
            field = cast(forms.MultipleChoiceField, self.fields["sessions"])
            field.choices = [(key, describe_place(one)) for key, one in self._sessions.items()]
        else:
            del self.fields["sessions"]

    def clean_label(self) -> str:
        label: str = self.cleaned_data["label"].removesuffix(OPTIONAL).rstrip()
        if not label:
            raise ValidationError("Enter the question")
        instead = ready_made.instead_of(label)
        if instead:
            raise ValidationError(instead)
        return label

    def clean(self) -> dict[str, Any]:
        answers = self.cleaned_data
        if self._kind not in (Kind.ONE, Kind.SEVERAL):
            self._check_that_no_options_are_typed()
        elif "options" not in self.errors and len(answers["options"]) < FEWEST:
            self.add_error("options", f"Enter at least {FEWEST} answers to choose from")
        return answers

    def plan(self) -> QuestionPlan:
        """Of answers that are in order."""
        answers = self.cleaned_data
        chosen = answers.get("sessions", [])
        return QuestionPlan(
            kind=self._kind,
            label=answers.get("label", ready_made.DIETARY_LABEL),
            hint=answers["hint"],
            options=tuple(answers["options"]),
            is_required=answers.get("is_required", False),
            sessions=tuple(self._sessions[public_id] for public_id in chosen),
        )

    @property
    def _kind(self) -> str:
        kept = self._question.kind if self._question else ""
        return str(self.cleaned_data.get("kind", kept))

    def _check_that_no_options_are_typed(self) -> None:
        is_typed = self.errors.pop("options", None) or self.cleaned_data.get("options")
        self.cleaned_data["options"] = []
        if is_typed and self._kind:
            self.add_error("options", NO_OPTIONS)

    def _keep_kind(self, question: Question) -> None:
        """Ask no more than can be changed of a question of this kind."""
        if question.kind in TEXTS:
            field = cast(forms.ChoiceField, self.fields["kind"])
            field.choices = [one for one in Kind.choices if one[0] in TEXTS]
            field.help_text = "The answers that people have already given stay as they are"
        else:
            del self.fields["kind"]
        self.fields["options"].help_text = "One on each line"
        if not question.has_options:
            del self.fields["options"]
        if question.is_dietary:
            del self.fields["label"], self.fields["is_required"]


def _said_of(question: Question, chosen: Sequence[Session]) -> dict[str, Any]:
    """A question as the initial answers of its form."""
    return {
        "label": question.label,
        "kind": question.kind,
        "options": "\n".join(question.options),
        "hint": question.hint,
        "is_required": question.is_required,
        "sessions": [session.public_id for session in chosen],
    }
