"""Documents at addresses that stay: each serves the newest version of its document."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.access import OrganisersRequest, organiser, public
from events.file_responses import file_response
from events.models import Document, Membership

Role = Membership.Role


@public
@require_safe
def document(request: HttpRequest, public_id: str, file_name: str) -> HttpResponseBase:
    now = timezone.now()
    ever_public = Document.objects.ever_for_everybody().with_versions()
    found = get_object_or_404(ever_public, public_id=public_id)
    if found.is_withdrawn:
        return TemplateResponse(request, "410.html", status=410)
    version = found.newest
    if version is None or not found.is_for_everybody(now):
        raise Http404
    if version.link:
        return redirect(version.link)
    return file_response(request, version.file, found.file_name)


@public
@require_safe
def accessible_document(request: HttpRequest, public_id: str, file_name: str) -> HttpResponseBase:
    found = get_object_or_404(Document.objects.for_everybody(timezone.now()), public_id=public_id)
    return _accessible_file(request, found)


@organiser(Role.ORGANISER, Role.ASSISTANT)
@require_safe
def draft_document(
    request: OrganisersRequest, public_id: str, document_id: str, file_name: str
) -> HttpResponseBase:
    """What the preview of a draft links to; published, it has its public address."""
    found = _of_a_draft(request, public_id, document_id)
    version = found.newest
    if version is None or not version.file:
        raise Http404
    return file_response(request, version.file, found.file_name)


@organiser(Role.ORGANISER, Role.ASSISTANT)
@require_safe
def accessible_draft_document(
    request: OrganisersRequest, public_id: str, document_id: str, file_name: str
) -> HttpResponseBase:
    return _accessible_file(request, _of_a_draft(request, public_id, document_id))


def _of_a_draft(request: OrganisersRequest, public_id: str, document_id: str) -> Document:
    event = get_object_or_404(request.events.drafts(), public_id=public_id)
    return get_object_or_404(event.documents.with_versions(), public_id=document_id)


def _accessible_file(request: HttpRequest, found: Document) -> HttpResponseBase:
    if not found.alternative_file:
        raise Http404
    return file_response(request, found.alternative_file, found.alternative_file_name)
