"""Questions of an event's own, through the real commands, and what people send to them."""

from bookings.models import Question
from bookings.questions import changes
from bookings.questions.changes import QuestionPlan
from tests.factories import NOON

OPTIONS = ("Tea", "Coffee", "Water")
KINDS = ("short_text", "long_text", "one", "several", "yes_no")
EACH_ANSWER = ["A text", "Two\r\nlines", "Tea", ["Tea", "Water"], "No", "No nuts"]


def ask(event, label="What do you want to learn?", *, at=NOON, by=None, **fields) -> Question:
    """A short text that nobody has to answer, asked of all."""
    fields = {"kind": "short_text"} | fields
    if fields["kind"] in ("one", "several"):
        fields = {"options": OPTIONS} | fields
    return changes.add_question(event, QuestionPlan(label=label, **fields), at=at, by=by)


def reword(question, *, at=NOON, by=None, **fields) -> Question:
    """The same question, but for these of its fields."""
    question = Question.objects.get(pk=question.pk)
    said = {
        "kind": question.kind,
        "label": question.label,
        "hint": question.hint,
        "options": tuple(question.options),
        "is_required": question.is_required,
        "sessions": tuple(question.sessions.all()),
    }
    return changes.edit_question(question, QuestionPlan(**said | fields), at=at, by=by)


def withdraw(question, *, at=NOON) -> Question:
    return changes.withdraw_question(question, at=at, by=None)


def dietary(event, *, at=NOON) -> Question:
    return changes.ask_about_dietary_needs(event, at=at, by=None)


def field(question) -> str:
    """What the forms call its answer."""
    return f"question-{question.public_id}"


def labels(event) -> list[str]:
    """What the event asks now, in order."""
    return [one.label for one in Question.objects.of_event(event).live().in_order()]


def ask_each_kind(event) -> list[Question]:
    """One of each kind, to be answered by EACH_ANSWER."""
    return [ask(event, f"About {kind}", kind=kind) for kind in KINDS] + [dietary(event)]


def page(event, rest="") -> str:
    """Where the organisers of the event see its questions."""
    return f"/organiser/events/{event.public_id}/questions/{rest}"


def page_of(question, rest) -> str:
    return page(question.event, f"{question.public_id}/{rest}")
