"""What programs ask for at addresses that are the same on every website."""

from datetime import timedelta
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.access import public

GOOD_FOR = timedelta(days=180)  # RFC 9116 asks for less than a year
IN_A_MAILTO = "@!$'*+="  # what RFC 6068 leaves as it is, besides letters and figures


@public
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a weakness, as RFC 9116 lays it out."""
    expires = (timezone.now() + GOOD_FOR).replace(microsecond=0)
    lines = [
        f"Contact: mailto:{quote(settings.CONTACT_EMAIL, safe=IN_A_MAILTO)}",
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: en",
        f"Canonical: {settings.SITE_ADDRESS}{request.path}",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@public
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """For what is not a page of ours and so names no icon: documents, plain text, calendars."""
    return redirect(static("favicon.svg"))
