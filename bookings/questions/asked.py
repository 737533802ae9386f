"""Which questions an event asks of whom, and which somebody has still to answer."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.html import format_html

from bookings.models import Attendee, Booking, Question
from bookings.questions.answers import answer_text, answer_to
from events.models import Event, Session


@dataclass(frozen=True)
class OwnAnswers:
    """What one attendee has answered, as rows of a list, and what they have still to answer."""

    rows: list[dict[str, dict[str, str]]]
    missing: list[Question]

    @property
    def first_field(self) -> str:
        """The id of the control that answers the first of them."""
        return f"id_{field_name(self.missing[0])}"


def field_name(question: Question) -> str:
    """What the forms call the answer to it."""
    return f"question-{question.public_id}"


def questions_of(event: Event) -> list[Question]:
    """What is asked now, in order, with the sessions of each."""
    return list(Question.objects.of_event(event).live().with_sessions().in_order())


def is_for(question: Question, sessions: Collection[Session]) -> bool:
    """Whether whoever attends these sessions is asked; of a question with its sessions."""
    chosen = question.sessions.all()
    return not chosen or any(session in sessions for session in chosen)


def questions_to(attendee: Attendee) -> list[Question]:
    """What they are asked at the sessions where they hold a place."""
    held = [one.session for one in Booking.objects.holding_a_place().to_show(attendee)]
    return [question for question in questions_of(attendee.event) if is_for(question, held)]


def own_answers(attendee: Attendee, bookings: Iterable[Booking]) -> OwnAnswers:
    """Of somebody with these bookings; what was withdrawn is shown if they have answered it."""
    held = [booking.session for booking in bookings if booking.holds_a_place]
    questions = list(Question.objects.of_event(attendee.event).with_sessions().in_order())
    told = [(one.label, answer_text(one, attendee)) for one in questions]
    return OwnAnswers(
        [_row(label, text) for label, text in told if text],
        [one for one in questions if _is_missing(one, attendee, held)],
    )


def _row(label: str, text: str) -> dict[str, dict[str, str]]:
    """With the lines that were typed, where it is shown as HTML."""
    lines = format_html('<span class="app-lines">{}</span>', text)
    return {"key": {"text": label}, "value": {"text": text, "html": lines}}


def is_anything_asked(event: Event) -> bool:
    return Question.objects.of_event(event).live().exists()


def _is_missing(question: Question, attendee: Attendee, held: Collection[Session]) -> bool:
    has_to_be_answered = question.is_required and not question.is_withdrawn
    return has_to_be_answered and is_for(question, held) and not answer_to(question, attendee)
