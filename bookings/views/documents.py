"""Documents for those who have booked, by their link; and a new version, of which they are told."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from bookings import document_links, effects
from bookings.access import by_link
from bookings.forms.documents import ReplaceForm
from bookings.lifecycle import document_changes
from bookings.models import Attendee
from events.access import OrganisersRequest, organiser
from events.file_responses import file_response
from events.models import Document, Membership


@by_link
@require_safe
def booked_document(
    request: HttpRequest, attendee: Attendee, public_id: str, file_name: str
) -> HttpResponseBase:
    found = _of_their_own(attendee, public_id)
    version = found.newest
    if version is None:
        raise Http404
    if version.link:
        return redirect(version.link)
    return file_response(request, version.file, found.file_name)


@by_link
@require_safe
def booked_accessible_document(
    request: HttpRequest, attendee: Attendee, public_id: str, file_name: str
) -> HttpResponseBase:
    found = _of_their_own(attendee, public_id)
    if not found.alternative_file:
        raise Http404
    return file_response(request, found.alternative_file, found.alternative_file_name)


def _of_their_own(attendee: Attendee, public_id: str) -> Document:
    """Of an attendee who has a place."""
    if not attendee.bookings.holding_a_place().exists():
        raise Http404
    own = document_links.documents_of_their_own(attendee, at=timezone.now())
    return get_object_or_404(own.with_versions(), public_id=public_id)


@organiser(Membership.Role.ORGANISER)
@require_http_methods(["GET", "HEAD", "POST"])
def replace_document(request: OrganisersRequest, public_id: str, document_id: str) -> HttpResponse:
    now = timezone.now()
    documents = Document.objects.for_organisers(request.events, public_id)
    document = get_object_or_404(documents, public_id=document_id)
    effect = effects.of_replacing(document, at=now)
    form = ReplaceForm(request.POST or None, request.FILES or None, people=effect.number)
    if form.is_valid():
        document_changes.replace_document(
            document, form.version(), tell=form.tells, at=now, by=request.user
        )
        return redirect("event_documents", public_id)
    context = {"event": document.event, "document": document, "form": form, "effect": effect}
    return TemplateResponse(request, "bookings/replace_document.html", context)
