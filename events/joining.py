"""What is said of an online session's link to join, which only those who booked are sent."""

from datetime import datetime, timedelta
from typing import Protocol

from events.models import Session

OPENS_BEFORE = timedelta(minutes=30)
LINK_LATER = "We will email you the link before the session."


class Joined(Protocol):
    """What has to be known of a session."""

    @property
    def mode(self) -> str: ...
    @property
    def join_link(self) -> str: ...


def before_booking(session: Joined) -> str:
    """To anybody; nothing where people meet."""
    if session.mode != "online":
        return ""
    return "We email you the link to join when you book." if session.join_link else LINK_LATER


def once_booked(session: Joined, whose: str = "your") -> str:
    """To whoever has a place, or has booked "their" colleague's, where no link is shown."""
    if session.mode != "online":
        return ""
    if session.join_link:
        return f"The link to join is in {whose} email."
    return LINK_LATER if whose == "your" else "We will email them the link before the session."


def opens_at(session: Session) -> datetime | None:
    """From when on one can join: half an hour before; where no time is known, all that day.

    Never while there is no date.
    """
    if session.starts_at is not None:
        return session.starts_at - OPENS_BEFORE
    return None if session.closes_at is None else session.sort_at


def is_too_early(session: Session, at: datetime) -> bool:
    opening = opens_at(session)
    return opening is None or at < opening


def awaited(session: Joined) -> str:
    """To whoever has a place, beside the link itself once there is one."""
    return LINK_LATER if session.mode == "online" and not session.join_link else ""
