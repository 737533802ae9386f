"""What is said of an online session's link to join, which only those who booked are sent."""

from typing import Protocol

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


def awaited(session: Joined) -> str:
    """To whoever has a place, beside the link itself once there is one."""
    return LINK_LATER if session.mode == "online" and not session.join_link else ""
