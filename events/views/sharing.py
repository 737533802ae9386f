"""The QR code of an event's public address, on the page and to download."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from events import sharing
from events.access import OrganisersRequest, organiser
from events.models import Membership

SEE = (Membership.Role.ORGANISER, Membership.Role.ASSISTANT)


@organiser(*SEE)
@require_safe
def qr_code(request: OrganisersRequest, public_id: str) -> HttpResponse:
    event = get_object_or_404(request.events.published(), public_id=public_id)
    drawn = sharing.qr_svg(sharing.public_address(event))
    return HttpResponse(drawn, content_type="image/svg+xml")


@organiser(*SEE)
@require_safe
def qr_picture(request: OrganisersRequest, public_id: str) -> HttpResponse:
    event = get_object_or_404(request.events.published(), public_id=public_id)
    response = HttpResponse(sharing.qr_png(sharing.public_address(event)), content_type="image/png")
    response["Content-Disposition"] = f'attachment; filename="{event.slug}-qr-code.png"'
    return response
