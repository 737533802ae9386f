"""The tables of what is announced."""

from events.models.audience import Audience
from events.models.audit import AuditEntry
from events.models.counts import CacheEntry, Count
from events.models.document import Document, DocumentVersion
from events.models.event import Event
from events.models.feed import FeedEntry, FeedVersion
from events.models.given_session import GivenSession
from events.models.identity import new_check_in_code, new_public_id, new_token, new_uid
from events.models.invitation import Invitation
from events.models.job import JobLease
from events.models.organiser import FormerMember, Membership, Organiser, Team
from events.models.series import Series
from events.models.session import DATE_TO_BE_CONFIRMED, Session
from events.models.update import Update
from events.models.venue import Venue

__all__ = [
    "DATE_TO_BE_CONFIRMED",
    "Audience",
    "AuditEntry",
    "CacheEntry",
    "Count",
    "Document",
    "DocumentVersion",
    "Event",
    "FeedEntry",
    "FeedVersion",
    "FormerMember",
    "GivenSession",
    "Invitation",
    "JobLease",
    "Membership",
    "Organiser",
    "Series",
    "Session",
    "Team",
    "Update",
    "Venue",
    "new_check_in_code",
    "new_public_id",
    "new_token",
    "new_uid",
]
