"""An organiser who signs in, creates an event with an agenda and publishes it, over HTTP."""

import copy
import re
import uuid
from datetime import timedelta
from http.client import HTTPConnection
from urllib.parse import urlencode

from django.utils import timezone

from deploy.bench.site import Site
from deploy.bench.visitor import FORM_TYPE, TOKEN, WrongAnswer

ADDRESS = "trials@westshire.example"
PASSWORD = re.compile(r"shown only this once: (\S+)")
COOKIE = re.compile(r"(csrftoken|sessionid|known_device)=([^;]+)")
AUDIENCE = re.compile(r'name="audiences" type="checkbox" value="([^"]+)"')
WARNINGS = re.compile(r'name="warnings" value="([^"]+)"')
DOCUMENT = re.compile(r'href="(?:https?://[^/"]+)?(/documents/[^"]+)"')
SECONDS_TO_ANSWER = 40
NEW = "/organiser/events/new/"
BOUNDARY = "a-line-that-no-document-has"


def let_in(site: Site, team: str = "Trials") -> str:
    """Make the organiser; her password."""
    said = site.manage(*["create_organiser", ADDRESS, "--name", "Olu Organiser", "--team", team])
    found = PASSWORD.search(said)
    if not found:
        raise WrongAnswer("create_organiser made up no password")
    return found[1]


class Organiser:
    def __init__(self, port: int, password: str) -> None:
        """Signs in; raises WrongAnswer where that is refused."""
        self.port = port
        self._cookies: dict[str, str] = {}
        token = self._token("/accounts/login/")
        typed = {"csrfmiddlewaretoken": token, "login": ADDRESS, "password": password}
        status, _, _ = self._post("/accounts/login/", urlencode(typed).encode(), FORM_TYPE)
        if status != 302 or "sessionid" not in self._cookies:
            raise WrongAnswer(f"signing in was answered with {status}")

    @property
    def cookies(self) -> str:
        """As a browser sends them."""
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    def at(self, port: int) -> "Organiser":
        """The same browser at another port of the site."""
        other = copy.copy(self)
        other.port = port
        return other

    def create_event(self, agenda: bytes) -> tuple[int, str]:
        """The status, and where the draft is."""
        page = self._get(NEW)
        answers = self._answers(page) | {"csrfmiddlewaretoken": _found(TOKEN, page)}
        body = _multipart(answers, agenda)
        status, location, _ = self._post(NEW, body, f"multipart/form-data; boundary={BOUNDARY}")
        return status, location

    def publish(self, preview: str) -> str:
        """The address of the agenda, which anybody may have now."""
        page = self._get(preview)
        shown = {"csrfmiddlewaretoken": _found(TOKEN, page), "warnings": _found(WARNINGS, page)}
        typed = urlencode(shown).encode()
        status, location, _ = self._post(
            preview.replace("/preview/", "/publish/"), typed, FORM_TYPE
        )
        if status != 302:
            raise WrongAnswer(f"publishing was answered with {status}")
        return _found(DOCUMENT, self._get(location))

    def read(self, path: str) -> str:
        """What a page says."""
        return self._get(path)

    def fill_in(self, form: str, answers: dict[str, str], *, at: str = "") -> tuple[int, str, str]:
        """Send the form of this page, to another address where one is named; as `_post` answers."""
        typed = {"csrfmiddlewaretoken": self._token(form), **answers}
        return self._post(at or form, urlencode(typed).encode(), FORM_TYPE)

    def _answers(self, page: str) -> dict[str, str]:
        on = timezone.now() + timedelta(days=30)
        return {
            "form_uuid": str(uuid.uuid4()),
            "title": "A briefing with a long agenda",
            "body": "About everything.",
            "audiences": _found(AUDIENCE, page),
            "contact_email": ADDRESS,
            "session-TOTAL_FORMS": "1",
            "session-INITIAL_FORMS": "0",
            "session-0-held_on_0": str(on.day),
            "session-0-held_on_1": str(on.month),
            "session-0-held_on_2": str(on.year),
            "session-0-starts": "4pm",
            "session-0-ends": "5:30pm",
            "session-0-mode": "online",
            "session-0-join_link": "https://meet.westshire.example/trials",
            "session-0-capacity": "40",
        }

    def _token(self, path: str) -> str:
        return _found(TOKEN, self._get(path))

    def _get(self, path: str) -> str:
        status, _, page = self._ask("GET", path)
        if status != 200:
            raise WrongAnswer(f"GET of a page was answered with {status}")
        return page

    def _post(self, path: str, body: bytes, kind: str) -> tuple[int, str, str]:
        return self._ask("POST", path, body, {"Content-Type": kind})

    def _ask(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[int, str, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=SECONDS_TO_ANSWER)
        try:
            connection.request(
                method, path, body or None, {**(headers or {}), "Cookie": self.cookies}
            )
            response = connection.getresponse()
            page = response.read().decode()
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie") or []:
            self._cookies |= dict(COOKIE.findall(line))
        return response.status, response.headers.get("Location") or "", page


def _found(pattern: re.Pattern[str], page: str) -> str:
    found = pattern.search(page)
    if not found:
        raise WrongAnswer(f"a page has nothing like {pattern.pattern}")
    return found[1]


def _multipart(answers: dict[str, str], agenda: bytes) -> bytes:
    parts = [
        f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode()
        for name, value in answers.items()
    ]
    file = 'Content-Disposition: form-data; name="agenda"; filename="agenda.pdf"\r\n\r\n'
    lines = [*parts, file.encode() + agenda]
    return b"".join(f"--{BOUNDARY}\r\n".encode() + part + b"\r\n" for part in lines) + (
        f"--{BOUNDARY}--\r\n".encode()
    )
