"""What a request may bring with it, looked at before anything of it is read."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, parse_cookie
from django.shortcuts import render

from deploy import known_devices
from events.upload_handler import SkipFiles

FORM = 64 * 1024  # bytes: the longest form without a file is a tenth of this
WITH_FILES = "/organiser/"
FOR_MAILS, MAIL = "/incoming-mail/mime", 1024 * 1024  # three bytes of a form for each of a mail
UTF_8 = {"utf-8", "utf8"}


def limit_bodies(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse what is too large by its length alone, and what is in another encoding.

    Comes after who is asking is known, and before the first that reads a form. More than a form
    is read from devices of organisers only. Who is signed out on theirs has the answers kept and
    the files read past. Raises BadRequest.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.lower() not in UTF_8:
            raise BadRequest("Another encoding than UTF-8")
        length = _length(request)
        most = _most(request)
        if length > most:
            may_sign_in = most == FORM and request.path_info.startswith(WITH_FILES)
            return render(request, "413.html", {"may_sign_in": may_sign_in}, status=413)
        if length > FORM and not request.user.is_authenticated:
            request.upload_handlers = [SkipFiles(request)]
        return get_response(request)

    return respond


def _most(request: HttpRequest) -> int:
    """In bytes; of a mail only where an installation takes mails."""
    if may_bring_files(request.META):
        return int(settings.FILE_UPLOAD_MAX_MEMORY_SIZE)
    is_for_mails = settings.INCOMING_MAIL_KEY and request.path_info == FOR_MAILS
    return MAIL if is_for_mails else FORM


def _length(request: HttpRequest) -> int:
    """In bytes, as announced; Django reads no more than that."""
    announced = str(request.META.get("CONTENT_LENGTH") or "0")
    if not announced.isdecimal():
        raise BadRequest("A length that is no number")
    return int(announced)


def may_bring_files(environ: Mapping[str, Any]) -> bool:
    """Whether a request to this path from this device may be longer than a form."""
    if not str(environ["PATH_INFO"]).startswith(WITH_FILES):
        return False
    return known_devices.is_of_some_organiser(parse_cookie(environ.get("HTTP_COOKIE", "")))
