"""Messages to attendees: written, previewed, copied to oneself, sent, stopped and looked up."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.forms.writing import WritingForm, selected, written_before
from bookings.lifecycle import writing as lifecycle
from bookings.lifecycle.refusals import NumberChanged, TooLateToStop
from bookings.models import School, WrittenMessage
from bookings.writing import list_messages, list_people, preview
from events.access import OrganisersRequest, may_change, organiser
from events.models import Event, Membership

Role = Membership.Role
SEE_MESSAGES = (Role.ORGANISER, Role.ASSISTANT)
WRITE, PREVIEW = "bookings/write_message.html", "bookings/preview_message.html"


@organiser(*SEE_MESSAGES)
@require_safe
def event_messages(request: OrganisersRequest, public_id: str) -> HttpResponse:
    event = get_object_or_404(request.events, public_id=public_id)
    listed = list_messages(event, request.GET.get("page"))
    context = {"event": event, "may_write": may_change(request, event), **listed}
    return TemplateResponse(request, "bookings/event_messages.html", context)


@organiser(Role.ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def write_message(request: OrganisersRequest, public_id: str) -> HttpResponse:
    event = get_object_or_404(request.events, public_id=public_id)
    form = _form(request, event)
    if "change" in request.POST or not form.is_valid():
        return TemplateResponse(request, WRITE, {"event": event, "form": form})
    sent = _sent_before(event, form)
    return _page_of(event, sent) if sent else _preview(request, event, form)


@organiser(Role.ORGANISER)
@require_POST
def copy_message(request: OrganisersRequest, public_id: str) -> HttpResponse:
    now = timezone.now()
    event = get_object_or_404(request.events, public_id=public_id)
    form = _form(request, event)
    if not form.is_valid():
        return TemplateResponse(request, WRITE, {"event": event, "form": form})
    form_uuid = form.cleaned_data["form_uuid"]
    try:
        lifecycle.send_copy(event, form.letter(), form_uuid=form_uuid, at=now, by=request.user)
    except NumberChanged as refusal:
        return _preview(request, event, form, status=refusal.status)
    return _preview(request, event, form, copy_to=request.user.email)


@organiser(Role.ORGANISER)
@require_POST
def send_message(request: OrganisersRequest, public_id: str) -> HttpResponse:
    now = timezone.now()
    event = get_object_or_404(request.events, public_id=public_id)
    form = _form(request, event)
    if not form.is_valid():
        return TemplateResponse(request, WRITE, {"event": event, "form": form})
    try:
        sent = lifecycle.send_written(
            event,
            form.letter(),
            expected=form.expected,
            form_uuid=form.cleaned_data["form_uuid"],
            at=now,
            by=request.user,
        )
    except NumberChanged as refusal:
        return _preview(request, event, form, refusal=refusal, status=refusal.status)
    return _page_of(event, sent)


@organiser(*SEE_MESSAGES)
@require_safe
def written_message(request: OrganisersRequest, public_id: str, message_id: str) -> HttpResponse:
    now = timezone.now()
    event = get_object_or_404(request.events, public_id=public_id)
    message = get_object_or_404(WrittenMessage.objects.of_event(event), public_id=message_id)
    context = {
        "event": event,
        "message": message,
        "is_held": message.is_held(now),
        "may_write": may_change(request, event),
        **list_people(event, message, request.GET.get("page")),
    }
    return TemplateResponse(request, "bookings/written_message.html", context)


@organiser(Role.ORGANISER)
@require_POST
def stop_message(request: OrganisersRequest, public_id: str, message_id: str) -> HttpResponse:
    now = timezone.now()
    event = get_object_or_404(request.events, public_id=public_id)
    message = get_object_or_404(WrittenMessage.objects.of_event(event), public_id=message_id)
    try:
        lifecycle.stop_written(message, at=now, by=request.user)
    except TooLateToStop as refusal:
        context = {"event": event, "message": message, **list_people(event, message, None)}
        return TemplateResponse(request, refusal.template, context, status=refusal.status)
    return _page_of(event, message)


def _form(request: OrganisersRequest, event: Event) -> WritingForm:
    """Filled in, where it is new, with what a link selects or with what was stopped."""
    sessions = event.sessions.with_venue().in_order()
    initial = selected(request.GET)
    if "again" in request.GET:
        of_event = WrittenMessage.objects.of_event(event)
        initial = written_before(get_object_or_404(of_event, public_id=request.GET["again"]))
    phases = School.objects.phases()
    return WritingForm(request.POST or None, sessions=sessions, phases=phases, initial=initial)


def _preview(
    request: OrganisersRequest,
    event: Event,
    form: WritingForm,
    *,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    shown = preview(event, form.letter(), shown=form.shown, at=timezone.now())
    context = {"event": event, "form": form, "preview": shown, **more}
    return TemplateResponse(request, PREVIEW, context, status=status)


def _sent_before(event: Event, form: WritingForm) -> WrittenMessage | None:
    """What the same form has sent already."""
    of_event = WrittenMessage.objects.of_event(event)
    return of_event.of_form(form.cleaned_data["form_uuid"]).first()


def _page_of(event: Event, message: WrittenMessage) -> HttpResponse:
    return redirect("written_message", event.public_id, message.public_id)
