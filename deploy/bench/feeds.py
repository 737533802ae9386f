"""Calendars of every kind: whole, and for who has them as they stand."""

import statistics
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection

from deploy.bench.figures import Figure
from deploy.bench.site import Site
from deploy.bench.visitor import WrongAnswer

TIMES = 30
SECONDS_TO_ANSWER = 60


def feed(running: Site, *, sessions: int) -> Iterator[Figure]:
    """Each kind, with so many sessions more: the first time, again, and a 304.

    The middle one of 30. A part follows the whole, which has kept its entries.
    """
    for name, path in running.measure("sessions", sessions).items():
        yield from _figures(running, name, str(path))


def _figures(running: Site, name: str, path: str) -> Iterator[Figure]:
    connection = HTTPConnection("127.0.0.1", running.port, timeout=SECONDS_TO_ANSWER)

    def ask(status: int, **headers: str) -> tuple[str, bytes]:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        content = response.read()
        if response.status != status:
            raise WrongAnswer(f"the calendar was answered with {response.status}")
        return response.headers["ETag"], content

    began = time.perf_counter()
    etag, content = ask(200)
    cold = time.perf_counter() - began
    entries = content.split(b"BEGIN:VEVENT")
    joined = _middle(lambda: b"BEGIN:VEVENT".join(entries))
    told = f"calendar of {name}, {len(entries) - 1} sessions"
    yield Figure(f"{told}: first time", cold * 1000, "ms", joined)
    yield Figure(f"calendar of {name} again", _middle(lambda: ask(200)), "ms", joined)
    yield Figure(f"calendar of {name}, 304", _middle(lambda: ask(304, **_known(etag))), "ms")
    yield Figure(f"calendar of {name}", len(content) / 1_000_000, "MB")
    connection.close()


def _known(etag: str) -> dict[str, str]:
    return {"If-None-Match": etag}


def _middle(work: Callable[[], object]) -> float:
    """Milliseconds, the middle one of so many."""
    taken = []
    for _ in range(TIMES):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1000
