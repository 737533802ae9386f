"""Announcing an event once more, with the questions that it asks now."""

import uuid
from datetime import datetime

from bookings.models import Question
from bookings.questions.asked import questions_of
from bookings.questions.changes import QuestionPlan, write_question
from events import copying
from events.command import command, step
from events.models import Event, Organiser


@command
def copy_event(event: Event, *, form_uuid: uuid.UUID, at: datetime, by: Organiser | None) -> Event:
    """A draft of the same team, whose sessions have no dates; one for each form that is sent.

    A question for chosen sessions is asked of those that are copied, and of nobody if none is.
    """
    copied = copying.copy_event(event, form_uuid=form_uuid, at=at, by=by)
    if not Question.objects.of_event(copied).exists():
        _copy_questions(event, copied, at)
    return copied


@step
def _copy_questions(event: Event, copied: Event, at: datetime) -> None:
    originals = copying.copied_sessions(event)
    new = dict(zip(originals, copied.sessions.order_by("pk"), strict=False))
    for question in questions_of(event):
        chosen = question.sessions.all()
        sessions = tuple(new[one] for one in originals if one in chosen and one in new)
        if chosen and not sessions:
            continue
        plan = QuestionPlan(
            kind=question.kind,
            label=question.label,
            hint=question.hint,
            options=tuple(question.options),
            is_required=question.is_required,
            sessions=sessions,
        )
        write_question(copied, plan, at=at)
