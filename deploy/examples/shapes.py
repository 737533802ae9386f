"""What an example event is made of, before it is loaded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from events.plans import SessionPlan


@dataclass(frozen=True)
class Announcement:
    """A weekly update."""

    title: str
    on: date


@dataclass(frozen=True)
class ExampleDocument:
    """A document with the content of each of its versions, oldest first, all of them PDFs."""

    title: str
    kind: str
    versions: Sequence[bytes]
    note: str = ""
    stage: str = "before"
    accessible: bytes = b""


@dataclass(frozen=True)
class Example:
    """An event as it is to be; `at` is when it was announced, if not at the time of loading.

    `answers` are fields of its EventPlan.
    """

    team: str
    title: str
    sessions: Sequence[SessionPlan]
    audiences: Sequence[str]
    at: datetime | None = None
    update: Announcement | None = None
    documents: Sequence[ExampleDocument] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
