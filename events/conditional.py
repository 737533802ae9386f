"""Whether a caller has an answer already, also where a proxy has compressed it (RFC 9110, 13)."""

import re

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

COMPRESSED = re.compile(r'[-;]gzip"')


def not_modified(request: HttpRequest, etag: str) -> HttpResponse | None:
    """A 304, or None for a caller that lacks what this ETag stands for; Apache adds "-gzip"."""
    known = request.META.get("HTTP_IF_NONE_MATCH")
    if known:
        request.META["HTTP_IF_NONE_MATCH"] = COMPRESSED.sub('"', known)
    response: HttpResponse | None = get_conditional_response(request, etag=etag)
    return response
