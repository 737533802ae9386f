"""What an organiser writes to attendees, and to which of them."""

from collections.abc import Collection, Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from bookings.forms.narrowing import UNDELIVERED, WITH_NEEDS, choice, offer, only
from bookings.mail import placeholders
from bookings.mail.written import Letter
from bookings.models import WrittenMessage
from bookings.models.booking_state import BookingAnswer
from bookings.recipients import Who
from events.cards import describe_place
from events.fields import FormUuidField, LineField, LinesField, number_in_digits
from events.models import Session
from events.text_validators import many_lines, one_line

SUBJECT_LENGTH, TEXT_LENGTH = 150, 5000
IN_A_SUBJECT = [name for name in placeholders.NAMES if name != placeholders.LINK]


class KnownPlaceholders:
    """Refuse what stands in braces and is none of these, and a brace that stands alone."""

    def __init__(
        self, allowed: Collection[str] = placeholders.NAMES, where: str = "in the message"
    ) -> None:
        self.allowed, self.where = allowed, where

    def __call__(self, text: str) -> None:
        sentence = placeholders.what_is_wrong(text, allowed=self.allowed, where=self.where)
        if sentence:
            raise ValidationError(sentence, code="placeholder")


class WritingForm(forms.Form):
    """The message and its filter; it is previewed, copied and sent by the same answers.

    `expected` is the number of people that was shown, `shown` which of them.
    """

    form_uuid = FormUuidField()
    session = choice("Who to write to", [], every="Everyone who has booked")
    answer = choice("Answer to the calendar invitation", BookingAnswer.choices, every="Any answer")
    phase = choice("Phase of school", [], every="Every phase")
    only = only("Write only to people with", undelivered="An email that was not delivered")
    subject = LineField(
        "Subject",
        SUBJECT_LENGTH,
        missing="Enter a subject",
        validators=[one_line, KnownPlaceholders(IN_A_SUBJECT, "in the subject")],
    )
    text = LinesField(
        "Message",
        TEXT_LENGTH,
        rows=12,
        missing="Enter a message",
        help_text=f"You can use {placeholders.in_words()}. Each person gets their own.",
        validators=[many_lines, KnownPlaceholders()],
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        sessions: Iterable[Session],
        phases: Iterable[str],
        initial: Any = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self._sessions = list(sessions)
        offer(self, "session", [(one.public_id, describe_place(one)) for one in self._sessions])
        offer(self, "phase", [(phase, phase) for phase in phases])

    @property
    def kept_answers(self) -> list[tuple[str, str]]:
        """What was sent, to be sent once more."""
        return [(name, value) for name in self.fields for value in self._sent(name)]

    @property
    def expected(self) -> int:
        return self._number("expected")

    @property
    def shown(self) -> int:
        return self._number("shown")

    @property
    def who_in_words(self) -> str:
        """Of answers that are in order."""
        return self.letter().who.in_words(self._sessions)

    def letter(self) -> Letter:
        answers: dict[str, Any] = self.cleaned_data
        who = Who(
            session=answers["session"],
            answer=answers["answer"],
            phase=answers["phase"],
            with_needs=WITH_NEEDS in answers["only"],
            undelivered=UNDELIVERED in answers["only"],
        )
        return Letter(answers["subject"], answers["text"], who)

    def _sent(self, name: str) -> list[str]:
        if name == "form_uuid":
            return [str(self.cleaned_data["form_uuid"])]
        return cast(QueryDict, self.data).getlist(name)

    def _number(self, name: str) -> int:
        """0 for whatever else a browser sends."""
        try:
            return number_in_digits(self.data.get(name, ""))
        except ValueError:
            return 0


def selected(query: QueryDict) -> dict[str, Any]:
    """What a link from the list of bookings selects, as it names it there."""
    return {
        "session": query.get("session", ""),
        "answer": query.get("answer", ""),
        "phase": query.get("phase", ""),
        "only": query.getlist("only"),
    }


def written_before(message: WrittenMessage) -> dict[str, Any]:
    """The answers of the form that wrote this, to be changed and sent once more."""
    who = Who.from_json(message.who)
    only = {WITH_NEEDS: who.with_needs, UNDELIVERED: who.undelivered}
    return {
        "session": who.session,
        "phase": who.phase,
        "answer": who.answer,
        "only": [name for name, is_chosen in only.items() if is_chosen],
        "subject": message.subject,
        "text": message.text,
    }
