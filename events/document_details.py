"""What an organiser says of a document, apart from its file: plain values."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from events import meanwhile
from events.meanwhile import Fingerprints
from events.models import Document

STORED = ("title", "kind", "stage", "visible_to", "shown_from", "alternative_link")


@dataclass(frozen=True)
class DocumentDetails:
    """`accessible_file` is a new one (ODT); without one the file that is there stays."""

    title: str
    kind: str
    stage: str = Document.Stage.BEFORE
    visible_to: str = Document.VisibleTo.EVERYBODY
    shown_from: datetime | None = None
    alternative_link: str = ""
    accessible_file: bytes = field(default=b"", repr=False)

    def merged(self, document: Document, seen: Fingerprints) -> "DocumentDetails":
        """With what somebody else has changed meanwhile of what was left alone here."""
        typed = {name: getattr(self, name) for name in STORED}
        return replace(self, **meanwhile.left_to_others(typed, said_of(document), seen))

    def changed_from(self, document: Document) -> list[str]:
        """Names of the fields that say something else."""
        return [name for name in STORED if getattr(document, name) != getattr(self, name)]


def said_of(document: Document) -> dict[str, Any]:
    return {name: getattr(document, name) for name in STORED}
