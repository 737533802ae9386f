"""Threads that wait for slow senders and readers, so that those of the application never do.

The web server gives each request a thread for as long as it lasts, and has no limit of time for
the body or the answer. Those threads, many and cheap, are the doors: each takes in a form whole,
has it answered by one of the application's few threads, and hands out the answer.
"""

import io
import logging
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from threading import BoundedSemaphore
from typing import IO, Any
from wsgiref.types import StartResponse, WSGIEnvironment

from deploy.bodies import FORM, may_bring_files

PIECE = 64 * 1024  # bytes
SECONDS_TO_WAIT_FOR_UPLOADS = 20
TOO_MANY_UPLOADS = (
    b"Too many documents are being uploaded at the moment. Nothing has been changed."
    b" Go back and try again in a minute."
)

FAILED = b"Sorry, there is a problem with the service. Go back and try again later."

Application = Callable[[WSGIEnvironment, StartResponse], Any]

log = logging.getLogger(__name__)


class File:
    """What the application answers where it would have the server send a file (PEP 3333)."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self.file = file

    def let_go(self) -> Iterable[bytes]:
        """Its content, read as it is handed out; everything else of the request is over."""
        with closing(self.file):
            try:
                own = os.fdopen(os.dup(self.file.fileno()), "rb")
            except io.UnsupportedOperation:  # a part of a style sheet, script or picture
                return [b"".join(pieces(self.file))]
        return pieces(own)


class Doors:
    """A WSGI application around one that so many threads of its own answer for."""

    def __init__(self, application: Application, threads: int) -> None:
        self._application = application
        self._threads = ThreadPoolExecutor(threads)
        self._uploads = BoundedSemaphore(max(1, threads // 2))

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        length = announced(environ)
        if length > FORM:
            return self._too_long_for_a_door(environ, start_response)
        form = environ["wsgi.input"].read(length) if length else b""
        if len(form) < length:  # they have gone, and half a form is no form
            start_response("400 Bad Request", [("Content-Length", "0")])
            return [b""]
        environ["wsgi.input"] = io.BytesIO(form)
        return self._ask(environ, start_response)

    def _too_long_for_a_door(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """The application refuses it unread, or reads it itself: then so many at one time."""
        if not may_bring_files(environ):
            return self._ask(environ, start_response)
        if not self._uploads.acquire(timeout=SECONDS_TO_WAIT_FOR_UPLOADS):
            headers = [("Content-Type", "text/plain"), ("Retry-After", "60")]
            start_response("503 Service Unavailable", headers)
            return [TOO_MANY_UPLOADS]
        try:
            return self._ask(environ, start_response)
        finally:
            self._uploads.release()

    def _ask(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self._threads.submit(self._answer_or_say_so, environ, start_response).result()

    def _answer_or_say_so(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """What fails outside Django, which has pages for it: the server would log its words."""
        try:
            return self._answer(environ, start_response)
        except Exception:
            log.exception("failed outside a page")
            headers = [("Content-Type", "text/plain"), ("Content-Length", str(len(FAILED)))]
            start_response("500 Internal Server Error", headers, sys.exc_info())
            return [FAILED]

    def _answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """In one of the application's threads, whose database connection is free after it."""
        environ["wsgi.file_wrapper"] = File
        answer: Any = self._application(environ, start_response)
        if isinstance(answer, File):
            return answer.let_go()
        with closing(answer):
            return [b"".join(answer)]


def announced(environ: WSGIEnvironment) -> int:
    """In bytes; a length that is no number, or none, brings no body."""
    length = str(environ.get("CONTENT_LENGTH") or "0")
    return int(length) if length.isdecimal() else 0


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        yield from iter(partial(file.read, PIECE), b"")
