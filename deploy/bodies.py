"""What a request may bring with it, looked at before anything of it is read."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from events.upload_handler import SkipFiles

FORM = 64 * 1024  # bytes: the longest form without a file is a tenth of this
WITH_FILES = "/organiser/"
UTF_8 = {"utf-8", "utf8"}


def limit_bodies(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse what is too large by its length alone, and what is in another encoding.

    Comes after who is asking is known, and before the first that reads a form. Only organisers
    who are signed in have files taken; those of others are read past, and their answers kept.
    Raises BadRequest.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.lower() not in UTF_8:
            raise BadRequest("Another encoding than UTF-8")
        length = _length(request)
        if length > _most(request):
            return render(request, "413.html", status=413)
        if length > FORM and not request.user.is_authenticated:
            request.upload_handlers = [SkipFiles(request)]
        return get_response(request)

    return respond


def _length(request: HttpRequest) -> int:
    """In bytes, as announced; Django reads no more than that."""
    announced = str(request.META.get("CONTENT_LENGTH") or "0")
    if not announced.isdecimal():
        raise BadRequest("A length that is no number")
    return int(announced)


def _most(request: HttpRequest) -> int:
    takes_files = request.path_info.startswith(WITH_FILES)
    return settings.FILE_UPLOAD_MAX_MEMORY_SIZE if takes_files else FORM
