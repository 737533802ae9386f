"""Where an e-mail provider hands over what came to the mailbox of replies."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from bookings.replies import receiving
from bookings.replies.posted_mail import PostedMail
from events.access import public

OK, FORBIDDEN, NOT_THE_MAIL = 200, 403, 406  # Mailgun does not retry 200 and 406


@public
@csrf_exempt
@require_POST
def incoming_mail(request: HttpRequest) -> HttpResponse:
    """A mail as it came, in the form that Mailgun posts: signed, or it is not looked at."""
    if not settings.INCOMING_MAIL_KEY:
        raise Http404
    now = timezone.now()
    posted = PostedMail(request)
    if not posted.is_signed(key=settings.INCOMING_MAIL_KEY, at=now):
        return _answer("The signature is wrong or old.", FORBIDDEN)
    if not posted.raw:
        missing = "The mail itself is missing: the address to post to ends in mime."
        return _answer(missing, NOT_THE_MAIL)
    if not posted.is_first_or_the_same():
        return _answer("The signature came with another mail before.", FORBIDDEN)
    receiving.receive(posted.raw, at=now)
    return _answer("Received.", OK)


def _answer(text: str, status: int) -> HttpResponse:
    return HttpResponse(text, "text/plain", status=status)
