"""The tables of what is announced."""

from .audience import Audience
from .audit import AuditEntry
from .document import Document, DocumentVersion
from .event import Event
from .identity import new_public_id, new_token, new_uid
from .limit import Count
from .organiser import Membership, Organiser, Team
from .session import DATE_TO_BE_CONFIRMED, Session
from .update import Update
from .venue import Venue

__all__ = [
    "DATE_TO_BE_CONFIRMED",
    "Audience",
    "AuditEntry",
    "Count",
    "Document",
    "DocumentVersion",
    "Event",
    "Membership",
    "Organiser",
    "Session",
    "Team",
    "Update",
    "Venue",
    "new_public_id",
    "new_token",
    "new_uid",
]
