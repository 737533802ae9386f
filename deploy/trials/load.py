"""Visitors who read and book while something breaks, and what they were answered."""

import contextlib
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from http.client import HTTPException
from statistics import quantiles
from typing import NamedTuple

from deploy.bench.visitor import Visitor, WrongAnswer

PAUSE = 0.1  # seconds between two requests of one visitor
LIKE_A_BROWSER = {"Sec-Fetch-Site": "same-origin"}
TYPED = 'value="Alex Example"'
OK = "200"  # also a booking that was made and confirmed


class Row(NamedTuple):
    """A line of the table that a trial prints."""

    when: str
    what: str
    outcome: str
    times: str = ""


@dataclass(frozen=True)
class Answer:
    """What came of reading a page, of booking, or of an organiser's upload."""

    kind: str
    ended_at: float  # on time.monotonic's clock
    seconds: float
    outcome: str


@dataclass
class Visits:
    """What all visitors were answered, and the pages of the bookings that they were promised."""

    port: int
    sample: dict[str, str]
    answers: list[Answer] = field(default_factory=list)
    booked: list[str] = field(default_factory=list)

    def read(self, visitor: Visitor) -> None:
        visitor.get(self.sample["event"])

    def book(self, visitor: Visitor) -> None:
        confirmation = visitor.submit(visitor.open_form())
        self.booked.append(confirmation)
        visitor.get(confirmation)

    def between(self, when: str, begin: float, end: float) -> Iterator[Row]:
        """What was answered in that time, however long before it was asked."""
        return rows(when, [one for one in self.answers if begin <= one.ended_at < end])

    def lost(self) -> Row:
        """Whether each page of a booking is still there, once all is well again."""
        with Visitor(self.port, self.sample) as visitor:
            gone = sum(not _opens(visitor, page) for page in self.booked)
        return Row("at the end", "bookings", f"{gone} of {len(self.booked)} lost")


@contextlib.contextmanager
def visitors(
    port: int, sample: dict[str, str], *, readers: int = 4, bookers: int = 4
) -> Iterator[Visits]:
    """Each asks again and again as long as the block lasts; their answers grow."""
    visits = Visits(port, sample)
    ended = threading.Event()

    def visit(kind: str, ask: Callable[[Visitor], None]) -> None:
        with Visitor(port, sample, LIKE_A_BROWSER) as visitor:
            while not ended.wait(PAUSE):
                visits.answers.append(answer(kind, visitor, ask))

    kinds = [("page", visits.read)] * readers + [("booking", visits.book)] * bookers
    threads = [threading.Thread(target=visit, args=kind) for kind in kinds]
    for thread in threads:
        thread.start()
    try:
        yield visits
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def answer(kind: str, visitor: Visitor, ask: Callable[[Visitor], None]) -> Answer:
    began_at, outcome = time.monotonic(), OK
    try:
        ask(visitor)
    except WrongAnswer as other:
        outcome = _described(other)
    except (OSError, HTTPException):
        outcome = "no answer"
        visitor.connection.close()
    ended_at = time.monotonic()
    return Answer(kind, ended_at, ended_at - began_at, outcome)


def _described(other: WrongAnswer) -> str:
    if other.method != "POST":
        return str(other.status or "wrong page")
    return f"{other.status}, form {'kept' if TYPED in other.page else 'lost'}"


def rows(when: str, answers: Sequence[Answer]) -> Iterator[Row]:
    """How many of each kind were answered how, and how fast."""
    for kind in ("page", "booking", "upload"):
        seconds = sorted(one.seconds for one in answers if one.kind == kind)
        if not seconds:
            continue
        counts = Counter(one.outcome for one in answers if one.kind == kind)
        outcomes = "; ".join(f"{number} x {outcome}" for outcome, number in sorted(counts.items()))
        slow = quantiles(seconds, n=20, method="inclusive")[-1] if len(seconds) > 1 else seconds[0]
        yield Row(when, f"{kind}s", outcomes, f"{slow:.2f} s, {seconds[-1]:.2f} s")


def _opens(visitor: Visitor, page: str) -> bool:
    try:
        visitor.get(page)
    except WrongAnswer:
        return False
    return True
