"""Where an e-mail provider hands over what came to the mailbox of replies."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from bookings.replies import receiving, signatures
from bookings.replies.reading import LARGEST
from events.access import public

ACCEPTED, FORBIDDEN, TOO_LARGE = 202, 403, 413


@public
@csrf_exempt
@require_POST
def incoming_mail(request: HttpRequest) -> HttpResponse:
    """A mail as it came, in the form that Mailgun posts: signed, or it is not looked at."""
    if not settings.INCOMING_MAIL_KEY:
        raise Http404
    now = timezone.now()
    if not signatures.is_signed(request.POST, key=settings.INCOMING_MAIL_KEY, at=now):
        return HttpResponse("The signature is wrong or old.", "text/plain", status=FORBIDDEN)
    raw = request.POST.get("body-mime", "").encode()
    if len(raw) > LARGEST:
        return HttpResponse("The mail is too large.", "text/plain", status=TOO_LARGE)
    receiving.receive(raw, at=now)
    return HttpResponse("Received.", "text/plain", status=ACCEPTED)
