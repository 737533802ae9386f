"""An event's documents, for its organisers: the list with all versions, and what tells nobody."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from events import document_commands, meanwhile
from events.access import OrganisersRequest, organiser
from events.cards import by_stage
from events.document_details import said_of
from events.file_responses import file_response
from events.forms.documents import DetailsForm, NewDocumentForm, answers_about
from events.models import Document, Membership, Team

Role = Membership.Role


@organiser(Role.ORGANISER, Role.ASSISTANT)
@require_safe
def event_documents(request: OrganisersRequest, public_id: str) -> HttpResponse:
    event = get_object_or_404(request.events.for_display(), public_id=public_id)
    own_teams = Team.objects.run_by(request.user, Role.ORGANISER)
    context = {
        "event": event,
        "documents": by_stage(event.documents.all()),
        "may_change": event.team in own_teams and not event.is_cancelled,
    }
    return TemplateResponse(request, "events/event_documents.html", context)


@organiser(Role.ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def add_document(request: OrganisersRequest, public_id: str) -> HttpResponse:
    now = timezone.now()
    event = get_object_or_404(request.events, public_id=public_id)
    form = NewDocumentForm(request.POST or None, request.FILES or None, at=now)
    if form.is_valid():
        document_commands.add(event, form.plan(), at=now, by=request.user)
        return redirect("event_documents", event.public_id)
    context = {"event": event, "form": form}
    return TemplateResponse(request, "events/add_document.html", context)


@organiser(Role.ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def change_document(request: OrganisersRequest, public_id: str, document_id: str) -> HttpResponse:
    now = timezone.now()
    document = _document(request, public_id, document_id)
    initial = answers_about(document)
    seen = request.POST.get("seen") or meanwhile.fingerprints_of(said_of(document))
    form = DetailsForm(request.POST or None, request.FILES or None, at=now, initial=initial)
    if form.is_valid():
        details = form.details().merged(document, meanwhile.read(seen))
        document_commands.change(document, details, at=now, by=request.user)
        return redirect("event_documents", public_id)
    context = {"event": document.event, "document": document, "form": form, "seen": seen}
    return TemplateResponse(request, "events/change_document.html", context)


@organiser(Role.ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_document(request: OrganisersRequest, public_id: str, document_id: str) -> HttpResponse:
    now = timezone.now()
    document = _document(request, public_id, document_id)
    if request.method == "POST":
        document_commands.withdraw(document, at=now, by=request.user)
        return redirect("event_documents", public_id)
    context = {"event": document.event, "document": document}
    return TemplateResponse(request, "events/withdraw_document.html", context)


@organiser(Role.ORGANISER, Role.ASSISTANT)
@require_safe
def document_version(
    request: OrganisersRequest, public_id: str, document_id: str, number: int, file_name: str
) -> HttpResponseBase:
    document = _document(request, public_id, document_id)
    version = get_object_or_404(document.versions, number=number)
    if not version.file:
        raise Http404
    return file_response(request, version.file, file_name)


def _document(request: OrganisersRequest, public_id: str, document_id: str) -> Document:
    documents = Document.objects.for_organisers(request.events, public_id)
    return get_object_or_404(documents, public_id=document_id)
