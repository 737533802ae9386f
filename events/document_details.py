"""What an organiser says of a document, apart from its file: plain values."""

from dataclasses import dataclass, field
from datetime import datetime

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

    def changed_from(self, document: Document) -> list[str]:
        """Names of the fields that say something else."""
        return [name for name in STORED if getattr(document, name) != getattr(self, name)]
