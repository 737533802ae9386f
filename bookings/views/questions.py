"""An event's own questions, for its organisers: the list, and what changes it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.forms.question import QuestionForm
from bookings.models import Question
from bookings.questions import changes
from bookings.questions.listing import list_questions
from events.access import OrganisersRequest, may_change, organiser
from events.models import Event, Membership

Role = Membership.Role
DONE = {
    "added": "The question is added.",
    "saved": "The question is saved.",
    "withdrawn": "The question is withdrawn.",
    "asked": "The question is asked again.",
}


@organiser(Role.ORGANISER, Role.ASSISTANT)
@require_safe
def event_questions(request: OrganisersRequest, public_id: str) -> HttpResponse:
    event = _event(request, public_id)
    context = {
        "event": event,
        "questions": list_questions(event),
        "done": DONE.get(request.GET.get("done", ""), ""),
        "may_change": may_change(request, event) and not event.is_cancelled,
    }
    return TemplateResponse(request, "bookings/event_questions.html", context)


@organiser(Role.ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def add_question(request: OrganisersRequest, public_id: str) -> HttpResponse:
    now = timezone.now()
    event = _event(request, public_id)
    sessions = event.sessions.with_venue().in_order()
    form = QuestionForm(request.POST or None, sessions=sessions)
    if form.is_valid():
        changes.add_question(event, form.plan(), at=now, by=request.user)
        return _list(public_id, done="added")
    context = {"event": event, "form": form}
    return TemplateResponse(request, "bookings/add_question.html", context)


@organiser(Role.ORGANISER)
@require_POST
def ask_about_dietary_needs(request: OrganisersRequest, public_id: str) -> HttpResponse:
    now = timezone.now()
    changes.ask_about_dietary_needs(_event(request, public_id), at=now, by=request.user)
    return _list(public_id, done="added")


@organiser(Role.ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_question(request: OrganisersRequest, public_id: str, question_id: str) -> HttpResponse:
    now = timezone.now()
    event = _event(request, public_id)
    question = _question(event, question_id)
    sessions = event.sessions.with_venue().in_order()
    form = QuestionForm(request.POST or None, sessions=sessions, question=question)
    if form.is_valid():
        changes.edit_question(question, form.plan(), at=now, by=request.user)
        return _list(public_id, done="saved")
    context = {"event": event, "question": question, "form": form}
    return TemplateResponse(request, "bookings/edit_question.html", context)


@organiser(Role.ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_question(request: OrganisersRequest, public_id: str, question_id: str) -> HttpResponse:
    now = timezone.now()
    event = _event(request, public_id)
    question = _question(event, question_id)
    if request.method == "POST":
        changes.withdraw_question(question, at=now, by=request.user)
        return _list(public_id, done="withdrawn")
    context = {"event": event, "question": question}
    return TemplateResponse(request, "bookings/withdraw_question.html", context)


@organiser(Role.ORGANISER)
@require_POST
def ask_again(request: OrganisersRequest, public_id: str, question_id: str) -> HttpResponse:
    now = timezone.now()
    question = _question(_event(request, public_id), question_id)
    changes.ask_again(question, at=now, by=request.user)
    return _list(public_id, done="asked")


@organiser(Role.ORGANISER)
@require_POST
def move_question(request: OrganisersRequest, public_id: str, question_id: str) -> HttpResponse:
    now = timezone.now()
    question = _question(_event(request, public_id), question_id)
    up = request.POST.get("to") == "up"
    changes.move_question(question, up=up, at=now, by=request.user)
    return _back_to(question)


def _list(public_id: str, *, done: str) -> HttpResponse:
    """From its beginning, where what was done is said."""
    return redirect(f"{reverse('event_questions', args=[public_id])}?done={done}")


def _back_to(question: Question) -> HttpResponse:
    """The list, at this question, wherever it stands now."""
    page = reverse("event_questions", args=[question.event.public_id])
    return redirect(f"{page}#{question.public_id}")


def _event(request: OrganisersRequest, public_id: str) -> Event:
    return get_object_or_404(request.events, public_id=public_id)


def _question(event: Event, public_id: str) -> Question:
    questions = Question.objects.of_event(event).with_event()
    return get_object_or_404(questions, public_id=public_id)
