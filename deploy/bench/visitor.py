"""One person after another who books, over one connection, as a school's network would."""

import itertools
import os
import re
import time
import uuid
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
COOKIE = re.compile(r"csrftoken=([^;]+)")
FORM_TYPE = "application/x-www-form-urlencoded"
SECONDS_TO_ANSWER = 30

numbers = itertools.count()


class WrongAnswer(Exception):
    """The site answered something else than a booking meets; the message says what."""

    def __init__(self, words: str, method: str = "", status: int = 0, page: str = "") -> None:
        super().__init__(words)
        self.method = method
        self.status = status
        self.page = page


@dataclass(frozen=True)
class Form:
    """What one person has to send back with the answers."""

    token: str
    cookie: str


class Visitor:
    def __init__(
        self, port: int, sample: dict[str, str], headers: dict[str, str] | None = None
    ) -> None:
        """`headers` go with every request."""
        self.sample = sample
        self.headers = headers or {}
        self.connection = HTTPConnection("127.0.0.1", port, timeout=SECONDS_TO_ANSWER)

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def book(self) -> None:
        """The whole way: the event, the form, sending it, the confirmation."""
        self.get(self.sample["event"])
        self.get(self.submit(self.open_form()))

    def open_form(self) -> Form:
        response, page = self._ask("GET", self.sample["form"])
        token, cookie = TOKEN.search(page), COOKIE.search(response.headers["Set-Cookie"] or "")
        if not token or not cookie:
            raise WrongAnswer("the form has no CSRF token")
        return Form(token[1], cookie[1])

    def submit(self, form: Form) -> str:
        """Send a new person's answers; the address of the confirmation."""
        answers = {
            "csrfmiddlewaretoken": form.token,
            "form_uuid": str(uuid.uuid4()),
            "sessions": self.sample["session"],
            "full_name": "Alex Example",
            "email": f"head{os.getpid()}-{next(numbers)}@school.example",
            "school": self.sample["school"],
        }
        headers = {"Cookie": f"csrftoken={form.cookie}", "Content-Type": FORM_TYPE}
        path = self.sample["form"]
        response, _ = self._ask("POST", path, 302, body=urlencode(answers), headers=headers)
        return response.headers["Location"]

    def get(self, path: str, headers: dict[str, str] | None = None) -> None:
        self._ask("GET", path, headers=headers)

    def _ask(
        self,
        method: str,
        path: str,
        expected: int = 200,
        *,
        body: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> tuple[HTTPResponse, str]:
        self.connection.request(method, path, body=body, headers=self.headers | (headers or {}))
        response = self.connection.getresponse()
        page = response.read().decode()
        if response.status != expected:
            words = f"{method} of a page was answered with {response.status}"
            raise WrongAnswer(words, method, response.status, page)
        return response, page


@dataclass(frozen=True)
class Work:
    """What one client does: book again and again from one moment to another."""

    port: int
    sample: dict[str, str]
    begin_at: float
    end_at: float


def keep_booking(work: Work) -> list[tuple[float, float]]:
    """When each booking began and was done, on the clock that all clients share."""
    done = []
    with Visitor(work.port, work.sample) as visitor:
        time.sleep(max(0, work.begin_at - time.monotonic()))
        while time.monotonic() < work.end_at:
            began = time.monotonic()
            visitor.book()
            done.append((began, time.monotonic()))
    return done
