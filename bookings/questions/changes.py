"""Changing what an event asks: nothing else writes its questions, and no answer is lost by it.

Each change raises the version of the event's pages, so that the form to book asks it at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from bookings.models import Question
from bookings.questions.ready_made import DIETARY_HINT, DIETARY_LABEL
from events import audit, capacity, feed_versions
from events.command import command, step
from events.models import Event, Organiser, Session

Kind = Question.Kind
TEXTS = {Kind.SHORT_TEXT, Kind.LONG_TEXT}  # an answer to one kind fits the other
OWN_FIELDS = ("kind", "label", "hint", "options", "is_required")


@dataclass(frozen=True)
class QuestionPlan:
    """What an organiser types of a question; no sessions mean all."""

    kind: str
    label: str
    hint: str = ""
    options: tuple[str, ...] = ()
    is_required: bool = False
    sessions: tuple[Session, ...] = ()

    def values(self) -> dict[str, object]:
        """The question's own fields."""
        return {name: getattr(self, name) for name in OWN_FIELDS} | {"options": list(self.options)}


@command
def add_question(
    event: Event, plan: QuestionPlan, *, at: datetime, by: Organiser | None
) -> Question:
    """Ask this too, after all others; the same of the same people is not asked twice."""
    event = capacity.lock_event(event.pk)
    alike = Question.objects.of_event(event).live().filter(**plan.values()).with_sessions()
    for question in alike:
        if set(question.sessions.all()) == set(plan.sessions):
            return question
    question = write_question(event, plan, at=at)
    audit.record("question_added", event, at=at, by=by)
    _show_anew(event, at)
    return question


@command
def ask_about_dietary_needs(event: Event, *, at: datetime, by: Organiser | None) -> Question:
    """Ask the ready-made question, again if it was withdrawn; there is one for an event."""
    event = capacity.lock_event(event.pk)
    known = Question.objects.of_event(event).about_dietary_needs().first()
    if known is not None:
        known.event = event
        return _ask_again(known, at=at, by=by)
    plan = QuestionPlan(Kind.DIETARY, DIETARY_LABEL, DIETARY_HINT)
    question = write_question(event, plan, at=at)
    audit.record("question_added", event, at=at, by=by)
    _show_anew(event, at)
    return question


@command
def edit_question(
    question: Question, plan: QuestionPlan, *, at: datetime, by: Organiser | None
) -> Question:
    """Ask it in another way; what was answered stays as it was answered.

    Its kind stays, unless both are texts.
    """
    question = _lock(question)
    values, sessions = plan.values(), set(plan.sessions)
    if not {plan.kind, question.kind} <= TEXTS:
        values["kind"] = question.kind
    changed = [name for name in OWN_FIELDS if getattr(question, name) != values[name]]
    for name in changed:
        setattr(question, name, values[name])
    asks_others = set(question.sessions.all()) != sessions
    if not changed and not asks_others:
        return question
    question.save(update_fields=changed)
    question.sessions.set(sessions)
    named = [*changed, *(["sessions"] if asks_others else [])]
    audit.record("question_changed", question.event, at=at, by=by, changed=named)
    _show_anew(question.event, at)
    return question


@command
def withdraw_question(question: Question, *, at: datetime, by: Organiser | None) -> Question:
    """Ask nobody any more; what was answered stays. Withdrawing again changes nothing."""
    question = _lock(question)
    if not question.is_withdrawn:
        _withdraw(question, at=at, by=by)
    return question


@command
def ask_again(question: Question, *, at: datetime, by: Organiser | None) -> Question:
    """Ask a withdrawn question once more, at its old place, with the answers that it has."""
    return _ask_again(_lock(question), at=at, by=by)


@command
def move_question(question: Question, *, up: bool, at: datetime, by: Organiser | None) -> None:
    """Ask it before the one that comes before it now, or after the one that comes after."""
    question = _lock(question)
    live = list(Question.objects.of_event(question.event).live().in_order())
    if question not in live:
        return
    place = live.index(question) + (-1 if up else 1)
    if place not in range(len(live)):
        return
    other = live[place]
    question.position, other.position = other.position, question.position
    for moved in (question, other):
        moved.save(update_fields=["position"])
    audit.record("questions_reordered", question.event, at=at, by=by)
    _show_anew(question.event, at)


@step
def write_question(event: Event, plan: QuestionPlan, *, at: datetime) -> Question:
    """A row, after all others of a locked event; withdrawn ones keep their places."""
    last = Question.objects.of_event(event).aggregate(last=Max("position"))["last"] or 0
    question = Question.objects.create(
        event=event, position=last + 1, created_at=at, **plan.values()
    )
    question.sessions.set(plan.sessions)
    return question


def _lock(question: Question) -> Question:
    """The question as it is now, with its event locked."""
    event = capacity.lock_event(question.event_id)
    locked = Question.objects.get(pk=question.pk)
    locked.event = event
    return locked


@step
def questions_for_some(event: Event) -> list[Question]:
    """Those of a locked event that are for chosen sessions."""
    return list(Question.objects.of_event(event).live().filter(sessions__isnull=False).distinct())


@step
def withdraw_what_is_for_nobody(
    questions: Iterable[Question], *, at: datetime, by: Organiser | None
) -> None:
    """Of these, whose sessions were chosen, those of which a draft has lost the last.

    With none left they would be asked of all.
    """
    pks = [question.pk for question in questions]
    lost = Question.objects.filter(pk__in=pks, sessions__isnull=True).select_related("event")
    for question in lost.in_order():
        _withdraw(question, at=at, by=by)


def _withdraw(question: Question, *, at: datetime, by: Organiser | None) -> None:
    question.withdrawn_at = at
    question.save(update_fields=["withdrawn_at"])
    audit.record("question_withdrawn", question.event, at=at, by=by)
    _show_anew(question.event, at)


def _ask_again(question: Question, *, at: datetime, by: Organiser | None) -> Question:
    if question.is_withdrawn:
        question.withdrawn_at = None
        question.save(update_fields=["withdrawn_at"])
        audit.record("question_asked_again", question.event, at=at, by=by)
        _show_anew(question.event, at)
    return question


def _show_anew(event: Event, at: datetime) -> None:
    """The pages of a draft are nowhere yet."""
    if not event.is_draft:
        feed_versions.raise_for(event, at=at)
