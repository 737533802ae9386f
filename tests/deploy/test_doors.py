"""The threads in front of the application's: what they take in, hand on and hand out."""

import io
import threading
from wsgiref.util import setup_testing_defaults

import pytest
from django.conf import settings

from deploy import doors
from deploy.bodies import FORM
from deploy.doors import Doors
from deploy.logs import FramesOnly
from tests.signing_in import device_cookie

SOMEBODY = "ann@school.example"
UPLOAD = "/organiser/events/new/"


class NeverRead:
    def read(self, *args):
        raise AssertionError("the body was read")


def ask(application, path="/", body=b"", **environ):
    """The status, the headers and the pieces of the answer."""
    told = []
    asked = {"PATH_INFO": path, "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body)}
    asked |= environ
    setup_testing_defaults(asked)

    def start_response(status, headers, failed=None):
        told[:] = [status, headers]

    answer = application(asked, start_response)
    return (*told, answer)


def upload(application, **environ):
    """The same, of a document from an organiser's device."""
    cookie = f"{settings.KNOWN_DEVICE_COOKIE_NAME}={device_cookie()}"
    return ask(application, UPLOAD, b"x" * (FORM + 1), HTTP_COOKIE=cookie, **environ)


class Answer(list):
    is_closed = False

    def close(self):
        self.is_closed = True


def repeating(environ, start_response):
    """Answers with the body, in two pieces."""
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("X-Thread", str(threading.get_ident()))])
    return Answer([body[:2], body[2:]])


@pytest.mark.parametrize("body", [b"", b"name=Alex", b"x" * FORM])
def test_a_form_is_taken_in_whole_and_answered_in_one_piece(body):
    status, _, answer = ask(Doors(repeating, threads=1), body=body)

    assert (status, answer) == ("200 OK", [body])


def test_an_answer_is_closed_where_it_was_made():
    closed = []

    class Closing(Answer):
        def close(self):
            closed.append(threading.get_ident())

    def application(environ, start_response):
        start_response("200 OK", [])
        return Closing([str(threading.get_ident()).encode()])

    _, _, [made_in] = ask(Doors(application, threads=1))

    assert closed == [int(made_in)]
    assert closed != [threading.get_ident()]


def test_half_a_form_is_not_handed_on():
    def application(environ, start_response):
        raise AssertionError("the application was asked")

    status, _, answer = ask(Doors(application, threads=1), body=b"half", CONTENT_LENGTH="8")

    assert (status, answer) == ("400 Bad Request", [b""])


@pytest.mark.parametrize("length", ["many", "-1", "", "1e3"])
def test_a_length_that_is_no_number_brings_no_body(length):
    status, _, answer = ask(Doors(repeating, threads=1), body=b"name=Alex", CONTENT_LENGTH=length)

    assert (status, answer) == ("200 OK", [b""])


@pytest.mark.parametrize("path", ["/", "/accounts/login/", UPLOAD])
def test_what_no_form_needs_is_left_to_the_application_unread(path):
    def refusing(environ, start_response):
        start_response("413 Content Too Large", [])
        return Answer([environ["CONTENT_LENGTH"].encode()])

    status, _, answer = ask(
        Doors(refusing, threads=1),
        path,
        CONTENT_LENGTH="400000000",
        **{"wsgi.input": NeverRead()},
    )

    assert (status, answer) == ("413 Content Too Large", [b"400000000"])


def test_slow_uploads_hold_half_of_the_threads_and_no_more(monkeypatch):
    monkeypatch.setattr(doors, "SECONDS_TO_WAIT_FOR_UPLOADS", 0.1)
    arrives, has_begun = threading.Event(), threading.Semaphore(0)

    def reading(environ, start_response):
        has_begun.release()
        arrives.wait(10)
        start_response("302 Found", [])
        return Answer()

    def page(environ, start_response):
        return (reading if environ["PATH_INFO"] == UPLOAD else repeating)(environ, start_response)

    application, statuses = Doors(page, threads=4), []
    uploads = [
        threading.Thread(target=lambda: statuses.append(upload(application)[0])) for _ in range(2)
    ]
    for thread in uploads:
        thread.start()
        has_begun.acquire(timeout=10)

    status, headers, [said] = upload(application)
    others = ask(application)[0]
    arrives.set()
    for thread in uploads:
        thread.join()
    later = upload(application)[0]

    assert (status, dict(headers)["Retry-After"]) == ("503 Service Unavailable", "60")
    assert said.startswith(b"Too many documents are being uploaded at the moment.")
    assert (others, statuses, later) == ("200 OK", ["302 Found", "302 Found"], "302 Found")


def test_a_file_is_handed_out_when_all_else_is_over(tmp_path):
    content = b"%PDF-" + b"x" * 200_000
    (tmp_path / "agenda.pdf").write_bytes(content)
    opened = (tmp_path / "agenda.pdf").open("rb")

    def application(environ, start_response):
        start_response("200 OK", [])
        return environ["wsgi.file_wrapper"](opened, 4096)

    _, _, answer = ask(Doors(application, threads=1))

    assert opened.closed
    handed_out = list(answer)
    assert b"".join(handed_out) == content
    assert [len(piece) for piece in handed_out] == [65536, 65536, 65536, 3397]


def test_a_part_of_a_file_is_that_part():
    part = io.BytesIO(b"body { color: black }")

    def application(environ, start_response):
        start_response("206 Partial Content", [])
        return environ["wsgi.file_wrapper"](part, 4096)

    status, _, answer = ask(Doors(application, threads=1))

    assert (status, answer, part.closed) == (
        "206 Partial Content",
        [b"body { color: black }"],
        True,
    )


def fails_at_once(environ, start_response):
    raise ValueError(SOMEBODY)


def fails_half_way(environ, start_response):
    def lines():
        yield b"Ann"
        raise ValueError(SOMEBODY)

    start_response("200 OK", [("Content-Length", "300")])
    return lines()


@pytest.mark.parametrize("application", [fails_at_once, fails_half_way])
def test_what_fails_outside_a_page_is_told_without_its_words(application, caplog):
    status, headers, answer = ask(Doors(application, threads=1))

    assert (status, b"".join(answer)) == ("500 Internal Server Error", doors.FAILED)
    assert dict(headers)["Content-Length"] == str(len(doors.FAILED))
    [record] = caplog.records
    assert record.getMessage() == "failed outside a page"
    assert SOMEBODY not in FramesOnly().format(record)
