"""What an example event is made of, before it is loaded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from events.lifecycle import SessionPlan


@dataclass(frozen=True)
class Announcement:
    """A weekly update."""

    title: str
    on: date


@dataclass(frozen=True)
class Paper:
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

    `answers` are the fields that create_event takes as they are.
    """

    team: str
    title: str
    sessions: Sequence[SessionPlan]
    audiences: Sequence[str]
    at: datetime | None = None
    update: Announcement | None = None
    papers: Sequence[Paper] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
